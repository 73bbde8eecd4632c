#pragma once

#include "ui/media_pool/media_pool.h"
#include "ui/queue/queue_service.h"
#include "ui/task/model_catalog.h"
#include "ui/window/clip_items.h"

#include <QElapsedTimer>
#include <QObject>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

class QWidget;

namespace unividx::ui {

class Actions;
class FileTasks;
class Messages;
class SettingsController;

/// Joins the queue with the open project: what is started from a clip, how it stands, and the takes it makes.
class RunController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        QueueService& queue;
        SettingsController& settings;
        FileTasks& files;
        Messages& messages;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    explicit RunController(const Parts& parts);

    void connectActions(const Actions& actions);

    /// Runs a clip at once, or puts its run into the queue; what is wrong with its settings becomes a message.
    /// `forecast`: of that run, where it is known.
    void run(const Clip& clip, const std::optional<RunForecast>& forecast);
    void add(const Clip& clip);

    /// These are about the selected clip, else the one at the playhead, and do nothing where there is none.
    void publishMatte();
    void renderWithModel(ModelRenderKind kind, bool ratio);

    /// Does a finished item once more: a run as a take of its own, an export behind the frames that are complete.
    void runAgain(ItemId id);

    /// Leads to what an item left: the take of a clip, or the files. The log of one that is not done.
    void showResult(ItemId id);

    /// Asks what is to become of running items. False if the user stays with them.
    bool confirmLeaving();

Q_SIGNALS:
    void runStarted();
    /// Items were added, or need a look: they are to be seen.
    void itemsAdded();
    void logWanted(unividx::ItemId id);
    /// A take of another project is to be seen: it is opened, then showResult() is called again.
    void projectWanted(const std::filesystem::path& project, unividx::ItemId item);
    void mediaStateChanged(unividx::MediaId media, unividx::ui::MediaState state);
    /// Which frames of a clip's source a run is making; nothing once it has ended.
    void framesAsked(unividx::ClipId clip, const std::optional<unividx::FrameRange>& frames);
    /// A layer of the clip at the playhead is ready to be looked at.
    void layerReady(const std::string& modality);
    void takeAdded();

private:
    /// What is known of an item since it was first seen.
    struct Seen {
        ItemState state = ItemState::Queued;
        std::uint64_t project = 0; ///< number of the project it was last set against, and its file
        std::filesystem::path file;
        std::int64_t onDisk = 0;            ///< frames of its growing take
        std::optional<QElapsedTimer> clock; ///< since its model was loaded; none if it was paused
        bool shown = false;                 ///< its first layers were shown
    };

    void startNow(NewItem item, const Clip& clip, double work = 0);
    /// Asks what is to be exported. Throws: Usage if there is no clip.
    void exportClip();
    void cancelRunning();
    const Clip* clipOf(const QueueItem& item) const; ///< null if it is of another project
    void follow();
    void follow(const QueueItem& item, Seen& seen);
    void showState(const QueueItem& item, const Clip& clip);
    void showGrowing(const QueueItem& item, const Clip& clip, Seen& seen);
    void noteEnd(const QueueItem& item, const Seen& seen);
    void reportFailure(const QueueItem& item);
    /// Says what an export has written: files, size, time.
    void reportExport(const QueueItem& item);
    /// Makes a take of what a finished item left, unless the project had it before.
    void takeResult(const QueueItem& item, const Clip& clip);
    void addTakeOf(const QueueItem& item, const Clip& clip, Take take);
    void noteProjectFile();
    void tellEnd(const QueueSummary& summary);

    ProjectModel& project_;
    QueueService& queue_;
    SettingsController& settings_;
    FileTasks& files_;
    Messages& messages_;
    QWidget* window_;
    std::map<ItemId, std::uint64_t> startedFor_; ///< number of the project an item was started for
    std::map<ItemId, double> work_;              ///< what was forecast of a run, to learn this machine's speed from
    std::map<ItemId, Seen> seen_;
    std::set<ItemId> taken_; ///< items that were made takes once
    QString useKey_;         ///< the key that uses a new take
    bool leaving_ = false;   ///< what is cancelled makes no partial takes any more
    std::filesystem::path projectFile_;
    std::filesystem::file_time_type projectTime_; ///< of that file when it was opened; of the window for a new project
};

} // namespace unividx::ui
