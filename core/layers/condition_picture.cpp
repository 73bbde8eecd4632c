#include "core/layers/condition_picture.h"

#include "core/base/error.h"
#include "core/color/model_split.h"
#include "core/image/crop.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

float finiteOrZero(float value)
{
    return std::isfinite(value) ? value : 0.0f;
}

template <typename PerValue>
Image mapped(const Image& image, PerValue perValue)
{
    std::vector<float> pixels(image.data(), image.data() + image.byteSize() / sizeof(float));
    for (float& value : pixels)
        value = std::clamp(perValue(finiteOrZero(value)), 0.0f, 1.0f);
    return Image(image.resolution(), image.channels(), std::move(pixels));
}

Image greyOf(const Image& frame)
{
    if (frame.channels() == 2 || frame.channels() == 4)
        return selectChannels(frame, frame.channels() - 1, 1);
    if (frame.channels() == 1)
        return frame;
    std::vector<float> grey;
    grey.reserve(frame.byteSize() / sizeof(float) / 3);
    for (int y = 0; y < frame.height(); ++y) {
        for (int x = 0; x < frame.width(); ++x)
            grey.push_back((frame.at(x, y, 0) + frame.at(x, y, 1) + frame.at(x, y, 2)) / 3.0f);
    }
    return Image(frame.resolution(), 1, std::move(grey));
}

} // namespace

Image withThreeChannels(const Image& frame)
{
    if (frame.channels() >= 3)
        return frame;
    std::vector<float> pixels;
    pixels.reserve(frame.byteSize() / sizeof(float) * 3);
    for (int y = 0; y < frame.height(); ++y) {
        for (int x = 0; x < frame.width(); ++x)
            pixels.insert(pixels.end(), 3, frame.at(x, y, 0));
    }
    return Image(frame.resolution(), 3, std::move(pixels));
}

Image conditionPicture(const Image& frame, Decoding decoding, bool sceneLinear, const ColorTransform& toModel,
                       const ColorTransform& toLinear)
{
    switch (decoding) {
    case Decoding::Color:
        return splitForModel(withThreeChannels(frame), toModel, toLinear).model;
    case Decoding::Matte: {
        const Image grey = mapped(greyOf(frame), [](float value) { return value; });
        return withThreeChannels(grey);
    }
    case Decoding::UnitNormal: {
        const Image vectors = frame.channels() > 3 ? selectChannels(frame, 0, 3) : withThreeChannels(frame);
        if (!sceneLinear)
            return mapped(vectors, [](float value) { return value; });
        return mapped(vectors, [](float value) { return value * 0.5f + 0.5f; });
    }
    }
    throw Error(ErrorKind::Internal, "a modality has no decoding");
}

} // namespace unividx
