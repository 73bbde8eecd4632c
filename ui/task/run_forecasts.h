#pragma once

#include "ui/frames/background_queue.h"
#include "ui/task/model_catalog.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <optional>

namespace unividx::ui {

/// What the models there are would make of a run, found out in the background.
///
/// Thread: the interface's.
class RunForecasts : public QObject {
    Q_OBJECT
public:
    explicit RunForecasts(ModelCatalog catalog, QObject* parent = nullptr);
    ~RunForecasts() override;

    /// Whether there is anything to ask.
    bool isKnowing() const { return catalog_.installed && catalog_.forecast; }

    /// Asks for all models of the request's family; changed() follows. A question that has not been answered when the
    /// next one comes is dropped.
    void ask(const GenerateRequest& request, const std::string& device);

    /// What is known of a model for the last question; nothing while it is being found out.
    struct Answer {
        ModelCard card;
        std::optional<RunForecast> forecast;
        QString problem; ///< why it cannot be run like this; empty if it can

        bool fits() const;
    };
    const std::map<std::string, Answer>& answers() const { return answers_; }

Q_SIGNALS:
    void changed();

private:
    ModelCatalog catalog_;
    std::map<std::string, Answer> answers_;
    quint64 asked_ = 0;
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui
