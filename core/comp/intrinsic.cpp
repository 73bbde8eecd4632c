#include "core/comp/intrinsic.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/vector_clones.h"
#include "core/color/srgb_rows.h"
#include "core/image/guided_filter.h"
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

struct Product {
    float gain;
    float keep;
};

// R' = R + gain (A' I' - A I) - (1 - keep) (R - gain A I), so that nothing changed is nothing added.
UNIVIDX_VECTOR_CLONES void addChange(float* picture, const float* albedo, const float* irradiance,
                                     const float* newAlbedo, const float* newIrradiance, std::size_t count,
                                     Product product)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float before = product.gain * (albedo[i] * irradiance[i]);
        const float after = product.gain * (newAlbedo[i] * newIrradiance[i]);
        picture[i] += (after - before) - (1.0f - product.keep) * (picture[i] - before);
    }
}

// Takes the new value only where the change is one: the curve there and back would move the last bits.
UNIVIDX_VECTOR_CLONES void takeWhereChanged(float* picture, const float* encodedBefore, const float* encodedAfter,
                                            const float* linear, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        picture[i] = encodedAfter[i] == encodedBefore[i] ? picture[i] : linear[i];
}

std::vector<float> encoded(const Image& image)
{
    std::vector<float> values(image.byteSize() / sizeof(float));
    linearToSrgbRow(image.data(), values.data(), values.size());
    return values;
}

void requireColor(const Image& image)
{
    if (image.empty() || image.channels() != 3)
        throw Error(ErrorKind::Internal, "a ratio is taken of pictures with three channels");
}

} // namespace

void rebuildRow(const ColorRow& picture, const ProductRows& rows, const ProductOptions& options, float keep,
                const float* weight)
{
    const std::size_t count = picture.count;
    thread_local std::vector<float> scratch;
    scratch.resize(8 * count);
    const auto lane = [&](std::size_t i) { return scratch.data() + i * count; };
    float* channels[3] = {picture.red, picture.green, picture.blue};
    const float* parts[3][4] = {
        {rows.albedo.red, rows.irradiance.red, rows.newAlbedo.red, rows.newIrradiance.red},
        {rows.albedo.green, rows.irradiance.green, rows.newAlbedo.green, rows.newIrradiance.green},
        {rows.albedo.blue, rows.irradiance.blue, rows.newAlbedo.blue, rows.newIrradiance.blue}};
    for (std::size_t c = 0; c < 3; ++c) {
        float* value = channels[c];
        float* changed = lane(0);
        if (options.space == ProductSpace::Linear) {
            std::copy(value, value + count, changed);
            addChange(changed, parts[c][0], parts[c][1], parts[c][2], parts[c][3], count, {options.gain, keep});
        } else {
            float* before = lane(1);
            linearToSrgbRow(value, before, count);
            const float* in[4] = {lane(2), lane(3), lane(2), lane(3)};
            linearToSrgbRow(parts[c][0], lane(2), count);
            linearToSrgbRow(parts[c][1], lane(3), count);
            // A layer that is the same row is encoded once.
            for (std::size_t i = 2; i < 4; ++i) {
                if (parts[c][i] != parts[c][i - 2]) {
                    linearToSrgbRow(parts[c][i], lane(i + 2), count);
                    in[i] = lane(i + 2);
                }
            }
            float* after = lane(6);
            std::copy(before, before + count, after);
            addChange(after, in[0], in[1], in[2], in[3], count, {options.gain, keep});
            srgbToLinearRow(after, lane(7), count);
            std::copy(value, value + count, changed);
            takeWhereChanged(changed, before, after, lane(7), count);
        }
        if (weight)
            mixRow(value, changed, weight, count);
        else
            std::copy(changed, changed + count, value);
    }
}

float fitProductGain(const Image& picture, const Image& albedo, const Image& irradiance, ProductSpace space)
{
    requireColor(picture);
    requireColor(albedo);
    requireColor(irradiance);
    if (picture.resolution() != albedo.resolution() || picture.resolution() != irradiance.resolution())
        throw Error(ErrorKind::Internal, "a picture and its layers differ in size");
    const bool display = space == ProductSpace::Display;
    const auto values = [&](const Image& image) {
        return display ? encoded(image)
                       : std::vector<float>(image.data(), image.data() + image.byteSize() / sizeof(float));
    };
    const std::vector<float> r = values(picture);
    const std::vector<float> a = values(albedo);
    const std::vector<float> i = values(irradiance);
    double cross = 0.0;
    double square = 0.0;
    for (std::size_t k = 0; k < r.size(); ++k) {
        const double product = static_cast<double>(a[k]) * i[k];
        cross += product * r[k];
        square += product * product;
    }
    return square > 1e-9 ? static_cast<float>(cross / square) : 1.0f;
}

Image transferRatio(const Image& source, const Image& plain, const Image& edited, const RatioOptions& options)
{
    requireColor(source);
    requireColor(plain);
    requireColor(edited);
    if (plain.resolution() != edited.resolution())
        throw Error(ErrorKind::Internal, "a ratio was taken of pictures of different sizes");
    // Logarithms of the ratio: halving and doubling weigh alike when they are smoothed, and 1 is exactly 0.
    const float limit = std::log(std::max(1.0f, options.strongest));
    std::vector<float> ratio(plain.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < ratio.size(); ++i) {
        const float before = std::max(0.0f, plain.data()[i]) + options.floor;
        const float after = std::max(0.0f, edited.data()[i]) + options.floor;
        ratio[i] = std::clamp(std::log(after / before), -limit, limit);
    }
    const bool anyEdit = std::any_of(ratio.begin(), ratio.end(), [](float value) { return value != 0.0f; });
    if (!anyEdit)
        return source;
    const Image logarithms(plain.resolution(), 3, std::move(ratio));
    const Image guide(source.resolution(), 3, encoded(source));
    const bool sameSize = plain.resolution() == source.resolution();
    Image fine = logarithms;
    if (!sameSize)
        fine = applyGuide(
            fitGuide(logarithms, resizeArea(guide, plain.resolution()), {options.radius, options.epsilon}), guide);
    std::vector<float> pixels(source.byteSize() / sizeof(float));
    parallelFor(0, source.height(), [&](std::int64_t y) {
        const auto rowSize = static_cast<std::size_t>(source.width() * 3);
        const float* in = source.row(static_cast<int>(y));
        const float* log = fine.row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * rowSize;
        for (std::size_t i = 0; i < rowSize; ++i) {
            // The floor again, so that black may become brighter where the light does.
            const float scale = std::exp(std::clamp(log[i], -limit, limit));
            out[i] = scale == 1.0f ? in[i]
                                   : std::max(std::min(0.0f, in[i]), (in[i] + options.floor) * scale - options.floor);
        }
    });
    return Image(source.resolution(), 3, std::move(pixels));
}

Image harmonise(const Image& composite, const Image& composed, const Image& harmonised, float amount,
                const RatioOptions& options)
{
    if (!(amount > 0.0f))
        return composite;
    const Image whole = transferRatio(composite, composed, harmonised, options);
    if (amount >= 1.0f)
        return whole;
    std::vector<float> pixels(whole.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = composite.data()[i] + amount * (whole.data()[i] - composite.data()[i]);
    return Image(composite.resolution(), 3, std::move(pixels));
}

} // namespace unividx
