#pragma once

#include "core/base/job_context.h"
#include "core/project/collect.h"
#include "ui/frames/background_queue.h"
#include "ui/project/project_model.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <memory>

class QProgressDialog;
class QWidget;

namespace unividx::ui {

class Actions;
class Messages;

/// Copies a project and all it is made of into one folder, on a thread of its own: saving and autosaving do not wait.
class CollectController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        Messages& messages;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    explicit CollectController(const Parts& parts);
    ~CollectController() override;

    void connectActions(const Actions& actions);

    /// Asks for the folder. Does nothing while a collection is under way.
    void ask();
    /// Collects the project as it is now, saved or not. finished() follows.
    void collectInto(const std::filesystem::path& folder);
    bool isBusy() const { return token_ != nullptr; }

Q_SIGNALS:
    void finished();
    void openWanted(const std::filesystem::path& project);

private:
    void showProgress(const Progress& progress);
    void end();
    void reportDone(const CollectPlan& plan);
    void reportFailure(const QString& sentence);

    ProjectModel& project_;
    Messages& messages_;
    QWidget* window_;
    std::shared_ptr<CancelToken> token_; ///< of the collection that is under way
    QPointer<QProgressDialog> dialog_;
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui
