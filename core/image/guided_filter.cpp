#include "core/image/guided_filter.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

std::size_t valueCount(const Image& image)
{
    return image.byteSize() / sizeof(float);
}

// One window sum that slides along `count` values, `stride` apart. Sums are double: in float the errors of adding
// and taking away would pile up along a row.
void slide(const float* in, float* out, int count, std::size_t stride, int radius)
{
    double sum = 0.0;
    for (int i = 0; i <= std::min(radius, count - 1); ++i)
        sum += in[static_cast<std::size_t>(i) * stride];
    for (int i = 0; i < count; ++i) {
        const int first = std::max(0, i - radius);
        const int last = std::min(count - 1, i + radius);
        out[static_cast<std::size_t>(i) * stride] = static_cast<float>(sum / (last - first + 1));
        if (i + radius + 1 < count)
            sum += in[static_cast<std::size_t>(i + radius + 1) * stride];
        if (i - radius >= 0)
            sum -= in[static_cast<std::size_t>(i - radius) * stride];
    }
}

// Products the fit needs, pixel by pixel: guide (3), guide x guide (6), layer (C), guide x layer (3C).
Image moments(const Image& layer, const Image& guide)
{
    const int channels = layer.channels();
    const int total = 9 + 4 * channels;
    std::vector<float> values(valueCount(guide) / 3 * static_cast<std::size_t>(total));
    parallelFor(0, guide.height(), [&](std::int64_t y) {
        const float* g = guide.row(static_cast<int>(y));
        const float* l = layer.row(static_cast<int>(y));
        float* out = values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(guide.width() * total);
        for (int x = 0; x < guide.width(); ++x, g += 3, l += channels) {
            for (int i = 0; i < 3; ++i)
                *out++ = g[i];
            for (int i = 0; i < 3; ++i) {
                for (int j = i; j < 3; ++j)
                    *out++ = g[i] * g[j];
            }
            for (int c = 0; c < channels; ++c)
                *out++ = l[c];
            for (int c = 0; c < channels; ++c) {
                for (int i = 0; i < 3; ++i)
                    *out++ = g[i] * l[c];
            }
        }
    });
    return Image(guide.resolution(), total, std::move(values));
}

// Solves the symmetric system (S + epsilon I) a = b; S is rr, rg, rb, gg, gb, bb. Double, since the determinant of a
// grey window's covariance is close to zero.
std::array<double, 3> solve(const std::array<double, 6>& s, double epsilon, const std::array<double, 3>& b)
{
    const double rr = s[0] + epsilon, rg = s[1], rb = s[2], gg = s[3] + epsilon, gb = s[4], bb = s[5] + epsilon;
    const double c00 = gg * bb - gb * gb, c01 = rb * gb - rg * bb, c02 = rg * gb - rb * gg;
    const double c11 = rr * bb - rb * rb, c12 = rg * rb - rr * gb, c22 = rr * gg - rg * rg;
    const double determinant = rr * c00 + rg * c01 + rb * c02;
    return {(c00 * b[0] + c01 * b[1] + c02 * b[2]) / determinant, (c01 * b[0] + c11 * b[1] + c12 * b[2]) / determinant,
            (c02 * b[0] + c12 * b[1] + c22 * b[2]) / determinant};
}

struct Neighbours {
    int low;
    int high;
    float weight; // of the higher one
};

Neighbours neighbours(int position, int from, int to)
{
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    const float centre = std::max(0.0f, scale * (static_cast<float>(position) + 0.5f) - 0.5f);
    const int low = std::min(static_cast<int>(centre), from - 1);
    return {low, std::min(low + 1, from - 1), std::min(1.0f, centre - static_cast<float>(low))};
}

} // namespace

Image boxMean(const Image& image, int radius)
{
    const int channels = image.channels();
    const auto rowSize = static_cast<std::size_t>(image.width() * channels);
    std::vector<float> across(valueCount(image));
    parallelFor(0, image.height(), [&](std::int64_t y) {
        const std::size_t start = static_cast<std::size_t>(y) * rowSize;
        for (int c = 0; c < channels; ++c)
            slide(image.data() + start + c, across.data() + start + c, image.width(),
                  static_cast<std::size_t>(channels), radius);
    });
    // Down: rows of running sums rather than columns, which would miss the cache at every step.
    std::vector<float> pixels(across.size());
    constexpr std::int64_t block = 1024; // values of a row a thread takes at a time
    const auto blocks = static_cast<std::int64_t>((rowSize + block - 1) / block);
    parallelFor(0, blocks, [&](std::int64_t part) {
        const std::size_t first = static_cast<std::size_t>(part * block);
        const std::size_t count = std::min<std::size_t>(block, rowSize - first);
        std::vector<double> sums(count, 0.0);
        const auto add = [&](int y, double sign) {
            const float* row = across.data() + static_cast<std::size_t>(y) * rowSize + first;
            for (std::size_t i = 0; i < count; ++i)
                sums[i] += sign * row[i];
        };
        const int height = image.height();
        for (int y = 0; y <= std::min(radius, height - 1); ++y)
            add(y, 1.0);
        for (int y = 0; y < height; ++y) {
            const double scale = 1.0 / (std::min(height - 1, y + radius) - std::max(0, y - radius) + 1);
            float* out = pixels.data() + static_cast<std::size_t>(y) * rowSize + first;
            for (std::size_t i = 0; i < count; ++i)
                out[i] = static_cast<float>(sums[i] * scale);
            if (y + radius + 1 < height)
                add(y + radius + 1, 1.0);
            if (y - radius >= 0)
                add(y - radius, -1.0);
        }
    });
    return Image(image.resolution(), channels, std::move(pixels));
}

