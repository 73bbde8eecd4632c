#pragma once

#include "ui/jobs/job_queue.h"
#include "ui/jobs/unfinished_exports.h"
#include "ui/jobs/unfinished_runs.h"
#include "ui/media_pool/media_pool.h"
#include "ui/window/clip_works.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace unividx::ui {

class Actions;
class Messages;
class SettingsController;

/// What is started in the window and runs in it: runs, renders with the model, exports; and the takes they make.
class RunController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        JobQueue& jobs;
        SettingsController& settings;
        Messages& messages;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    /// `records`: the folder in which jobs are remembered until they end.
    RunController(const Parts& parts, const std::filesystem::path& records);

    void connectActions(const Actions& actions);

    /// Runs a clip as its settings ask; what is wrong with them becomes a message. `forecast`: of that run, where it is
    /// known.
    void run(const Clip& clip, const std::optional<RunForecast>& forecast);

    /// These are about the selected clip, else the one at the playhead, and do nothing where there is none.
    void publishMatte();
    void renderWithModel(ModelRenderKind kind, bool ratio);

    /// Starts a finished job once more; a run into a folder of its own.
    void retry(int job);

    /// What earlier windows left. May be called on the files' thread.
    std::vector<UnfinishedRun> findUnfinishedRuns() const { return unfinished_.find(); }
    std::vector<UnfinishedExport> findUnfinishedExports(const std::filesystem::path& project) const;
    void resume(const UnfinishedRun& run);
    /// Lists an export that was cut off among the jobs, where it waits.
    void list(const UnfinishedExport& cut);

    /// Asks what is to become of running jobs. False if the user stays with them.
    bool confirmLeaving();

Q_SIGNALS:
    void runStarted();
    /// A job was started, or waits: the jobs are to be seen.
    void jobAdded();
    void mediaStateChanged(unividx::MediaId media, unividx::ui::MediaState state);
    /// Which frames of a clip's source a run is making; nothing once it has ended.
    void framesAsked(unividx::ClipId clip, const std::optional<unividx::FrameRange>& frames);
    /// A layer of the clip at the playhead is ready to be looked at.
    void layerReady(const std::string& modality);
    void takeAdded();
    void logWanted(int job);

private:
    /// Asks what is to be exported. Throws: Usage if there is no clip.
    void exportClip();
    int enqueue(const ClipRun& run);
    int enqueue(const std::shared_ptr<const OtherWork>& work, AfterTake after = {});
    void startExport(const ExportSpec& spec);
    void exportAgain(int job);
    bool isOfThisProject(int job) const;
    void takeGrew(int job, const Take& take);
    void takeReady(int job, const Take& take);
    void showJob(int job);
    void showOther(const JobStatus& job);
    void tellFailure(const JobStatus& job, const QString& what);
    void noteSpeed(const JobStatus& job);

    ProjectModel& project_;
    JobQueue& jobs_;
    SettingsController& settings_;
    Messages& messages_;
    QWidget* window_;
    UnfinishedRuns unfinished_;
    RecordFolder exports_;                  ///< of the exports that are under way
    std::map<int, std::uint64_t> projects_; ///< number of the project a job was started for
    std::map<int, double> work_;            ///< what was forecast of a job, to learn this machine's speed from
    std::map<int, AfterTake> afterTake_;
    std::map<int, ExportSpec> exportSpecs_; ///< of the jobs that are exports
    std::set<int> growing_;                 ///< jobs whose first layers were shown
};

} // namespace unividx::ui
