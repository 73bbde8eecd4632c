#include "ui/window/collect_controller.h"

#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/frames/later.h"
#include "ui/window/messages.h"

#include <QAction>
#include <QDesktopServices>
#include <QFileDialog>
#include <QLocale>
#include <QProgressDialog>
#include <QUrl>

#include <chrono>
#include <optional>
#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

constexpr auto topic = "collect";

/// Passes news on ten times a second at most: a file on a fast disk has thousands of pieces.
class Throttled {
public:
    explicit Throttled(JobContext::Observer observer) : observer_(std::move(observer)) {}

    void operator()(const Progress& progress)
    {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_ < std::chrono::milliseconds(100) && progress.done < progress.total)
            return;
        last_ = now;
        observer_(progress);
    }

private:
    JobContext::Observer observer_;
    std::chrono::steady_clock::time_point last_;
};

} // namespace

CollectController::CollectController(const Parts& parts)
    : project_(parts.project), messages_(parts.messages), window_(parts.window),
      queue_(std::make_unique<BackgroundQueue>())
{
}

CollectController::~CollectController()
{
    if (token_)
        token_->cancel();
    queue_.reset();
}

void CollectController::connectActions(const Actions& actions)
{
    connect(actions.get("file.collect"), &QAction::triggered, this, &CollectController::ask);
}

void CollectController::ask()
{
    if (isBusy())
        return;
    const fs::path& path = project_.path();
    const fs::path beside =
        path.empty() ? fs::path("project_collected") : path.parent_path() / (path.stem().string() + "_collected");
    const QString folder = QFileDialog::getSaveFileName(window_, tr("Collect the project into a new folder"),
                                                        fromPath(beside), {}, nullptr, QFileDialog::ShowDirsOnly);
    if (!folder.isEmpty())
        collectInto(toPath(folder));
}

void CollectController::collectInto(const fs::path& folder)
{
    if (isBusy())
        return;
    messages_.withdraw(topic);
    token_ = std::make_shared<CancelToken>();
    dialog_ = new QProgressDialog(tr("Looking for the project's files"), tr("Cancel"), 0, 1000, window_);
    dialog_->setObjectName(topic);
    dialog_->setWindowTitle(tr("Collect project"));
    dialog_->setMinimumDuration(500);
    dialog_->setAutoClose(false);
    dialog_->setAutoReset(false);
    connect(dialog_, &QProgressDialog::canceled, this, [token = token_] { token->cancel(); });
    const std::string name = project_.path().empty() ? "project" : project_.path().stem().string();
    const auto observe = [this](const Progress& progress) {
        QMetaObject::invokeMethod(
            this, [this, progress] { showProgress(progress); }, Qt::QueuedConnection);
    };
    later(
        *queue_, this,
        [project = project_.project(), folder, name, token = token_, observe]() -> std::optional<CollectPlan> {
            CollectPlan plan = planCollection(project, folder, name);
            JobContext job(*token, Throttled(observe));
            try {
                collectProject(plan, job);
            } catch (const Cancelled&) {
                return std::nullopt;
            }
            return plan;
        },
        [this](const std::optional<CollectPlan>& plan) {
            end();
            if (plan)
                reportDone(*plan);
            else
                messages_.tell(tr("The project was not collected; nothing was left behind"));
            Q_EMIT finished();
        },
        [this](const QString& sentence) {
            end();
            reportFailure(sentence);
            Q_EMIT finished();
        });
}

void CollectController::showProgress(const Progress& progress)
{
    if (!dialog_ || progress.total <= 0)
        return;
    dialog_->setLabelText(
        tr("Copying file %1 of %2, %3 of %4")
            .arg(progress.framesDone + 1)
            .arg(progress.framesTotal)
            .arg(QLocale().formattedDataSize(progress.done), QLocale().formattedDataSize(progress.total)));
    dialog_->setValue(static_cast<int>(progress.done * 999 / progress.total));
}

void CollectController::end()
{
    token_.reset();
    if (!dialog_)
        return;
    dialog_->hide();
    dialog_->deleteLater();
}

void CollectController::reportDone(const CollectPlan& plan)
{
    QStringList lines{tr("%n file(s), %1", nullptr, static_cast<int>(plan.files.size()))
                          .arg(QLocale().formattedDataSize(plan.bytes))};
    for (const std::string& sentence : plan.missing)
        lines.append(fromCore(sentence));
    const QString missing = plan.missing.empty()
                                ? QString()
                                : tr("What is not there was left out. Relink it, and collect the project again.");
    messages_.report({topic,
                      tr("Collected in %1").arg(middleElided(fromPath(plan.folder), 60)),
                      lines.join('\n'),
                      missing,
                      {{tr("Show in folder"),
                        [folder = plan.folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(folder))); }},
                       {tr("Open it"), [this, file = collectedFile(plan)] { Q_EMIT openWanted(file); }}},
                      true,
                      plan.missing.empty() ? Report::Kind::Success : Report::Kind::Failure});
}

void CollectController::reportFailure(const QString& sentence)
{
    messages_.report({topic,
                      tr("The project was not collected"),
                      sentence,
                      tr("Nothing was left behind."),
                      {{tr("Choose another folder..."), [this] { ask(); }}},
                      true});
}

} // namespace unividx::ui
