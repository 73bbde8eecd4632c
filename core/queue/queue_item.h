#pragma once

#include "core/base/error.h"
#include "core/base/job_context.h"
#include "core/base/process_identity.h"
#include "core/time/frame_range.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace unividx {

using ItemId = std::int64_t;

/// How an item stands: the one set of states for windows, command line and JSON.
enum class ItemState {
    Queued,
    Held,        ///< queued, and not started before its time has come or its lane is open again; `waits` says which
    Running,     ///< somebody's: `owner` is alive, or it will be found
    Paused,      ///< waits until it is resumed
    Interrupted, ///< its program died while it ran; waits until it is resumed
    Quarantined, ///< killed its worker three times
    Failed,      ///< `sentence` says why
    Done,        ///< every output file was read back
    Cancelled,
};

/// The groups of items that run side by side. Accelerator: one lane a device, one item at a time in each unless the
/// queue says otherwise. Farm: many, because each only waits for other machines.
enum class Lane { Accelerator, Export, Farm };
inline constexpr std::array allLanes{Lane::Accelerator, Lane::Export, Lane::Farm};

/// One lane. Those of accelerators are told apart by their device; other groups are one lane.
struct LaneId {
    LaneId(Lane laneGroup, std::string itsDevice = {}) : group(laneGroup), device(std::move(itsDevice)) {}

    Lane group;
    std::string device; ///< "cpu", "cuda:0"

    bool operator==(const LaneId&) const = default;
    bool operator<(const LaneId& other) const { return std::tie(group, device) < std::tie(other.group, other.device); }
};

/// "accelerator cuda:0", "export".
std::string nameOf(const LaneId& lane);

/// The words files and command lines use: "queued", "accelerator", ... Nothing for another word.
std::string_view nameOf(ItemState state);
std::optional<ItemState> findItemState(std::string_view name);
std::string_view nameOf(Lane lane);
std::optional<Lane> findLane(std::string_view name);

/// What somebody asked of an item while it runs; whoever runs it looks.
enum class Asked { Nothing, Pause, Cancel };

/// What an item that is neither running nor finished waits for.
enum class WaitsFor {
    Nothing, ///< it runs or is finished
    Turn,    ///< for those before it, and for somebody who runs the queue
    Time,    ///< `holdUntil`
    Lane,    ///< its lane is 0 items wide: only items that were started at once begin there
    Resume,  ///< somebody paused it, or its program died
    Version, ///< its kind is one of a newer version of the program
};

/// "turn", "time", ...; empty for Nothing.
std::string_view nameOf(WaitsFor waitsFor);

/// The clip of a project that an item was started from.
struct ItemOrigin {
    std::string project;   ///< its file; empty for a project that was never saved
    std::int64_t clip = 0; ///< 0: no clip

    bool operator==(const ItemOrigin&) const = default;
};

/// One item of the queue, as a value.
struct QueueItem {
    ItemId id = 0;
    std::string kind = "run"; ///< a row's name in core/queue/item_kind.h
    std::string title;
    std::string description; ///< what is to be done, as the kind writes it
    Lane lane = Lane::Accelerator;
    std::string device; ///< of the accelerator's lane: "cpu", "cuda:0"
    ItemState state = ItemState::Queued;
    WaitsFor waits = WaitsFor::Turn;
    Asked asked = Asked::Nothing;
    bool startNow = false;                 ///< it was started at once and waits for none that was not
    int priority = 0;                      ///< higher first; equal ones by place
    std::int64_t place = 0;                ///< smaller first
    std::optional<std::int64_t> holdUntil; ///< seconds since 1970; not begun before
    int attempts = 0;                      ///< how often it was begun
    int deaths = 0;                        ///< workers it killed
    int stepsDown = 0;                     ///< how often it was made smaller for want of memory
    std::string sentence;                  ///< why it failed, or what else there is to know
    std::optional<ErrorKind> error;        ///< of one that failed
    Progress progress;
    std::int64_t lease = 0; ///< changes each time it is begun
    std::optional<ProcessIdentity> owner;
    double seconds = 0; ///< of work, all attempts
    double cost = 1;    ///< work a frame, against others of its kind
    std::vector<std::string> files;
    FrameRange frames;         ///< that the files hold; none before it is done
    std::int64_t finished = 0; ///< when, seconds since 1970; 0 before
    ItemOrigin origin;

    LaneId laneId() const { return {lane, device}; }
    bool isFinished() const
    {
        return state == ItemState::Done || state == ItemState::Failed || state == ItemState::Cancelled ||
               state == ItemState::Quarantined;
    }
    bool isRunning() const { return state == ItemState::Running; }
    bool isWaiting() const { return state == ItemState::Queued || state == ItemState::Held; }
    bool canResume() const { return state == ItemState::Paused || state == ItemState::Interrupted; }
};

/// An item to be. The functions `newItem` of core/queue/item_kind.h fill in what its kind knows.
struct NewItem {
    std::string kind = "run";
    std::string title;
    std::string description;
    Lane lane = Lane::Accelerator;
    std::string device;
    bool startNow = false;
    int priority = 0;
    std::optional<std::int64_t> holdUntil;
    ItemState state = ItemState::Queued; ///< or Paused, or Interrupted
    std::int64_t frames = 0;             ///< to be made, where that is known
    double cost = 1;
    ItemOrigin origin;
};

} // namespace unividx
