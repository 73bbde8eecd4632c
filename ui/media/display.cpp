#include "ui/media/display.h"

#include "core/color/color_transform.h"
#include "core/color/srgb.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace unividx::ui {

namespace {

int code(float value)
{
    if (!(value > 0.0f)) // also what is not a number
        return 0;
    return static_cast<int>(std::lround(std::min(value, 1.0f) * 255.0f));
}

/// The picture times 2^exposure, in light, and back; display-referred RGB comes out. Pictures that need nothing
/// done to them stay the same object.
Image exposed(const Image& image, PixelMeaning meaning, float exposure)
{
    const bool isPicture = meaning == PixelMeaning::Display || meaning == PixelMeaning::SceneLinear;
    if (!isPicture || (exposure == 0.0f && meaning == PixelMeaning::Display))
        return image;
    const float gain = std::exp2(exposure);
    const int channels = image.channels();
    const int colors = std::min(channels, 3);
    std::vector<float> pixels(image.data(), image.data() + image.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < pixels.size(); i += static_cast<std::size_t>(channels)) {
        for (int c = 0; c < colors; ++c) {
            float& value = pixels[i + static_cast<std::size_t>(c)];
            value = meaning == PixelMeaning::Display ? linearToSrgb(srgbToLinear(value) * gain) : value * gain;
        }
    }
    const Image scaled(image.resolution(), channels, std::move(pixels));
    if (meaning == PixelMeaning::Display || channels < 3)
        return scaled;
    return makeTransform(sceneLinearRole, modelColorSpace).apply(scaled);
}

/// Red, green, blue and alpha of a pixel, whatever the channels are.
std::array<float, 4> rgba(const float* pixel, int channels)
{
    if (channels < 3)
        return {pixel[0], pixel[0], pixel[0], channels == 2 ? pixel[1] : 1.0f};
    return {pixel[0], pixel[1], pixel[2], channels == 4 ? pixel[3] : 1.0f};
}

float isolated(const std::array<float, 4>& value, Channel channel)
{
    switch (channel) {
    case Channel::Red:
        return value[0];
    case Channel::Green:
        return value[1];
    case Channel::Blue:
        return value[2];
    case Channel::Alpha:
        return value[3];
    default:
        break;
    }
    // Luminance is a matter of light, not of codes. Source: ITU-R BT.709, section 3.2.
    return linearToSrgb(0.2126f * srgbToLinear(value[0]) + 0.7152f * srgbToLinear(value[1]) +
                        0.0722f * srgbToLinear(value[2]));
}

} // namespace

PixelMeaning meaningOf(Decoding decoding, bool sceneLinear)
{
    if (decoding == Decoding::Matte)
        return PixelMeaning::Matte;
    if (!sceneLinear)
        return PixelMeaning::Display;
    return decoding == Decoding::UnitNormal ? PixelMeaning::Normal : PixelMeaning::SceneLinear;
}

QImage toDisplay(const Image& image, PixelMeaning meaning, const DisplaySettings& settings)
{
    if (image.empty())
        return {};
    const Image shown = exposed(image, meaning, settings.exposure);
    const bool isPicture = meaning == PixelMeaning::Display || meaning == PixelMeaning::SceneLinear;
    const float power = isPicture && settings.gamma > 0 ? 1.0f / settings.gamma : 1.0f;
    const auto finish = [&](float value) {
        if (meaning == PixelMeaning::Normal)
            value = value * 0.5f + 0.5f;
        return code(power == 1.0f || !(value > 0) ? value : std::pow(value, power));
    };
    QImage result(shown.width(), shown.height(), QImage::Format_RGB32);
    for (int y = 0; y < shown.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        const float* row = shown.row(y);
        for (int x = 0; x < shown.width(); ++x, row += shown.channels()) {
            const auto value = rgba(row, shown.channels());
            if (settings.channel == Channel::Color) {
                line[x] = qRgb(finish(value[0]), finish(value[1]), finish(value[2]));
            } else {
                const int grey = finish(isolated(value, settings.channel));
                line[x] = qRgb(grey, grey, grey);
            }
        }
    }
    return result;
}

} // namespace unividx::ui
