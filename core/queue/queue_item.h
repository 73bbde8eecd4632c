#pragma once

#include "core/base/job_context.h"
#include "core/base/process_identity.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

using ItemId = std::int64_t;

enum class ItemState {
    Queued,
    Paused,  ///< waits for somebody to resume it; also where the program died while it ran
    Running, ///< somebody's: `owner` is alive, or it will be found
    Done,    ///< every output file was read back
    Failed,  ///< `sentence` says why
    Cancelled,
    Quarantined, ///< killed its worker three times
};

/// What runs side by side. In the first two one item at a time unless the queue says otherwise; in the farm's many, for
/// there each only waits for other machines.
enum class Lane { Accelerator, Export, Farm };
inline constexpr std::array allLanes{Lane::Accelerator, Lane::Export, Lane::Farm};

/// The words files and command lines use: "queued", "accelerator", ... Nothing for another word.
std::string_view nameOf(ItemState state);
std::optional<ItemState> findItemState(std::string_view name);
std::string_view nameOf(Lane lane);
std::optional<Lane> findLane(std::string_view name);

/// What somebody asked of an item while it runs; whoever runs it looks.
enum class Asked { Nothing, Pause, Cancel };

/// One run in the queue, as a value.
struct QueueItem {
    ItemId id = 0;
    std::string title;
    std::string description; ///< the run's options, `parseRunSpec` reads them
    Lane lane = Lane::Accelerator;
    ItemState state = ItemState::Queued;
    Asked asked = Asked::Nothing;
    int priority = 0;                      ///< higher first; equal ones by place
    std::int64_t place = 0;                ///< smaller first
    std::optional<std::int64_t> holdUntil; ///< seconds since 1970; not begun before
    int attempts = 0;                      ///< how often it was begun
    int deaths = 0;                        ///< workers it killed
    int stepsDown = 0;                     ///< how often it was made smaller for want of memory
    bool interrupted = false;              ///< paused because its program died, not because somebody asked
    std::string sentence;                  ///< why it failed, or what else there is to know
    Progress progress;
    std::int64_t lease = 0; ///< changes each time it is begun
    std::optional<ProcessIdentity> owner;
    double seconds = 0; ///< of work, all attempts
    std::vector<std::string> files;

    bool finished() const
    {
        return state == ItemState::Done || state == ItemState::Failed || state == ItemState::Cancelled ||
               state == ItemState::Quarantined;
    }
};

/// What an item that is neither running nor finished waits for.
enum class WaitsFor {
    Nothing, ///< it runs or is finished
    Turn,    ///< for those before it, and for somebody who runs the queue
    Time,    ///< `holdUntil`
    Lane,    ///< its lane is 0 items wide: nothing there begins
    Resume,  ///< somebody paused it, or its program died (`interrupted`)
};

/// "turn", "time", ...; empty for Nothing.
std::string_view nameOf(WaitsFor waitsFor);

/// `now`: seconds since 1970.
WaitsFor waitsFor(const QueueItem& item, int laneWidth, std::int64_t now);

/// An item to be.
struct NewItem {
    std::string title;
    std::string description;
    Lane lane = Lane::Accelerator;
    int priority = 0;
    std::optional<std::int64_t> holdUntil;
    ItemState state = ItemState::Queued; ///< or Paused
    std::int64_t frames = 0;             ///< to be made, where that is known
};

} // namespace unividx
