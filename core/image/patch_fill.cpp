#include "core/image/patch_fill.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr int radius = 3; // patches of 7x7 pixels
constexpr int smallestSide = 24;

/// What a patch from far away costs more, per squared distance in heights: a room's walls, horizon and floor lie above
/// each other, so the way up or down counts more.
constexpr float farAcross = 0.01F;
constexpr float farDown = 0.05F;

/// How much less what stands at a pixel counts for each further pixel into the hole.
constexpr float trustFade = 1.5F;
constexpr float leastTrust = 0.02F;

/// At the smallest size everything is decided that follows.
constexpr int firstRounds = 10;

/// Where a patch is copied from: its middle.
struct Place {
    int x = 0;
    int y = 0;
};

struct Match {
    Place place;
    float cost = std::numeric_limits<float>::max(); ///< mean squared difference of a value
};

std::uint32_t mixed(std::uint32_t value)
{
    value ^= value >> 16;
    value *= 0x7feb352dU;
    value ^= value >> 15;
    value *= 0x846ca68bU;
    return value ^ (value >> 16);
}

/// One size of the fill.
class Level {
public:
    Level(Image picture, const Image& hole)
        : size_(picture.resolution()), channels_(picture.channels()),
          pixels_(picture.data(), picture.data() + picture.byteSize() / sizeof(float)), depth_(depthsOf(hole))
    {
        for (int y = 0; y < size_.height; ++y) {
            for (int x = 0; x < size_.width; ++x) {
                if (wholeAndKnown(x, y))
                    sources_.push_back({x, y});
                else
                    targets_.push_back({x, y});
            }
        }
        for (const int depth : depth_)
            trust_.push_back(std::max(leastTrust, std::pow(trustFade, -static_cast<float>(depth))));
        isSource_.assign(depth_.size(), false);
        for (const Place place : sources_)
            isSource_[index(place.x, place.y)] = true;
    }

    bool canFill() const { return !sources_.empty(); }
    Image picture() const { return Image(size_, channels_, pixels_); }

    void search(std::vector<Match>& matches, std::uint32_t seed) const
    {
        for (const int reach : {8, 2, 1}) {
            const std::vector<Match> before = matches;
            parallelFor(0, static_cast<std::int64_t>(targets_.size()), [&](std::int64_t number) {
                improve(before, matches, targets_[static_cast<std::size_t>(number)], reach,
                        mixed(seed + 3 * static_cast<std::uint32_t>(number) + static_cast<std::uint32_t>(reach)));
            });
        }
    }

    /// A match for every pixel: from a smaller size where there is one, else by chance.
    std::vector<Match> begun(const std::vector<Match>& smaller, Resolution smallerSize, std::uint32_t seed) const
    {
        std::vector<Match> matches(depth_.size());
        for (const Place target : targets_) {
            Match& match = matches[index(target.x, target.y)];
            match.place =
                sources_[mixed(seed + static_cast<std::uint32_t>(index(target.x, target.y))) % sources_.size()];
            if (!smaller.empty())
                tryPlace(match, scaledUp(smaller, smallerSize, target));
        }
        score(matches);
        return matches;
    }

    /// The costs again, after the picture has changed.
    void score(std::vector<Match>& matches) const
    {
        parallelFor(0, static_cast<std::int64_t>(targets_.size()), [&](std::int64_t number) {
            const Place target = targets_[static_cast<std::size_t>(number)];
            Match& match = matches[index(target.x, target.y)];
            match.cost = cost(target, match.place, std::numeric_limits<float>::max());
        });
    }

    /// Every unknown pixel becomes what the patches over it say, the better and nearer the border the more.
    void repaint(const std::vector<Match>& matches)
    {
        std::vector<float> next = pixels_;
        parallelFor(0, size_.height, [&](std::int64_t row) {
            for (int x = 0; x < size_.width; ++x) {
                if (depth_[index(x, static_cast<int>(row))] > 0)
                    vote(matches, {x, static_cast<int>(row)},
                         next.data() + index(x, static_cast<int>(row)) * static_cast<std::size_t>(channels_));
            }
        });
        pixels_ = std::move(next);
    }

    Resolution size() const { return size_; }

private:
    std::size_t index(int x, int y) const
    {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width) + static_cast<std::size_t>(x);
    }
    bool isInside(int x, int y) const { return x >= 0 && y >= 0 && x < size_.width && y < size_.height; }

    /// How far into the hole each pixel is, at most 255; 0 outside.
    std::vector<int> depthsOf(const Image& hole) const
    {
        std::vector<int> depth(hole.byteSize() / sizeof(float));
        for (std::size_t i = 0; i < depth.size(); ++i)
            depth[i] = hole.data()[i] > 0.5F ? 255 : 0;
        const auto relax = [&](int x, int y, int u, int v) {
            if (isInside(u, v))
                depth[index(x, y)] = std::min(depth[index(x, y)], depth[index(u, v)] + 1);
        };
        for (int y = 0; y < size_.height; ++y) {
            for (int x = 0; x < size_.width; ++x) {
                relax(x, y, x - 1, y);
                relax(x, y, x, y - 1);
            }
        }
        for (int y = size_.height; y-- > 0;) {
            for (int x = size_.width; x-- > 0;) {
                relax(x, y, x + 1, y);
                relax(x, y, x, y + 1);
            }
        }
        return depth;
    }

    bool wholeAndKnown(int x, int y) const
    {
        if (x < radius || y < radius || x >= size_.width - radius || y >= size_.height - radius)
            return false;
        for (int v = y - radius; v <= y + radius; ++v) {
            for (int u = x - radius; u <= x + radius; ++u) {
                if (depth_[index(u, v)] > 0)
                    return false;
            }
        }
        return true;
    }

    float cost(Place target, Place source, float limit) const
    {
        const auto height = static_cast<float>(size_.height);
        const float across = static_cast<float>(source.x - target.x) / height;
        const float down = static_cast<float>(source.y - target.y) / height;
        const float far = farAcross * across * across + farDown * down * down;
        if (far > limit)
            return std::numeric_limits<float>::max();
        float sum = 0;
        float count = 0;
        for (int dy = -radius; dy <= radius; ++dy) {
            const int y = target.y + dy;
            if (y < 0 || y >= size_.height)
                continue;
            const int first = std::max(-radius, -target.x);
            const int last = std::min(radius, size_.width - 1 - target.x);
            const float* a = pixels_.data() + index(target.x + first, y) * static_cast<std::size_t>(channels_);
            const float* b =
                pixels_.data() + index(source.x + first, source.y + dy) * static_cast<std::size_t>(channels_);
            const float* trust = trust_.data() + index(target.x + first, y);
            for (int x = first; x <= last; ++x, ++trust) {
                float difference = 0;
                for (int c = 0; c < channels_; ++c, ++a, ++b)
                    difference += (*a - *b) * (*a - *b);
                sum += *trust * difference;
                count += *trust;
            }
        }
        return sum / (count * static_cast<float>(channels_)) + far;
    }

    bool isSource(Place place) const { return isInside(place.x, place.y) && isSource_[index(place.x, place.y)]; }

    void tryPlace(Match& match, Place place) const
    {
        if (isSource(place))
            match.place = place;
    }

    void improve(const std::vector<Match>& before, std::vector<Match>& matches, Place target, int reach,
                 std::uint32_t chance) const
    {
        Match& best = matches[index(target.x, target.y)];
        const auto consider = [&](Place place) {
            if (!isSource(place))
                return;
            const float value = cost(target, place, best.cost);
            if (value < best.cost)
                best = {place, value};
        };
        constexpr std::array<std::array<int, 2>, 4> ways{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
        for (const auto& [dx, dy] : ways) {
            const Place neighbor{target.x + dx * reach, target.y + dy * reach};
            if (!isInside(neighbor.x, neighbor.y) || isSource_[index(neighbor.x, neighbor.y)])
                continue;
            const Place there = before[index(neighbor.x, neighbor.y)].place;
            consider({there.x - dx * reach, there.y - dy * reach});
        }
        for (int window = std::max(size_.width, size_.height) / 2; window >= 1; window /= 4) {
            chance = mixed(chance + 1);
            const int right = static_cast<int>(chance & 0xffffU) % (2 * window + 1) - window;
            const int down = static_cast<int>(chance >> 16) % (2 * window + 1) - window;
            consider({best.place.x + right, best.place.y + down});
        }
    }

    Place scaledUp(const std::vector<Match>& smaller, Resolution smallerSize, Place target) const
    {
        const auto down = [](int value, int from, int to) { return std::min(value * to / from, to - 1); };
        const int x = down(target.x, size_.width, smallerSize.width);
        const int y = down(target.y, size_.height, smallerSize.height);
        const Place place = smaller[static_cast<std::size_t>(y * smallerSize.width + x)].place;
        const auto moved = [](int by, int from, int to) { // the same way at this size
            return static_cast<int>(std::lround(static_cast<double>(by) * to / from));
        };
        return {target.x + moved(place.x - x, smallerSize.width, size_.width),
                target.y + moved(place.y - y, smallerSize.height, size_.height)};
    }

    void vote(const std::vector<Match>& matches, Place pixel, float* out) const
    {
        constexpr float sharp = 1.0F / (2 * 0.03F * 0.03F); // costs of about one noise of 3 %
        std::array<double, 4> sum{};
        double total = 0;
        for (int dy = -radius; dy <= radius; ++dy) {
            for (int dx = -radius; dx <= radius; ++dx) {
                const Place middle{pixel.x + dx, pixel.y + dy};
                if (!isInside(middle.x, middle.y))
                    continue;
                const Match& match = matches[index(middle.x, middle.y)];
                const double weight =
                    std::exp(-std::min(30.0F, sharp * match.cost)) * trust_[index(middle.x, middle.y)] + 1e-12;
                const float* source = pixels_.data() + index(match.place.x - dx, match.place.y - dy) *
                                                           static_cast<std::size_t>(channels_);
                for (int c = 0; c < channels_; ++c)
                    sum[static_cast<std::size_t>(c)] += weight * static_cast<double>(source[c]);
                total += weight;
            }
        }
        for (int c = 0; c < channels_; ++c)
            out[c] = static_cast<float>(sum[static_cast<std::size_t>(c)] / total);
    }

    Resolution size_;
    int channels_;
    std::vector<float> pixels_;
    std::vector<int> depth_;
    std::vector<float> trust_;   ///< in what stands at a pixel: 1 where it is known
    std::vector<Place> sources_; ///< middles of patches that are all known
    std::vector<Place> targets_; ///< the other pixels
    std::vector<bool> isSource_;
};

