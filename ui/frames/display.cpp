#include "ui/frames/display.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/color/srgb.h"

#include <algorithm>
#include <bit>
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

bool isPicture(PixelMeaning meaning)
{
    return meaning == PixelMeaning::Display || meaning == PixelMeaning::SceneLinear;
}

/// A function of one channel that is 0 from 0 downwards, as a table over the float's upper bits: eleven of the
/// mantissa, so that every half has an entry of its own and other values are met to one part in 4096.
class CodeTable {
public:
    template <typename Function>
    explicit CodeTable(Function function)
    {
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            const auto bits = firstBits + (static_cast<std::uint32_t>(i) << droppedBits);
            codes_[i] = static_cast<std::uint8_t>(code(function(std::bit_cast<float>(bits))));
        }
    }

    int operator()(float value) const
    {
        if (!(value > 0.0f)) // also what is not a number
            return 0;
        if (value < least)
            return codes_.front();
        const auto index = (std::bit_cast<std::uint32_t>(value) - firstBits) >> droppedBits;
        return codes_[std::min<std::size_t>(index, codes_.size() - 1)];
    }

private:
    static constexpr float least = 0x1p-24f;
    static constexpr int octaves = 40; ///< up to 65536, the largest half
    static constexpr int droppedBits = 12;
    static constexpr std::uint32_t firstBits = std::bit_cast<std::uint32_t>(least);
    std::array<std::uint8_t, static_cast<std::size_t>(octaves) << 11> codes_{};
};

/// The picture times 2^exposure, in light, and then through the config's view; display-referred RGB comes out.
Image exposed(const Image& image, PixelMeaning meaning, const DisplaySettings& settings)
{
    const float gain = std::exp2(settings.exposure);
    const int channels = image.channels();
    std::vector<float> pixels(image.data(), image.data() + image.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < pixels.size(); i += static_cast<std::size_t>(channels)) {
        for (int c = 0; c < std::min(channels, 3); ++c) {
            float& value = pixels[i + static_cast<std::size_t>(c)];
            value = meaning == PixelMeaning::Display ? linearToSrgb(srgbToLinear(value) * gain) : value * gain;
        }
    }
    const Image scaled(image.resolution(), channels, std::move(pixels));
    const std::string_view from = meaning == PixelMeaning::Display ? modelColorSpace : sceneLinearRole;
    if (channels < 3)
        return scaled;
    return settings.view == DisplayView{} ? makeTransform(from, modelColorSpace).apply(scaled)
                                          : makeDisplayTransform(from, settings.view).apply(scaled);
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

template <typename Convert>
QImage drawn(const Image& image, Convert convert)
{
    QImage result(image.width(), image.height(), QImage::Format_RGB32);
    uchar* bits = result.bits(); // once: it detaches
    const qsizetype stride = result.bytesPerLine();
    parallelFor(0, image.height(), [&](std::int64_t y) {
        auto* line = reinterpret_cast<QRgb*>(bits + stride * y);
        const float* row = image.row(static_cast<int>(y));
        for (int x = 0; x < image.width(); ++x, row += image.channels())
            line[x] = convert(row);
    });
    return result;
}

/// Where every channel goes through one function of its own: a table does it.
template <typename Function>
QImage drawnByTable(const Image& image, Function function)
{
    const CodeTable table(function);
    const int last = image.channels() < 3 ? 0 : 2;
    return drawn(image,
                 [&](const float* pixel) { return qRgb(table(pixel[0]), table(pixel[last / 2]), table(pixel[last])); });
}

/// Scene-linear light, or codes of the model's space, for a product of light.
Image asLight(const Image& image, PixelMeaning meaning)
{
    return meaning == PixelMeaning::Display ? makeTransform(modelColorSpace, sceneLinearRole).apply(image) : image;
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
    const bool color = isPicture(meaning) && !settings.bypass;
    const float power = color && settings.gamma > 0 ? 1.0f / settings.gamma : 1.0f;
    const auto bent = [power](float value) { return power == 1.0f || !(value > 0) ? value : std::pow(value, power); };
    const bool plainView = settings.view == DisplayView{};
    const float gain = color ? std::exp2(settings.exposure) : 1.0f;

    if (settings.channel == Channel::Color) {
        if (!color && (meaning != PixelMeaning::Normal || settings.bypass))
            return drawnByTable(image, [](float v) { return v; });
        if (meaning == PixelMeaning::Display && plainView) {
            if (gain == 1.0f)
                return drawnByTable(image, bent);
            return drawnByTable(image, [&](float v) { return bent(linearToSrgb(srgbToLinear(v) * gain)); });
        }
        if (meaning == PixelMeaning::SceneLinear && plainView) {
            if (const auto curve = makeTransform(sceneLinearRole, modelColorSpace).channelCurve())
                return drawnByTable(image, [&](float v) { return bent(curve(v * gain)); });
        }
    }
    const bool untouched = meaning == PixelMeaning::Display && plainView && gain == 1.0f;
    const Image shown = color && !untouched ? exposed(image, meaning, settings) : image;
    const auto finish = [&](float value) {
        return code(bent(meaning == PixelMeaning::Normal && !settings.bypass ? value * 0.5f + 0.5f : value));
    };
    return drawn(shown, [&](const float* pixel) {
        const auto value = rgba(pixel, shown.channels());
        if (settings.channel == Channel::Color)
            return qRgb(finish(value[0]), finish(value[1]), finish(value[2]));
        const int grey = finish(isolated(value, settings.channel));
        return qRgb(grey, grey, grey);
    });
}

Image multiplied(const Image& image, PixelMeaning meaning, const Image& factor, PixelMeaning factorMeaning)
{
    if (image.resolution() != factor.resolution())
        throw Error(ErrorKind::Input, "two layers of different sizes cannot be multiplied");
    const Image a = asLight(image, meaning);
    const Image b = asLight(factor, factorMeaning);
    std::vector<float> pixels(static_cast<std::size_t>(a.width()) * static_cast<std::size_t>(a.height()) * 3);
    parallelFor(0, a.height(), [&](std::int64_t y) {
        const float* left = a.row(static_cast<int>(y));
        const float* right = b.row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width()) * 3;
        for (int x = 0; x < a.width(); ++x, left += a.channels(), right += b.channels()) {
            const auto l = rgba(left, a.channels());
            const auto r = rgba(right, b.channels());
            for (std::size_t c = 0; c < 3; ++c)
                *out++ = l[c] * r[c];
        }
    });
    return Image(a.resolution(), 3, std::move(pixels));
}

