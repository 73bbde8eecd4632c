#include "core/image/matte_decision.h"

#include "core/base/parallel.h"
#include "core/image/bilateral_lattice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// The largest value within `reach` pixels, a square around each.
std::vector<float> largestNear(std::vector<float> values, Resolution size, int reach)
{
    std::vector<float> across(values.size());
    const auto pass = [reach](const float* in, float* out, int count, int stride) {
        for (int i = 0; i < count; ++i) {
            float best = in[i * stride];
            for (int j = std::max(0, i - reach); j <= std::min(count - 1, i + reach); ++j)
                best = std::max(best, in[j * stride]);
            out[i * stride] = best;
        }
    };
    parallelFor(0, size.height, [&](std::int64_t y) {
        pass(values.data() + y * size.width, across.data() + y * size.width, size.width, 1);
    });
    parallelFor(0, size.width,
                [&](std::int64_t x) { pass(across.data() + x, values.data() + x, size.height, size.width); });
    return values;
}

/// Pixels no further than `reach` from the coarse edge or from grey.
std::vector<bool> bandOf(const Image& matte, const MatteRefinementOptions& options, float reachShare)
{
    const Resolution size = matte.resolution();
    const std::size_t count = matte.byteSize() / sizeof(float);
    std::vector<float> edge(count, 0.0F);
    std::vector<bool> grey(count);
    for (std::size_t i = 0; i < count; ++i) {
        const float value = matte.data()[i];
        const auto differs = [&](std::size_t j) { return (matte.data()[j] > 0.5F) != (value > 0.5F); };
        const bool right = (i + 1) % static_cast<std::size_t>(size.width) != 0 && differs(i + 1);
        const bool below =
            i + static_cast<std::size_t>(size.width) < count && differs(i + static_cast<std::size_t>(size.width));
        grey[i] = value > options.certain && value < 1 - options.certain;
        edge[i] = right || below ? 1.0F : 0.0F;
    }
    const int reach = std::max(1, static_cast<int>(std::lround(reachShare * static_cast<float>(size.height))));
    edge = largestNear(std::move(edge), size, reach);
    std::vector<bool> band(count);
    for (std::size_t i = 0; i < count; ++i)
        band[i] = edge[i] > 0 || grey[i];
    return band;
}

/// A pixel's place and colour in units of their reach.
BilateralLattice::Feature featureOf(const Image& frame, std::size_t pixel, const MatteRefinementOptions& options)
{
    const float place = options.placeReach * static_cast<float>(frame.height());
    const float* rgb = frame.data() + 3 * pixel;
    const float luma = 0.299F * rgb[0] + 0.587F * rgb[1] + 0.114F * rgb[2];
    const auto width = static_cast<std::size_t>(frame.width());
    const std::size_t y = pixel / width;
    return {static_cast<float>(pixel - y * width) / place, static_cast<float>(y) / place, luma / options.lumaReach,
            0.564F * (rgb[2] - luma) / options.chromaReach, 0.713F * (rgb[0] - luma) / options.chromaReach};
}

constexpr std::array<std::array<int, 2>, 4> halfNeighbors{{{1, 0}, {0, 1}, {1, 1}, {-1, 1}}};

/// How much a pixel and its neighbours ask to be alike: 1 in flat areas, less across the picture's edges.
class NeighborWeights {
public:
    explicit NeighborWeights(const Image& frame) : size_(frame.resolution())
    {
        double sum = 0;
        for (std::size_t way = 0; way < halfNeighbors.size(); ++way) {
            weights_[way].assign(frame.byteSize() / sizeof(float) / 3, 0.0F);
            eachPair(way, [&](std::size_t a, std::size_t b) {
                float difference = 0;
                for (std::size_t c = 0; c < 3; ++c) {
                    const float d = frame.data()[3 * a + c] - frame.data()[3 * b + c];
                    difference += d * d;
                }
                weights_[way][a] = difference;
                sum += difference;
            });
        }
        const auto mean = static_cast<float>(sum / (4.0 * static_cast<double>(weights_[0].size())));
        for (std::size_t way = 0; way < halfNeighbors.size(); ++way) {
            const float distance = way < 2 ? 1.0F : std::sqrt(2.0F);
            eachPair(way, [&](std::size_t a, std::size_t) {
                weights_[way][a] = std::exp(-weights_[way][a] / (mean + 1e-6F)) / distance;
            });
        }
    }