/// A hole at another size: whatever it touches.
Image holeAt(const Image& hole, Resolution size)
{
    const Image mean = resizeArea(hole, size);
    std::vector<float> sized(mean.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < sized.size(); ++i)
        sized[i] = mean.data()[i] > 1e-3F ? 1.0F : 0.0F;
    return Image(size, 1, std::move(sized));
}

/// The sizes from the smallest; the last is the picture's own.
std::vector<Resolution> sizesOf(Resolution size, int searchHeight)
{
    std::vector<Resolution> sizes{size};
    if (size.height > searchHeight)
        sizes.push_back(fitInto(size, {1 << 20, searchHeight}));
    while (std::min(sizes.back().width, sizes.back().height) >= 2 * smallestSide)
        sizes.push_back({sizes.back().width / 2, sizes.back().height / 2});
    std::reverse(sizes.begin(), sizes.end());
    return sizes;
}

} // namespace

Image filledByPatches(const Image& picture, const Image& hole, const PatchFillOptions& options)
{
    Image filled = filledSmoothly(picture, hole);
    if (picture.channels() > 4 || std::none_of(hole.data(), hole.data() + hole.byteSize() / sizeof(float),
                                               [](float value) { return value > 0.5F; }))
        return filled;
    std::vector<Match> matches;
    Resolution before;
    std::uint32_t seed = options.seed;
    for (const Resolution size : sizesOf(picture.resolution(), options.searchHeight)) {
        const Image small = resizeArea(filled, size);
        Level level(small, holeAt(hole, size));
        if (!level.canFill())
            continue;
        matches = level.begun(matches, before, mixed(++seed));
        if (before.width > 0)
            level.repaint(matches);
        const bool searches = size.height <= options.searchHeight;
        const int rounds = !searches ? 1 : before.width > 0 ? options.rounds : firstRounds;
        for (int round = 0; round < rounds; ++round) {
            level.score(matches);
            if (searches)
                level.search(matches, mixed(++seed));
            level.repaint(matches);
        }
        before = size;
        if (size == picture.resolution())
            return level.picture();
    }
    return filled; // nowhere is a whole patch known
}

} // namespace unividx
