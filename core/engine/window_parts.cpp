#include "core/engine/window_parts.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace unividx {

WindowPlan::WindowPlan(FrameRange range, const WindowOptions& options)
    : range_(range), windows_(planWindows(range, options))
{
}

FrameRange WindowPlan::framesOf(WindowSpan span) const
{
    const std::int64_t first = windows_[span.first].first;
    return {first, std::min(windows_[span.end - 1].end(), range_.end()) - first};
}

FrameRange WindowPlan::sharedBefore(std::size_t window) const
{
    if (window == 0 || window >= windows_.size())
        return {};
    const std::int64_t first = windows_[window].first;
    return {first, std::max<std::int64_t>(0, windows_[window - 1].end() - first)};
}

FrameRange WindowPlan::ownFrames(WindowSpan span) const
{
    const FrameRange all = framesOf(span);
    const std::int64_t first = all.first + sharedBefore(span.first).count;
    const std::int64_t end = all.end() - sharedBefore(span.end).count;
    return {first, std::max<std::int64_t>(0, end - first)};
}

bool WindowPlan::canBegin(std::size_t window) const
{
    if (window == 0)
        return true;
    const FrameRange shared = sharedBefore(window);
    if (shared.empty())
        return true;
    const bool free = window < 2 || windows_[window - 2].end() <= shared.first;
    return free && (window + 1 >= windows_.size() || windows_[window + 1].first >= shared.end());
}

std::vector<WindowSpan> WindowPlan::parts(WindowSpan span, std::size_t size) const
{
    std::vector<WindowSpan> parts;
    for (std::size_t first = span.first; first < span.end;) {
        std::size_t end = std::min(first + std::max<std::size_t>(1, size), span.end);
        while (end < span.end && !canBegin(end))
            ++end;
        parts.push_back({first, end});
        first = end;
    }
    return parts;
}

WindowSpan WindowPlan::shard(std::size_t index, std::size_t count) const
{
    const auto cut = [&](std::size_t number) {
        std::size_t window = windows_.size() * number / count;
        while (window < windows_.size() && !canBegin(window))
            ++window;
        return window;
    };
    return {cut(index), index + 1 == count ? windows_.size() : cut(index + 1)};
}

std::size_t WindowPlan::firstWith(std::int64_t frame) const
{
    for (std::size_t window = 0; window < windows_.size(); ++window) {
        if (windows_[window].contains(frame))
            return window;
    }
    throw Error(ErrorKind::Internal, "no window looks at frame " + std::to_string(frame));
}

} // namespace unividx
