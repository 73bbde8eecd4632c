#include "core/engine/window_join.h"

#include "core/base/error.h"
#include "core/image/upsample.h"

#include <limits>
#include <utility>

namespace unividx {

WindowJoin::WindowJoin(const Family& family, FrameRange range, std::vector<FrameRange> windows, LayerSink sink)
    : family_(&family), range_(range), windows_(std::move(windows)), sink_(std::move(sink))
{
}

void WindowJoin::add(std::vector<LayerFrame> frames)
{
    if (next_ >= windows_.size() || static_cast<std::int64_t>(frames.size()) != windows_[next_].count)
        throw Error(ErrorKind::Internal, "a window came with " + std::to_string(frames.size()) + " frames");
    const FrameRange window = windows_[next_++];
    const std::int64_t shared = held_.empty() ? 0 : held_.rbegin()->first - window.first + 1;
    for (std::int64_t i = 0; i < window.count && range_.contains(window.first + i); ++i) {
        LayerFrame& frame = frames[static_cast<std::size_t>(i)];
        const auto before = held_.find(window.first + i);
        if (before == held_.end())
            held_.emplace(window.first + i, std::move(frame));
        else
            before->second = fadeLayers(*family_, before->second, frame, fadeWeight(i, shared));
    }
    const std::int64_t keepFrom =
        next_ < windows_.size() ? windows_[next_].first : std::numeric_limits<std::int64_t>::max();
    while (!held_.empty() && held_.begin()->first < keepFrom) {
        const auto ready = held_.extract(held_.begin());
        sink_(ready.key(), ready.mapped());
    }
}

float fadeWeight(std::int64_t index, std::int64_t shared)
{
    return static_cast<float>(index + 1) / static_cast<float>(shared + 1);
}

LayerFrame fadeLayers(const Family& family, const LayerFrame& before, const LayerFrame& after, float weight)
{
    LayerFrame result;
    for (std::size_t row = 0; row < 4; ++row) {
        const Image& from = before[row];
        const Image& to = after[row];
        if (from.empty() && to.empty())
            continue;
        if (from.resolution() != to.resolution() || from.channels() != to.channels())
            throw Error(ErrorKind::Internal, "two windows of one run differ in size");
        const std::size_t count = from.byteSize() / sizeof(float);
        std::vector<float> pixels(count);
        for (std::size_t i = 0; i < count; ++i)
            pixels[i] = from.data()[i] + weight * (to.data()[i] - from.data()[i]);
        const Image faded(from.resolution(), from.channels(), std::move(pixels));
        result[row] = family.modalities[row].decoding == Decoding::UnitNormal ? normalizeVectors(faded) : faded;
    }
    return result;
}

} // namespace unividx
