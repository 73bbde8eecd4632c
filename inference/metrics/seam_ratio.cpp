#include "inference/metrics/seam_ratio.h"

#include "inference/metrics/picture_pair.h"

#include <cmath>
#include <utility>

namespace unividx {

std::set<std::int64_t> joinFrames(const std::vector<FrameRange>& windows)
{
    std::set<std::int64_t> joins;
    for (std::size_t i = 1; i < windows.size(); ++i) {
        for (std::int64_t frame = windows[i].first; frame <= windows[i - 1].end(); ++frame)
            joins.insert(frame);
    }
    return joins;
}

void SeamRatio::add(std::int64_t frame, const Image& picture)
{
    const Image before = std::exchange(before_, picture);
    if (before.empty())
        return;
    requireSameSize(before, picture, 1);
    double sum = 0;
    forEachPixel(before, picture, [&](const float* a, const float* b) {
        for (int channel = 0; channel < picture.channels(); ++channel)
            sum += std::abs(static_cast<double>(a[channel]) - b[channel]);
    });
    Mean& mean = joins_.contains(frame) ? atJoins_ : elsewhere_;
    mean.sum += sum / (static_cast<double>(picture.width()) * picture.height() * picture.channels());
    ++mean.count;
}

std::optional<double> SeamRatio::ratio() const
{
    if (atJoins_.count == 0 || elsewhere_.count == 0 || elsewhere_.sum == 0)
        return std::nullopt;
    return (atJoins_.sum / atJoins_.count) / (elsewhere_.sum / elsewhere_.count);
}

} // namespace unividx
