#include "ui/task/run_forecasts.h"

#include "core/base/error.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace unividx::ui {

bool RunForecasts::Answer::fits() const
{
    return problem.isEmpty() &&
           (!forecast || forecast->memoryFree == 0 || forecast->memoryNeed <= forecast->memoryFree);
}

RunForecasts::RunForecasts(ModelCatalog catalog, QObject* parent)
    : QObject(parent), catalog_(std::move(catalog)), queue_(std::make_unique<BackgroundQueue>())
{
}

RunForecasts::~RunForecasts()
{
    queue_.reset();
}

void RunForecasts::ask(const GenerateRequest& request, const std::string& device)
{
    if (!isKnowing())
        return;
    queue_->replace([this, request, device, number = ++asked_, catalog = catalog_] {
        std::map<std::string, Answer> answers;
        try {
            for (ModelCard& card : catalog.installed()) {
                const std::string name = card.name;
                Answer answer{std::move(card), std::nullopt, {}};
                const auto& families = answer.card.families;
                const bool suits = std::count(families.begin(), families.end(), request.task.family->name) > 0;
                try {
                    if (!answer.card.problem.empty())
                        answer.problem = QString::fromStdString(answer.card.problem);
                    else if (!suits)
                        answer.problem = tr("It has no weights for this family");
                    else
                        answer.forecast = catalog.forecast(name, device, request);
                } catch (const Error& error) {
                    answer.problem = QString::fromUtf8(error.what());
                }
                answers[name] = std::move(answer);
            }
        } catch (const std::exception& error) { // there is no engine at all
            Answer none;
            none.problem = QString::fromUtf8(error.what());
            answers[{}] = none;
        }
        QMetaObject::invokeMethod(
            this,
            [this, number, answers] {
                if (number != asked_)
                    return;
                answers_ = answers;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

} // namespace unividx::ui
