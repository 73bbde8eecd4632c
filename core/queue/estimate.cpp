#include "core/queue/estimate.h"

#include <algorithm>
#include <array>

namespace unividx {

namespace {

/// What the finished items of a lane tell.
struct Speed {
    double seconds = 0;
    std::int64_t frames = 0;
    std::int64_t items = 0;

    void add(double moreSeconds, std::int64_t moreFrames)
    {
        seconds += moreSeconds;
        frames += moreFrames;
        ++items;
    }
    std::optional<double> of(const QueueItem& item) const
    {
        const std::int64_t left = item.progress.framesTotal - item.progress.framesDone;
        if (item.progress.framesTotal > 0 && frames > 0)
            return seconds / static_cast<double>(frames) * static_cast<double>(std::max<std::int64_t>(0, left));
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
    for (const Lane lane : allLanes) {
        Speed speed;
        for (const QueueItem& item : items) {
            if (item.lane == lane && item.state == ItemState::Done && item.seconds > 0)
                speed.add(item.seconds, item.progress.framesDone);
            // Before anything is done, the one that runs is what there is to go by.
            if (item.lane == lane && item.state == ItemState::Running && item.progress.framesDone > 0)
                speed.add(item.seconds, item.progress.framesDone);
        }
        double sum = 0;
        double single = 0;
        for (const QueueItem& item : items) {
            if (item.lane != lane || (item.state != ItemState::Queued && item.state != ItemState::Running))
                continue;
            const auto left = leftOf(item, speed);
            if (!left)
                return std::nullopt;
            sum += *left;
            single = std::max(single, *left);
        }
        const auto width = widths.find(lane);
        const int side = width == widths.end() ? 1 : std::max(1, width->second);
        longest = std::max({longest, sum / side, single});
    }
    return longest;
}

} // namespace unividx
