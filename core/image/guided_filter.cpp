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

// Means over a square window for the rows [first, last), all channels together: sums down the columns that go along
// from row to row, and a window over them. Sums are double: in float the errors of adding and taking away would pile
// up. `add(y, sign, columns)` adds row y's values (width x channels) to the columns, `out(y, x, mean)` takes a pixel's
// means.
template <int Channels, typename Add, typename Out>
void slideWindow(Resolution size, int first, int last, int radius, const Add& add, const Out& out)
{
    std::vector<double> columns(static_cast<std::size_t>(size.width) * Channels, 0.0);
    for (int y = std::max(0, first - radius); y <= std::min(size.height - 1, first + radius); ++y)
        add(y, 1.0, columns.data());
    for (int y = first; y < last; ++y) {
        const int rows = std::min(size.height - 1, y + radius) - std::max(0, y - radius) + 1;
        std::array<double, Channels> sum{};
        for (int x = 0; x < std::min(radius, size.width); ++x) {
            for (int c = 0; c < Channels; ++c)
                sum[c] += columns[static_cast<std::size_t>(x * Channels + c)];
        }
        for (int x = 0; x < size.width; ++x) {
            if (x + radius < size.width) {
                const double* entering = columns.data() + (x + radius) * Channels;
                for (int c = 0; c < Channels; ++c)
                    sum[c] += entering[c];
            }
            if (x - radius - 1 >= 0) {
                const double* leaving = columns.data() + (x - radius - 1) * Channels;
                for (int c = 0; c < Channels; ++c)
                    sum[c] -= leaving[c];
            }
            const int across = std::min(size.width - 1, x + radius) - std::max(0, x - radius) + 1;
            const double scale = 1.0 / (static_cast<double>(rows) * across);
            std::array<double, Channels> mean;
            for (int c = 0; c < Channels; ++c)
                mean[c] = sum[c] * scale;
            out(y, x, mean);
        }
        if (y + 1 < last) {
            if (y + radius + 1 < size.height)
                add(y + radius + 1, 1.0, columns.data());
            if (y - radius >= 0)
                add(y - radius, -1.0, columns.data());
        }
    }
}

// Cuts the rows into bands, each of which begins its column sums anew: tall ones, since that is work, and the same ones
// on any number of threads, so that the last bit does not depend on it.
template <typename Band>
void overBands(int height, int radius, const Band& band)
{
    const int rows = std::max(64, 8 * radius);
    parallelFor(0, (height + rows - 1) / rows, [&](std::int64_t part) {
        const int first = static_cast<int>(part) * rows;
        band(first, std::min(height, first + rows));
    });
}

template <int Channels>
Image boxMeanOf(const Image& image, int radius)
{
    const auto rowSize = static_cast<std::size_t>(image.width() * Channels);
    std::vector<float> pixels(valueCount(image));
    overBands(image.height(), radius, [&](int first, int last) {
        slideWindow<Channels>(
            image.resolution(), first, last, radius,
            [&](int y, double sign, double* columns) {
                const float* row = image.row(y);
                for (std::size_t i = 0; i < rowSize; ++i)
                    columns[i] += sign * row[i];
            },
            [&](int y, int x, const std::array<double, Channels>& mean) {
                float* out = pixels.data() + static_cast<std::size_t>(y) * rowSize + x * Channels;
                for (int c = 0; c < Channels; ++c)
                    out[c] = static_cast<float>(mean[c]);
            });
    });
    return Image(image.resolution(), Channels, std::move(pixels));
}

Image channelOf(const Image& image, int channel)
{
    std::vector<float> pixels;
    pixels.reserve(valueCount(image) / static_cast<std::size_t>(image.channels()));
    for (std::size_t i = static_cast<std::size_t>(channel); i < valueCount(image);
         i += static_cast<std::size_t>(image.channels()))
        pixels.push_back(image.data()[i]);
    return Image(image.resolution(), 1, std::move(pixels));
}