    /// The sum over a pixel's neighbours of weight * (2 * subject - 1).
    float opinion(const std::vector<float>& subject, std::size_t pixel) const
    {
        const int x = static_cast<int>(pixel % static_cast<std::size_t>(size_.width));
        const int y = static_cast<int>(pixel / static_cast<std::size_t>(size_.width));
        float sum = 0;
        for (std::size_t way = 0; way < halfNeighbors.size(); ++way) {
            const auto [dx, dy] = halfNeighbors[way];
            const auto step = static_cast<std::size_t>(dy * size_.width + dx);
            if (x + dx >= 0 && x + dx < size_.width && y + dy < size_.height)
                sum += weights_[way][pixel] * (2 * subject[pixel + step] - 1);
            if (x - dx >= 0 && x - dx < size_.width && y - dy >= 0)
                sum += weights_[way][pixel - step] * (2 * subject[pixel - step] - 1);
        }
        return sum;
    }

private:
    template <typename Do>
    void eachPair(std::size_t way, const Do& work) const
    {
        const auto [dx, dy] = halfNeighbors[way];
        for (int y = 0; y + dy < size_.height; ++y) {
            for (int x = std::max(0, -dx); x < std::min(size_.width, size_.width - dx); ++x) {
                const auto a = static_cast<std::size_t>(y * size_.width + x);
                work(a, a + static_cast<std::size_t>(dy * size_.width + dx));
            }
        }
    }

    Resolution size_;
    std::array<std::vector<float>, 4> weights_;
};

float logOdds(float share)
{
    const float clamped = std::clamp(share, 1e-3F, 1 - 1e-3F);
    return std::log(clamped / (1 - clamped));
}

/// The pixels at work: those to decide, and those around whose colours they are compared with.
struct Points {
    std::vector<std::size_t> pixels;
    std::vector<std::size_t> open; ///< those to decide: places in `pixels`
    std::vector<BilateralLattice::Feature> features;
};

Points pointsOf(const Image& matte, const Image& frame, const std::vector<bool>& band,
                const MatteRefinementOptions& options)
{
    const std::vector<bool> around = bandOf(matte, options, options.bandReach + options.placeReach);
    Points points;
    for (std::size_t pixel = 0; pixel < band.size(); ++pixel) {
        if (!around[pixel])
            continue;
        if (band[pixel])
            points.open.push_back(points.pixels.size());
        points.pixels.push_back(pixel);
        points.features.push_back(featureOf(frame, pixel, options));
    }
    return points;
}

/// Mean-field rounds over the open points; the others of `subject` stay.
void decide(const Image& matte, const Image& frame, const Points& points, const MatteRefinementOptions& options,
            std::vector<float>& subject)
{
    const BilateralLattice lattice(points.features);
    const NeighborWeights weights(frame);
    const std::vector<float> all = lattice.filter(std::vector<float>(points.pixels.size(), 1.0F));
    const auto count = static_cast<std::int64_t>(points.open.size());
    std::vector<float> field(points.open.size());
    std::vector<float> values(points.pixels.size());
    for (int round = 0; round < options.rounds; ++round) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = subject[points.pixels[i]];
        const std::vector<float> inside = lattice.filter(values);
        parallelFor(0, count, [&](std::int64_t index) {
            const std::size_t point = points.open[static_cast<std::size_t>(index)];
            const float front = inside[point] + options.fewPixels;
            const float behind = std::max(0.0F, all[point] - inside[point]) + options.fewPixels;
            field[static_cast<std::size_t>(index)] = options.priorWeight * logOdds(matte.data()[points.pixels[point]]) +
                                                     options.colorWeight * std::log(front / behind);
        });
        constexpr int sweeps = 3; // a change travels so many pixels a round
        for (int sweep = 0; sweep < sweeps; ++sweep) {
            const std::vector<float> before = subject;
            parallelFor(0, count, [&](std::int64_t index) {
                const std::size_t pixel = points.pixels[points.open[static_cast<std::size_t>(index)]];
                const float odds =
                    field[static_cast<std::size_t>(index)] + options.neighborWeight * weights.opinion(before, pixel);
                subject[pixel] = 1 / (1 + std::exp(-odds));
            });
        }
    }
}