GuideModel fitGuide(const Image& layer, const Image& guide, const GuidedFilterOptions& options)
{
    if (layer.resolution() != guide.resolution() || guide.channels() != 3 || layer.empty())
        throw Error(ErrorKind::Internal, "a layer was fitted to a guide of another size");
    const int channels = layer.channels();
    const Image means = boxMean(moments(layer, guide), options.radius);

    const int total = 4 * channels; // of each layer channel three slopes and an offset
    std::vector<float> values(valueCount(layer) * 4);
    parallelFor(0, layer.height(), [&](std::int64_t y) {
        const float* m = means.row(static_cast<int>(y));
        float* out = values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(layer.width() * total);
        for (int x = 0; x < layer.width(); ++x, m += means.channels()) {
            std::array<double, 6> covariance{};
            for (int i = 0, k = 0; i < 3; ++i) {
                for (int j = i; j < 3; ++j, ++k)
                    covariance[static_cast<std::size_t>(k)] =
                        static_cast<double>(m[3 + k]) - static_cast<double>(m[i]) * m[j];
            }
            for (int c = 0; c < channels; ++c) {
                const double mean = m[9 + c];
                std::array<double, 3> cross{};
                for (int i = 0; i < 3; ++i)
                    cross[static_cast<std::size_t>(i)] = m[9 + channels + 3 * c + i] - m[i] * mean;
                const std::array<double, 3> slope = solve(covariance, options.epsilon, cross);
                for (const double value : slope)
                    *out++ = static_cast<float>(value);
                *out++ = static_cast<float>(mean - slope[0] * m[0] - slope[1] * m[1] - slope[2] * m[2]);
            }
        }
    });
    const Image smooth = boxMean(Image(layer.resolution(), total, std::move(values)), options.radius);

    std::vector<float> slopes;
    std::vector<float> offsets;
    slopes.reserve(valueCount(layer) * 3);
    offsets.reserve(valueCount(layer));
    const float* in = smooth.data();
    for (std::size_t i = 0; i < valueCount(layer); ++i, in += 4) {
        slopes.insert(slopes.end(), in, in + 3);
        offsets.push_back(in[3]);
    }
    return {Image(layer.resolution(), 3 * channels, std::move(slopes)),
            Image(layer.resolution(), channels, std::move(offsets))};
}

Image applyGuide(const GuideModel& model, const Image& guide)
{
    if (guide.channels() != 3 || guide.empty())
        throw Error(ErrorKind::Internal, "a guide needs three channels");
    const int channels = model.offset.channels();
    const int lowWidth = model.offset.width();
    const auto slopeRow = static_cast<std::size_t>(lowWidth * 3 * channels);
    const auto offsetRow = static_cast<std::size_t>(lowWidth * channels);
    std::vector<Neighbours> columns;
    columns.reserve(static_cast<std::size_t>(guide.width()));
    for (int x = 0; x < guide.width(); ++x)
        columns.push_back(neighbours(x, lowWidth, guide.width()));

    std::vector<float> pixels(valueCount(guide) / 3 * static_cast<std::size_t>(channels));
    parallelFor(0, guide.height(), [&](std::int64_t y) {
        const Neighbours row = neighbours(static_cast<int>(y), model.offset.height(), guide.height());
        std::vector<float> slope(slopeRow);
        std::vector<float> offset(offsetRow);
        const auto blend = [&](const Image& image, std::vector<float>& line) {
            const float* low = image.row(row.low);
            const float* high = image.row(row.high);
            for (std::size_t i = 0; i < line.size(); ++i)
                line[i] = low[i] + row.weight * (high[i] - low[i]);
        };
        blend(model.slope, slope);
        blend(model.offset, offset);
        const float* g = guide.row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(guide.width() * channels);
        for (const Neighbours& column : columns) {
            const auto between = [&](const std::vector<float>& line, int index, int step) {
                const float low = line[static_cast<std::size_t>(column.low * step + index)];
                const float high = line[static_cast<std::size_t>(column.high * step + index)];
                return low + column.weight * (high - low);
            };
            for (int c = 0; c < channels; ++c) {
                float value = between(offset, c, channels);
                for (int i = 0; i < 3; ++i)
                    value += between(slope, 3 * c + i, 3 * channels) * g[i];
                *out++ = value;
            }
            g += 3;
        }
    });
    return Image(guide.resolution(), channels, std::move(pixels));
}

Image guidedFilter(const Image& layer, const Image& guide, const GuidedFilterOptions& options)
{
    return applyGuide(fitGuide(layer, guide, options), guide);
}

} // namespace unividx
