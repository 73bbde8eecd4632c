#include "inference/train/data/clip_view.h"

#include "core/image/crop.h"
#include "core/image/resize.h"
#include "core/run/condition_source.h"

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

constexpr float smallestPart = 0.6F; ///< of the picture's side; less would leave little to recognise

Image part(const Image& frame, const ClipView& view, Resolution wanted)
{
    const double aspect = static_cast<double>(wanted.width) / wanted.height;
    const double width = std::min<double>(frame.width(), frame.height() * aspect) * view.scale;
    const Resolution size{std::max(1, static_cast<int>(std::lround(width))),
                          std::max(1, static_cast<int>(std::lround(width / aspect)))};
    const int x = static_cast<int>(std::lround(view.across * (frame.width() - size.width)));
    const int y = static_cast<int>(std::lround(view.down * (frame.height() - size.height)));
    return resizeArea(crop(frame, x, y, size), wanted);
}

} // namespace

ClipView ClipView::random(scene::Random& random)
{
    ClipView view;
    view.scale = random.between(smallestPart, 1);
    view.across = random.unit();
    view.down = random.unit();
    view.start = random.unit();
    view.mirrored = random.chance(0.5F);
    return view;
}

std::vector<Image> viewFrames(const std::shared_ptr<MediaReader>& layer, Decoding decoding, const ClipView& view,
                              std::int64_t length, const TrainingShape& shape)
{
    const FrameSource source = conditionSource({layer}, decoding);
    const std::int64_t first = layer->info().frames.first;
    const auto spare = static_cast<double>(std::max<std::int64_t>(0, length - shape.frames) + 1);
    const auto start = std::min(static_cast<std::int64_t>(view.start * spare), static_cast<std::int64_t>(spare) - 1);
    std::vector<Image> frames;
    for (std::int64_t frame = 0; frame < shape.frames; ++frame)
        frames.push_back(part(source(first + std::min(start + frame, length - 1)), view, shape.resolution));
    return frames;
}

} // namespace unividx
