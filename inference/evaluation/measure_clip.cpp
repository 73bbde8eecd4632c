#include "inference/evaluation/measure_clip.h"

#include "core/base/error.h"
#include "core/image/crop.h"
#include "core/image/upsample.h"
#include "inference/evaluation/layer_meters.h"
#include "inference/metrics/normal_errors.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// A picture as an engine is given it, as the layer that an engine gives.
Image asLayer(const Image& picture, Decoding decoding)
{
    if (decoding == Decoding::Color)
        return picture;
    if (decoding == Decoding::Matte)
        return selectChannels(picture, 0, 1);
    std::vector<float> values(picture.data(), picture.data() + picture.byteSize() / sizeof(float));
    for (float& value : values)
        value = value * 2 - 1;
    return normalizeVectors(Image(picture.resolution(), picture.channels(), std::move(values)));
}

ModalitySet rowsWith(const std::array<FrameSource, 4>& sources)
{
    ModalitySet rows;
    for (std::size_t row = 0; row < 4; ++row)
        rows[row] = static_cast<bool>(sources[row]);
    return rows;
}

/// Each layer of one frame, all of one size.
MeasuredFrame frameOf(const ClipUnderTest& clip, std::int64_t number)
{
    MeasuredFrame frame;
    frame.number = number;
    Resolution size;
    const auto read = [&](const FrameSource& source, std::size_t row, const char* side) {
        if (!source)
            return Image();
        const Modality& modality = clip.family->modalities[row];
        Image layer = asLayer(source(number), modality.decoding);
        if (size == Resolution{})
            size = layer.resolution();
        if (layer.resolution() != size) {
            throw Error(ErrorKind::Input, std::string("the ") + side + " " + std::string(modality.name) + " is " +
                                              std::to_string(layer.width()) + "x" + std::to_string(layer.height()) +
                                              " at frame " + std::to_string(number) +
                                              " (counted from 0), other layers are " + std::to_string(size.width) +
                                              "x" + std::to_string(size.height) + "; layers are compared at one size");
        }
        return layer;
    };
    for (std::size_t row = 0; row < 4; ++row) {
        frame.wanted[row] = read(clip.wanted[row], row, "wanted");
        frame.made[row] = read(clip.made[row], row, "made");
    }
    frame.rgb = frame.wanted[0].empty() ? frame.made[0] : frame.wanted[0];
    return frame;
}

/// The best constant normal needs all frames before the first can be measured.
std::array<double, 3> meanNormal(const ClipUnderTest& clip, const CancelToken& cancel)
{
    MeanNormal mean;
    for (std::size_t row = 0; row < 4; ++row) {
        if (clip.family->modalities[row].decoding != Decoding::UnitNormal || !clip.made[row])
            continue;
        for (std::int64_t frame = 0; frame < clip.frames; ++frame) {
            if (cancel.cancelled())
                throw Cancelled();
            mean.add(asLayer(clip.wanted[row](frame), Decoding::UnitNormal));
        }
    }
    return mean.unit();
}

} // namespace

Figures measureClip(const ClipUnderTest& clip, const CancelToken& cancel)
{
    ClipShape shape;
    shape.family = clip.family;
    shape.made = rowsWith(clip.made);
    shape.wanted = rowsWith(clip.wanted);
    const ModalitySet alone = shape.made & ~shape.wanted;
    if (alone.any()) {
        throw Error(ErrorKind::Input,
                    "there is nothing to compare " + namesOf(*clip.family, alone) + " with: the wanted layers lack it");
    }
    shape.moving = clip.frames > 1 && (shape.made[0] || shape.wanted[0]);
    shape.joins = clip.joins;
    shape.meanNormal = meanNormal(clip, cancel);

    const std::vector<std::unique_ptr<LayerMeter>> meters = metersFor(shape);
    Image rgbBefore;
    for (std::int64_t number = 0; number < clip.frames; ++number) {
        if (cancel.cancelled())
            throw Cancelled();
        MeasuredFrame frame = frameOf(clip, number);
        const Image before = std::exchange(rgbBefore, frame.rgb);
        if (!before.empty())
            frame.motion = estimateMotion(before, frame.rgb);
        for (const auto& meter : meters)
            meter->add(frame);
    }
    Figures figures;
    for (const auto& meter : meters)
        meter->report(figures);
    return figures;
}

} // namespace unividx
