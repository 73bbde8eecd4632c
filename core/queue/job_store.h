#pragma once

#include "core/queue/queue_item.h"

#include <array>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// Where moved items go.
struct QueuePlace {
    enum class Kind { First, Last, Before };
    Kind kind = Kind::Last;
    ItemId before = 0; ///< for Before
};

/// How an item's run ended.
struct ItemOutcome {
    ItemState state = ItemState::Done; ///< Queued to have it tried again; never Running
    std::string sentence;
    std::vector<std::string> files;
    double seconds = 0;           ///< of this attempt
    bool killed = false;          ///< it took its worker along
    bool stepDown = false;        ///< memory was the cause
    std::string description = {}; ///< takes the place of the item's; empty: it stays
    std::optional<ErrorKind> error = {};
    FrameRange frames = {}; ///< that the files hold
};

/// Which items a runner takes.
enum class Claims {
    Everything,
    StartedNow, ///< items that were started at once; the rest of the queue is held
};

/// The queue as it stands on disk: one file, used by the window, the command line and whoever runs it at once. Every
/// call is one transaction; what it changed is on disk when it returns (progress alone may lag behind a power cut).
///
/// Calls on items give the ids that were changed: an item that is not there, or not in a state for it, is left as it
/// is.
///
/// Thread: one at a time; any number of stores on one file. Throws: Input if the file is damaged, of another program,
/// or of a newer version (then nothing is changed); Output if it cannot be written.
class JobStore {
public:
    using Ids = std::vector<ItemId>;

    /// Opens the file, or makes it and its folder.
    explicit JobStore(const std::filesystem::path& file);
    ~JobStore();
    JobStore(const JobStore&) = delete;
    JobStore& operator=(const JobStore&) = delete;

    /// Puts items at the end, all or none. Those whose files are numbered by version have their number from here on.
    Ids add(const std::vector<NewItem>& items);

    /// All items, in order of place. `now`: seconds since 1970, for what is held until a time.
    std::vector<QueueItem> list(std::int64_t now = std::time(nullptr)) const;
    std::optional<QueueItem> find(ItemId id, std::int64_t now = std::time(nullptr)) const;

    /// Done, failed, cancelled and quarantined ones, the latest first.
    std::vector<QueueItem> listFinished() const;

    /// Changes whenever another connection has changed the file.
    std::int64_t version() const;

    /// Puts the items, in the order given, to a place.
    Ids move(const Ids& ids, const QueuePlace& place);
    Ids pause(const Ids& ids);  ///< a queued one at once; a running one as soon as its runner notices
    Ids resume(const Ids& ids); ///< paused and interrupted ones

    /// Starts items at once, whatever else waits or is held: those that wait or are paused begin as soon as a runner
    /// looks, before all others; one that runs in their lane and can go on later gives way, until its last finished
    /// window is on disk. This is part of the item from then on: also after a pause, a crash or a retry.
    Ids startNow(const Ids& ids);
    Ids cancel(const Ids& ids); ///< whatever is not finished, running ones as pause
    Ids retry(const Ids& ids);  ///< ones that failed or were cancelled, from where they stopped; counts begin anew, but
                                ///< what was made smaller for want of memory stays so
    Ids duplicate(const Ids& ids); ///< gives the new ids; each stands behind its model, and has files of its own
    Ids setPriority(const Ids& ids, int priority);
    Ids holdUntil(const Ids& ids, std::optional<std::int64_t> seconds); ///< since 1970; nothing: at once
    Ids setDescription(const Ids& ids, const std::string& description); ///< of what is not running
    Ids remove(const Ids& ids); ///< whatever is not running, with its log and the state it kept

    /// Removes what an item's run kept to go on with.
    void dropState(ItemId id) const;

    /// How many items run at a time in each lane of a group, over all programs. 0: only those that were started at
    /// once.
    int laneWidth(Lane lane) const;
    void setLaneWidth(Lane lane, int width);

    /// Whether anything of a lane runs, or is queued (also until a time) and can be begun.
    bool hasWork(const LaneId& lane, Claims claims = Claims::Everything) const;

    /// The lanes in which something runs or is queued.
    std::vector<LaneId> busyLanes() const;

    /// Items that are marked as running while their program is dead become interrupted.
    Ids recover();

    /// Takes the next item of a lane for `owner`, whose time has come (`now`: seconds since 1970): those that were
    /// started at once, then the highest priority, then the first. Nothing if there is none or the lane is full.
    /// Recovers first. Items of a newer version's kinds are left alone.
    std::optional<QueueItem> claim(const LaneId& lane, const ProcessIdentity& owner, std::int64_t now,
                                   Claims claims = Claims::Everything);

    /// Whether a claimed item is the one that gives way to items that were started at once.
    bool mustGiveWay(const QueueItem& claimed, std::int64_t now) const;

    /// For the runner of a claimed item; false if it is the runner's no more (somebody recovered or removed it).
    bool report(const QueueItem& claimed, const Progress& progress, double seconds);
    bool tellWaiting(const QueueItem& claimed, const std::string& why); ///< its sentence while it runs; empty: goes on
    bool finish(const QueueItem& claimed, const ItemOutcome& outcome);
    Asked askedOf(const QueueItem& claimed) const; ///< Cancel for one that is the runner's no more

    const std::filesystem::path& file() const;

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

/// `$UNIVIDX_QUEUE`, else `queue` in the user's state folder: the folder with the queue's file, its logs and the states
/// of unfinished runs. Throws: Output if there is no home folder.
std::filesystem::path queueFolder();
std::filesystem::path queueFile(const std::filesystem::path& folder);
std::filesystem::path logFile(const std::filesystem::path& folder, ItemId id);
std::filesystem::path checkpointFolder(const std::filesystem::path& folder, ItemId id);

} // namespace unividx
