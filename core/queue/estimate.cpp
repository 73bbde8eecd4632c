#include "core/queue/estimate.h"

#include "core/base/error.h"
#include "core/queue/item_kind.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace unividx {

namespace {

/// What the finished items of one kind tell.
struct Speed {
    double seconds = 0;
    double work = 0; ///< frames times their cost
    std::int64_t items = 0;

    void add(const QueueItem& item)
    {
        seconds += item.seconds;
        work += item.cost * static_cast<double>(item.progress.framesDone);
        ++items;
    }
    std::optional<double> of(const QueueItem& item) const
    {
        const std::int64_t left = item.progress.framesTotal - item.progress.framesDone;
        if (item.progress.framesTotal > 0 && work > 0)
            return seconds / work * item.cost * static_cast<double>(std::max<std::int64_t>(0, left));
        if (items > 0)
            return seconds / static_cast<double>(items);
        return std::nullopt;
    }
};

/// What tells how fast an item is: one of its model and task, else any of its kind.
class Speeds {
public:
    void add(const QueueItem& item)
    {
        ofPace_[paceOf(item)].add(item);
        ofKind_[item.kind].add(item);
    }
    const Speed& of(const QueueItem& item)
    {
        const auto found = ofPace_.find(paceOf(item));
        return found != ofPace_.end() ? found->second : ofKind_[item.kind];
    }

private:
    static std::string paceOf(const QueueItem& item)
    {
        const ItemKind* kind = findItemKind(item.kind);
        try {
            return item.kind + " " + (kind ? kind->needs(item.description).pace : std::string());
        } catch (const Error&) {
            return item.kind + " "; // it fails with its reason when it is run
        }
    }

    std::map<std::string, Speed> ofPace_;
    std::map<std::string, Speed> ofKind_; ///< an export tells nothing of a run
};

std::optional<double> leftOf(const QueueItem& item, const Speed& speed)
{
    const Progress& progress = item.progress;
    if (item.state == ItemState::Running && progress.done > 0 && progress.total >= progress.done && item.seconds > 0)
        return item.seconds * static_cast<double>(progress.total - progress.done) / static_cast<double>(progress.done);
    return speed.of(item);
}

} // namespace

std::optional<double> estimateSeconds(const std::vector<QueueItem>& items, const std::map<Lane, int>& widths)
{
    double longest = 0;
    std::set<LaneId> lanes;
    for (const QueueItem& item : items)
        lanes.insert(item.laneId());
    for (const LaneId& lane : lanes) {
        Speeds speeds;
        for (const QueueItem& item : items) {
            // Before anything is done, the one that runs is what there is to go by.
            const bool tells = (item.state == ItemState::Done && item.seconds > 0) ||
                               (item.isRunning() && item.progress.framesDone > 0);
            if (item.laneId() == lane && tells)
                speeds.add(item);
        }
        double sum = 0;
        double single = 0;
        for (const QueueItem& item : items) {
            if (item.laneId() != lane || !(item.isWaiting() || item.isRunning()))
                continue;
            const auto left = leftOf(item, speeds.of(item));
            if (!left)
                return std::nullopt;
            sum += *left;
            single = std::max(single, *left);
        }
        const auto width = widths.find(lane.group);
        const int side = width == widths.end() ? 1 : std::max(1, width->second);
        longest = std::max({longest, sum / side, single});
    }
    return longest;
}

} // namespace unividx