/// Turns over parts of the subject, and holes in it, that are small and of which the coarse matte is nowhere sure.
void removeSpecks(const Image& matte, const MatteRefinementOptions& options, std::vector<float>& subject)
{
    const Resolution size = matte.resolution();
    const float side = options.smallestPart * static_cast<float>(size.height);
    const auto least = static_cast<std::size_t>(std::lround(side * side));
    std::vector<bool> seen(subject.size());
    std::vector<std::size_t> part;
    for (std::size_t start = 0; start < subject.size(); ++start) {
        if (seen[start])
            continue;
        const bool inside = subject[start] > 0.5F;
        bool sure = false;
        part.assign(1, start);
        seen[start] = true;
        for (std::size_t next = 0; next < part.size(); ++next) {
            const std::size_t pixel = part[next];
            const float coarse = matte.data()[pixel];
            sure = sure || (inside ? coarse > 1 - options.certain : coarse < options.certain);
            const auto visit = [&](bool there, std::size_t other) {
                if (there && !seen[other] && (subject[other] > 0.5F) == inside) {
                    seen[other] = true;
                    part.push_back(other);
                }
            };
            const auto width = static_cast<std::size_t>(size.width);
            visit(pixel % width != 0, pixel - 1);
            visit((pixel + 1) % width != 0, pixel + 1);
            visit(pixel >= width, pixel - width);
            visit(pixel + width < subject.size(), pixel + width);
        }
        if (part.size() >= least || sure)
            continue;
        for (const std::size_t pixel : part)
            subject[pixel] = inside ? 0.0F : 1.0F;
    }
}

/// Away from the edge there is no doubt left: what is still grey there goes with what is around.
void clearFarFromEdge(Resolution size, std::vector<float>& subject)
{
    constexpr int reach = 3; // pixels
    std::vector<float> inside(subject.size());
    std::vector<float> outside(subject.size());
    for (std::size_t i = 0; i < subject.size(); ++i) {
        inside[i] = subject[i] > 0.5F ? 1.0F : 0.0F;
        outside[i] = 1 - inside[i];
    }
    inside = largestNear(std::move(inside), size, reach);
    outside = largestNear(std::move(outside), size, reach);
    for (std::size_t i = 0; i < subject.size(); ++i) {
        if (inside[i] == 0)
            subject[i] = 0;
        else if (outside[i] == 0)
            subject[i] = 1;
    }
}

} // namespace

Image decidedSubject(const Image& matte, const Image& frame, const MatteRefinementOptions& options)
{
    const std::vector<bool> band = bandOf(matte, options, options.bandReach);
    std::vector<float> subject(matte.data(), matte.data() + matte.byteSize() / sizeof(float));
    for (std::size_t pixel = 0; pixel < subject.size(); ++pixel) {
        if (!band[pixel])
            subject[pixel] = subject[pixel] > 0.5F ? 1.0F : 0.0F;
    }
    const Points points = pointsOf(matte, frame, band, options);
    if (!points.open.empty())
        decide(matte, frame, points, options, subject);
    removeSpecks(matte, options, subject);
    clearFarFromEdge(matte.resolution(), subject);
    return Image(matte.resolution(), 1, std::move(subject));
}

} // namespace unividx