Image interleave(const std::vector<Image>& planes)
{
    const std::size_t count = valueCount(planes.front());
    std::vector<float> pixels;
    pixels.reserve(count * planes.size());
    for (std::size_t i = 0; i < count; ++i) {
        for (const Image& plane : planes)
            pixels.push_back(plane.data()[i]);
    }
    return Image(planes.front().resolution(), static_cast<int>(planes.size()), std::move(pixels));
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

// The fit for a layer of `Channels` channels. Moments, pixel by pixel: guide (3), guide x guide (6), layer (C),
// guide x layer (3C); they are made where they enter and leave the window and never stored.
template <int Channels>
GuideModel fitChannels(const Image& layer, const Image& guide, const GuidedFilterOptions& options)
{
    constexpr int total = 9 + 4 * Channels;
    std::vector<float> values(valueCount(layer) * 4); // of each layer channel three slopes and an offset
    overBands(layer.height(), options.radius, [&](int first, int last) {
        slideWindow<total>(
            layer.resolution(), first, last, options.radius,
            [&](int y, double sign, double* out) {
                const float* g = guide.row(y);
                const float* l = layer.row(y);
                for (int x = 0; x < guide.width(); ++x, g += 3, l += Channels, out += total) {
                    const std::array<double, 3> signedGuide{sign * g[0], sign * g[1], sign * g[2]};
                    int k = 0;
                    for (int i = 0; i < 3; ++i)
                        out[k++] += signedGuide[i];
                    for (int i = 0; i < 3; ++i) {
                        for (int j = i; j < 3; ++j)
                            out[k++] += signedGuide[i] * g[j];
                    }
                    for (int c = 0; c < Channels; ++c)
                        out[k++] += sign * l[c];
                    for (int c = 0; c < Channels; ++c) {
                        for (int i = 0; i < 3; ++i)
                            out[k++] += signedGuide[i] * l[c];
                    }
                }
            },
            [&](int y, int x, const std::array<double, total>& m) {
                std::array<double, 6> covariance{};
                for (int i = 0, k = 0; i < 3; ++i) {
                    for (int j = i; j < 3; ++j, ++k)
                        covariance[k] = m[3 + k] - m[i] * m[j];
                }
                float* out = values.data() + (static_cast<std::size_t>(y) * layer.width() + x) * 4 * Channels;
                for (int c = 0; c < Channels; ++c) {
                    const double mean = m[9 + c];
                    std::array<double, 3> cross{};
                    for (int i = 0; i < 3; ++i)
                        cross[i] = m[9 + Channels + 3 * c + i] - m[i] * mean;
                    const std::array<double, 3> slope = solve(covariance, options.epsilon, cross);
                    for (const double value : slope)
                        *out++ = static_cast<float>(value);
                    *out++ = static_cast<float>(mean - slope[0] * m[0] - slope[1] * m[1] - slope[2] * m[2]);
                }
            });
    });
    const Image smooth = boxMean(Image(layer.resolution(), 4 * Channels, std::move(values)), options.radius);

    std::vector<float> slopes;
    std::vector<float> offsets;
    slopes.reserve(valueCount(layer) * 3);
    offsets.reserve(valueCount(layer));
    const float* in = smooth.data();
    for (std::size_t i = 0; i < valueCount(layer); ++i, in += 4) {
        slopes.insert(slopes.end(), in, in + 3);
        offsets.push_back(in[3]);
    }
    return {Image(layer.resolution(), 3 * Channels, std::move(slopes)),
            Image(layer.resolution(), Channels, std::move(offsets))};
}

// The model at the guide's own size: nothing to interpolate.
Image applyAtSize(const GuideModel& model, const Image& guide)
{
    const int channels = model.offset.channels();
    std::vector<float> pixels(valueCount(model.offset));
    parallelFor(0, guide.height(), [&](std::int64_t y) {
        const float* g = guide.row(static_cast<int>(y));
        const float* slope = model.slope.row(static_cast<int>(y));
        const float* offset = model.offset.row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(guide.width() * channels);
        for (int x = 0; x < guide.width(); ++x, g += 3) {
            for (int c = 0; c < channels; ++c, slope += 3)
                *out++ = *offset++ + slope[0] * g[0] + slope[1] * g[1] + slope[2] * g[2];
        }
    });
    return Image(guide.resolution(), channels, std::move(pixels));
}

} // namespace

Image boxMean(const Image& image, int radius)
{
    switch (image.channels()) {
    case 1:
        return boxMeanOf<1>(image, radius);
    case 3:
        return boxMeanOf<3>(image, radius);
    case 4:
        return boxMeanOf<4>(image, radius);
    case 12:
        return boxMeanOf<12>(image, radius);
    default:
        break;
    }
    std::vector<Image> planes;
    for (int c = 0; c < image.channels(); ++c)
        planes.push_back(boxMeanOf<1>(channelOf(image, c), radius));
    return interleave(planes);
}

GuideModel fitGuide(const Image& layer, const Image& guide, const GuidedFilterOptions& options)
{
    if (layer.resolution() != guide.resolution() || guide.channels() != 3 || layer.empty())
        throw Error(ErrorKind::Internal, "a layer was fitted to a guide of another size");
    if (layer.channels() == 1)
        return fitChannels<1>(layer, guide, options);
    if (layer.channels() == 3)
        return fitChannels<3>(layer, guide, options);
    std::vector<Image> slopes;
    std::vector<Image> offsets;
    for (int c = 0; c < layer.channels(); ++c) {
        const GuideModel model = fitChannels<1>(channelOf(layer, c), guide, options);
        for (int i = 0; i < 3; ++i)
            slopes.push_back(channelOf(model.slope, i));
        offsets.push_back(model.offset);
    }
    return {interleave(slopes), interleave(offsets)};
}

Image applyGuide(const GuideModel& model, const Image& guide)
{
    if (guide.channels() != 3 || guide.empty())
        throw Error(ErrorKind::Internal, "a guide needs three channels");
    if (guide.resolution() == model.offset.resolution())
        return applyAtSize(model, guide);
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
