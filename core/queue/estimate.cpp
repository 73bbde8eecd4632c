#include "core/queue/estimate.h"

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
        std::map<std::string, Speed> speeds; // by kind: an export tells nothing of a run
        for (const QueueItem& item : items) {
            // Before anything is done, the one that runs is what there is to go by.
            const bool tells = (item.state == ItemState::Done && item.seconds > 0) ||
                               (item.isRunning() && item.progress.framesDone > 0);
            if (item.laneId() == lane && tells)
                speeds[item.kind].add(item);
        }
        double sum = 0;
        double single = 0;
        for (const QueueItem& item : items) {
            if (item.laneId() != lane || !(item.isWaiting() || item.isRunning()))
                continue;
            const auto left = leftOf(item, speeds[item.kind]);
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