QImage differenceOf(const QImage& a, const QImage& b, float exposure)
{
    const QImage other =
        (b.size() == a.size() ? b : b.scaled(a.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation))
            .convertToFormat(QImage::Format_RGB32);
    std::array<int, 256> lifted{};
    for (std::size_t i = 0; i < lifted.size(); ++i)
        lifted[i] = code(static_cast<float>(i) / 255.0f * std::exp2(exposure));
    QImage result(a.size(), QImage::Format_RGB32);
    const auto lift = [&](int x, int y) { return lifted[static_cast<std::size_t>(std::abs(x - y))]; };
    for (int y = 0; y < a.height(); ++y) {
        const auto* left = reinterpret_cast<const QRgb*>(a.constScanLine(y));
        const auto* right = reinterpret_cast<const QRgb*>(other.constScanLine(y));
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < a.width(); ++x)
            line[x] = qRgb(lift(qRed(left[x]), qRed(right[x])), lift(qGreen(left[x]), qGreen(right[x])),
                           lift(qBlue(left[x]), qBlue(right[x])));
    }
    return result;
}

QImage matteOverlay(const Image& matte, const QColor& color)
{
    if (matte.empty())
        return {};
    QImage overlay(matte.width(), matte.height(), QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < matte.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(overlay.scanLine(y));
        for (int x = 0; x < matte.width(); ++x)
            line[x] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), code(matte.at(x, y, 0)) / 2));
    }
    return overlay;
}

} // namespace unividx::ui
