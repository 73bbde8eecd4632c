#include "inference/train/scene/degrade.h"

#include <array>
#include <cstddef>

namespace unividx::scene {

namespace {

constexpr int block = 8;

/// Rows of the orthonormal cosine transform (DCT-II).
std::array<float, block * block> makeCosines()
{
    std::array<float, block * block> rows{};
    for (int k = 0; k < block; ++k) {
        for (int n = 0; n < block; ++n) {
            rows[static_cast<std::size_t>(k * block + n)] =
                (k == 0 ? std::sqrt(0.125F) : 0.5F) *
                std::cos(3.14159265F * static_cast<float>(k) * (2 * static_cast<float>(n) + 1) / (2 * block));
        }
    }
    return rows;
}

using Block = std::array<float, block * block>;

Block transformed(const Block& in, bool inverse)
{
    static const Block cosines = makeCosines();
    const auto basis = [&](int k, int n) {
        return cosines[static_cast<std::size_t>(inverse ? n * block + k : k * block + n)];
    };
    Block half{};
    Block out{};
    for (int i = 0; i < block; ++i) {
        for (int k = 0; k < block; ++k) {
            float sum = 0;
            for (int n = 0; n < block; ++n)
                sum += basis(k, n) * in[static_cast<std::size_t>(i * block + n)];
            half[static_cast<std::size_t>(i * block + k)] = sum;
        }
    }
    for (int i = 0; i < block; ++i) {
        for (int k = 0; k < block; ++k) {
            float sum = 0;
            for (int n = 0; n < block; ++n)
                sum += basis(k, n) * half[static_cast<std::size_t>(n * block + i)];
            out[static_cast<std::size_t>(k * block + i)] = sum;
        }
    }
    return out;
}

void quantise(Block& values, float step)
{
    Block spectrum = transformed(values, false);
    for (int k = 0; k < block * block; ++k) {
        float& v = spectrum[static_cast<std::size_t>(k)];
        const float s = step * (1 + 0.5F * static_cast<float>(k / block + k % block)); // coarser for finer detail
        v = std::round(v / s) * s;
    }
    values = transformed(spectrum, true);
}

/// Whole blocks only: what hangs over the edge stays as it is.
void compress(std::vector<float>& pixels, Resolution size, float step)
{
    for (int by = 0; by + block <= size.height; by += block) {
        for (int bx = 0; bx + block <= size.width; bx += block) {
            std::array<Block, 3> planes; // luma and two differences of colour
            const auto pixel = [&](int i) {
                const auto y = static_cast<std::size_t>(by + i / block);
                return pixels.data() +
                       3 * (y * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(bx + i % block));
            };
            for (int i = 0; i < block * block; ++i) {
                const float* p = pixel(i);
                const float luma = 0.299F * p[0] + 0.587F * p[1] + 0.114F * p[2];
                planes[0][static_cast<std::size_t>(i)] = luma;
                planes[1][static_cast<std::size_t>(i)] = p[0] - luma;
                planes[2][static_cast<std::size_t>(i)] = p[2] - luma;
            }
            quantise(planes[0], step);
            quantise(planes[1], 2 * step);
            quantise(planes[2], 2 * step);
            for (int i = 0; i < block * block; ++i) {
                float* p = pixel(i);
                const auto k = static_cast<std::size_t>(i);
                p[0] = planes[0][k] + planes[1][k];
                p[2] = planes[0][k] + planes[2][k];
                p[1] = (planes[0][k] - 0.299F * p[0] - 0.114F * p[2]) / 0.587F;
            }
        }
    }
}

void addNoise(std::vector<float>& pixels, const Degradation& d, int frame)
{
    std::uint64_t state = splitMix(d.seed + static_cast<std::uint64_t>(frame) * 0x9E37ULL);
    // Four bytes' sum is near enough to a Gaussian and costs one hash for two values.
    const auto draw = [](std::uint32_t bits) {
        const auto sum =
            static_cast<float>((bits & 255U) + ((bits >> 8) & 255U) + ((bits >> 16) & 255U) + (bits >> 24));
        return (sum - 510.0F) / 147.8F;
    };
    for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) {
        state += 2;
        const std::uint64_t a = splitMix(state);
        const std::uint64_t b = splitMix(state + 1);
        const float grey = draw(static_cast<std::uint32_t>(a)) * (1 - d.chroma);
        pixels[i] += d.noise * (grey + d.chroma * draw(static_cast<std::uint32_t>(a >> 32)));
        pixels[i + 1] += d.noise * (grey + d.chroma * draw(static_cast<std::uint32_t>(b)));
        pixels[i + 2] += d.noise * (grey + d.chroma * draw(static_cast<std::uint32_t>(b >> 32)));
    }
}

} // namespace

Degradation randomDegradation(Random& random)
{
    Degradation d;
    if (random.chance(0.33F))
        return d;
    if (random.chance(0.5F))
        d.blur = random.between(0.3F, 0.9F);
    if (random.chance(0.7F)) {
        d.noise = random.logBetween(0.003F, 0.04F);
        d.chroma = random.unit();
    }
    if (random.chance(0.5F))
        d.compression = random.logBetween(0.01F, 0.08F);
    d.seed = random.bits();
    return d;
}

void blurPixels(std::vector<float>& pixels, Resolution size, int channels, float deviation)
{
    const int reach = static_cast<int>(std::ceil(2.5F * deviation));
    if (reach < 1)
        return;
    std::vector<float> weights;
    float total = 0;
    for (int i = -reach; i <= reach; ++i) {
        weights.push_back(std::exp(-0.5F * static_cast<float>(i * i) / (deviation * deviation)));
        total += weights.back();
    }
    for (float& w : weights)
        w /= total;
    std::vector<float> line;
    const auto blurLine = [&](std::size_t start, std::size_t stride, int count) {
        line.assign(static_cast<std::size_t>(count * channels), 0);
        for (int i = 0; i < count; ++i) {
            for (int k = -reach; k <= reach; ++k) {
                const auto from = start + stride * static_cast<std::size_t>(std::clamp(i + k, 0, count - 1));
                for (int c = 0; c < channels; ++c)
                    line[static_cast<std::size_t>(i * channels + c)] +=
                        weights[static_cast<std::size_t>(k + reach)] * pixels[from + static_cast<std::size_t>(c)];
            }
        }
        for (int i = 0; i < count; ++i) {
            for (int c = 0; c < channels; ++c)
                pixels[start + stride * static_cast<std::size_t>(i) + static_cast<std::size_t>(c)] =
                    line[static_cast<std::size_t>(i * channels + c)];
        }
    };
    const auto step = static_cast<std::size_t>(channels);
    const auto row = step * static_cast<std::size_t>(size.width);
    for (int y = 0; y < size.height; ++y)
        blurLine(row * static_cast<std::size_t>(y), step, size.width);
    for (int x = 0; x < size.width; ++x)
        blurLine(step * static_cast<std::size_t>(x), row, size.height);
}

void degradePixels(std::vector<float>& pixels, Resolution size, const Degradation& d, int frame)
{
    if (d.blur > 0)
        blurPixels(pixels, size, 3, d.blur);
    if (d.noise > 0)
        addNoise(pixels, d, frame);
    if (d.compression > 0)
        compress(pixels, size, d.compression);
    for (float& p : pixels)
        p = saturate(p);
}

} // namespace unividx::scene
