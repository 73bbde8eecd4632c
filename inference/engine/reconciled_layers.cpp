#include "inference/engine/reconciled_layers.h"

#include "core/color/srgb.h"
#include "core/image/albedo_smoothing.h"
#include "core/image/matte_field.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// How much of the way to the equation a made layer goes: all but what highlights, noise and layers that are not quite
/// true ask to be left alone. Where a factor of it is made as well, that may be what is wrong.
constexpr float shareOfGiven = 0.75F;
constexpr float shareOfMade = 0.5F;

/// A layer's value of a pixel and channel; a matte has one channel, or three equal ones where it is given.
float valueOf(const Image& layer, std::size_t pixel, std::size_t channel)
{
    const auto channels = static_cast<std::size_t>(layer.channels());
    return layer.data()[pixel * channels + std::min(channel, channels - 1)];
}

/// A layer with every value of three channels made new: `to(pixel, channel, value)`.
template <typename To>
Image changed(const Image& layer, const To& to)
{
    std::vector<float> values(layer.data(), layer.data() + layer.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::clamp(to(i / 3, i % 3, values[i]), 0.0F, 1.0F);
    return Image(layer.resolution(), layer.channels(), std::move(values));
}

/// `layer` with `share` of rgb / other in it.
Image partlyDivided(const Image& layer, const Image& rgb, const Image& other, float share)
{
    constexpr float dark = 0.005F; // linear; by what is much darker nothing can be told
    return changed(layer, [&](std::size_t pixel, std::size_t channel, float value) {
        const float ratio =
            srgbToLinear(valueOf(rgb, pixel, channel)) / (srgbToLinear(valueOf(other, pixel, channel)) + dark);
        return value + share * (linearToSrgb(std::min(1.0F, ratio)) - value);
    });
}

void reconcileIntrinsic(LayerFrame& made, const LayerFrame& given)
{
    const std::size_t rgb = *intrinsicFamily.rowOf("rgb");
    const std::size_t albedo = *intrinsicFamily.rowOf("albedo");
    const std::size_t irradiance = *intrinsicFamily.rowOf("irradiance");
    if (!given[rgb].empty()) {
        if (!made[albedo].empty())
            made[albedo] = smoothAlbedo(made[albedo], given[rgb]);
        if (!made[albedo].empty() && !given[irradiance].empty())
            made[albedo] = partlyDivided(made[albedo], given[rgb], given[irradiance], shareOfGiven);
        if (!made[irradiance].empty() && !given[albedo].empty())
            made[irradiance] = partlyDivided(made[irradiance], given[rgb], given[albedo], shareOfGiven);
        else if (!made[irradiance].empty())
            made[irradiance] = partlyDivided(made[irradiance], given[rgb], made[albedo], shareOfMade);
    } else if (!given[albedo].empty() && !given[irradiance].empty()) {
        made[rgb] = changed(made[rgb], [&](std::size_t pixel, std::size_t channel, float value) {
            const float light = srgbToLinear(valueOf(given[albedo], pixel, channel)) *
                                srgbToLinear(valueOf(given[irradiance], pixel, channel));
            return value + shareOfGiven * (linearToSrgb(light) - value);
        });
    }
}

/// `matte` with what tells it: how far each pixel of rgb is from the background to the foreground. The more these
/// differ the more that counts.
Image partlySolved(const Image& matte, const Image& rgb, const Image& foreground, const Image& background)
{
    constexpr float little = 1e-2F; // the squared difference that counts as much as the model's own answer
    std::vector<float> values(matte.data(), matte.data() + matte.byteSize() / sizeof(float));
    for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
        float along = 0;
        float apart = 0;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const float behind = valueOf(background, pixel, channel);
            const float difference = valueOf(foreground, pixel, channel) - behind;
            along += (valueOf(rgb, pixel, channel) - behind) * difference;
            apart += difference * difference;
        }
        values[pixel] = std::clamp((along + little * values[pixel]) / (apart + little), 0.0F, 1.0F);
    }
    return Image(matte.resolution(), 1, std::move(values));
}

void reconcileComposite(LayerFrame& made, const LayerFrame& given, MatteGrey grey)
{
    const std::size_t rgb = *alphaFamily.rowOf("rgb");
    const std::size_t alpha = *alphaFamily.rowOf("alpha");
    const std::size_t foreground = *alphaFamily.rowOf("foreground");
    const std::size_t background = *alphaFamily.rowOf("background");
    const auto known = [&](std::size_t row) -> const Image& { return given[row].empty() ? made[row] : given[row]; };
    const auto composite = [&](std::size_t pixel, std::size_t channel) {
        const float cover = valueOf(known(alpha), pixel, channel);
        return cover * valueOf(known(foreground), pixel, channel) +
               (1 - cover) * valueOf(known(background), pixel, channel);
    };
    if (given[rgb].empty()) {
        if (given[alpha].empty() || given[foreground].empty() || given[background].empty())
            return;
        made[rgb] = changed(made[rgb], [&](std::size_t pixel, std::size_t channel, float value) {
            return value + shareOfGiven * (composite(pixel, channel) - value);
        });
        return;
    }
    if (!made[alpha].empty() && grey == MatteGrey::Doubt)
        made[alpha] = decidedMatte(made[alpha], given[rgb]);
    if (!made[alpha].empty() && !given[foreground].empty() && !given[background].empty())
        made[alpha] = partlySolved(made[alpha], given[rgb], given[foreground], given[background]);
    // The smallest change of what is made that fulfils the equation: along the equation's own weights.
    constexpr float little = 1e-2F; // what shows through less than this cannot be told
    const float ofForeground = made[foreground].empty() ? 0.0F : 1.0F;
    const float ofBackground = made[background].empty() ? 0.0F : 1.0F;
    const auto step = [&](std::size_t pixel, std::size_t channel, float weight) {
        const float cover = valueOf(known(alpha), pixel, channel);
        const float norm = ofForeground * cover * cover + ofBackground * (1 - cover) * (1 - cover) + little;
        return shareOfGiven * weight * (valueOf(given[rgb], pixel, channel) - composite(pixel, channel)) / norm;
    };
    Image front;
    Image back;
    if (!made[foreground].empty())
        front = changed(made[foreground], [&](std::size_t pixel, std::size_t channel, float value) {
            return value + step(pixel, channel, valueOf(known(alpha), pixel, channel));
        });
    if (!made[background].empty())
        back = changed(made[background], [&](std::size_t pixel, std::size_t channel, float value) {
            return value + step(pixel, channel, 1 - valueOf(known(alpha), pixel, channel));
        });
    made[foreground] = front;
    made[background] = back;
}

} // namespace

LayerFrame reconciledLayers(const Task& task, LayerFrame made, const LayerFrame& given, MatteGrey grey)
{
    if (task.family == &intrinsicFamily)
        reconcileIntrinsic(made, given);
    else
        reconcileComposite(made, given, grey);
    return made;
}

} // namespace unividx
