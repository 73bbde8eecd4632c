#include "core/comp/grain.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/blur.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

// A number that nothing in its neighbours tells of. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
// Generators", 2014, the finaliser (constants of its variant 13).
std::uint64_t scramble(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

// The sum of four uniform numbers is near enough to a Gaussian for grain, and has no tails that sparkle.
float noiseAt(std::uint64_t key)
{
    const std::uint64_t bits = scramble(key + 0x9e3779b97f4a7c15ULL);
    const auto part = [bits](int shift) { return static_cast<float>((bits >> shift) & 0xffffU) / 65535.0f - 0.5f; };
    return (part(0) + part(16) + part(32) + part(48)) * 1.7320508f; // the variance of the sum is 4 / 12
}

} // namespace

float estimateGrain(const Image& picture)
{
    if (picture.channels() < 3 || picture.width() < 8 || picture.height() < 8)
        throw Error(ErrorKind::Internal, "grain was sought in a picture that is too small");
    // A second difference in both directions: slopes vanish, and white noise of variance 1 has variance 36.
    std::vector<float> values;
    for (int y = 1; y + 1 < picture.height(); y += 2) {
        for (int x = 1; x + 1 < picture.width(); x += 2) {
            const auto at = [&](int dx, int dy) { return picture.at(x + dx, y + dy, 1); };
            const float corner = at(-1, -1) + at(1, -1) + at(-1, 1) + at(1, 1);
            const float side = at(0, -1) + at(-1, 0) + at(1, 0) + at(0, 1);
            const float light = (corner + 2.0f * side + 4.0f * at(0, 0)) / 16.0f;
            const float difference = corner - 2.0f * side + 4.0f * at(0, 0);
            if (light > 1e-3f && std::isfinite(difference))
                values.push_back(std::fabs(difference) / 6.0f / std::sqrt(light));
        }
    }
    if (values.size() < 16)
        return 0.0f;
    // The median of a Gaussian's magnitude is 0.6745 of its deviation; edges and texture lie above it.
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle / 0.6745f;
}

Image grainField(Resolution size, std::int64_t frame, float grainSize)
{
    std::vector<float> values(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3);
    const std::uint64_t seed = scramble(static_cast<std::uint64_t>(frame)) & ~std::uint64_t{0xffffffffffU};
    parallelFor(0, size.height, [&](std::int64_t y) {
        const auto row = static_cast<std::size_t>(size.width) * 3;
        float* out = values.data() + static_cast<std::size_t>(y) * row;
        for (std::size_t i = 0; i < row; ++i)
            out[i] = noiseAt(seed + static_cast<std::uint64_t>(y) * row + i);
    });
    Image field(size, 3, std::move(values));
    const float sigma = 0.5f * (grainSize - 1.0f);
    if (!(sigma > 0.0f))
        return field;
    // Blurred noise is weaker: by the sum of the kernel's squares, 1 / (2 sigma sqrt(pi)) a direction.
    const Image blurred = gaussianBlur(field, sigma);
    const float scale = std::max(1.0f, 2.0f * sigma * 1.7724539f);
    std::vector<float> scaled(blurred.data(), blurred.data() + blurred.byteSize() / sizeof(float));
    for (float& value : scaled)
        value *= scale;
    return Image(size, 3, std::move(scaled));
}

void addGrainRow(const ColorRow& row, const float* field, float amount, const float* weight)
{
    for (std::size_t i = 0; i < row.count; ++i, field += 3) {
        const float strength = weight ? amount * weight[i] : amount;
        row.red[i] += field[0] * strength * std::sqrt(std::max(0.0f, row.red[i]));
        row.green[i] += field[1] * strength * std::sqrt(std::max(0.0f, row.green[i]));
        row.blue[i] += field[2] * strength * std::sqrt(std::max(0.0f, row.blue[i]));
    }
}

} // namespace unividx
