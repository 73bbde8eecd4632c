#include "core/image/foreground_colors.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/guided_filter.h"
#include "core/image/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// As published: how alike neighbours are at least, and how much more across a change of alpha.
constexpr float likeness = 1e-5F;
constexpr float likenessAtEdges = 0.1F;
constexpr float opaque = 0.999F;
constexpr int roundsWhereSmall = 10;
constexpr int roundsWhereLarge = 2;
constexpr int smallSide = 32;

/// Red, green and blue of the foreground, then of the background.
using Pair = std::array<float, 6>;

/// The two colour fields at one size.
struct Fields {
    Resolution size;
    std::vector<Pair> pairs;

    Pair& at(int x, int y)
    {
        return pairs[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(x)];
    }
    const Pair& at(int x, int y) const
    {
        return pairs[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(x)];
    }
};

/// The fields of a smaller size, at this one; what the frame shows unmixed is taken from there.
Fields enlarged(const Fields& before, const Image& frame, const Image& alpha)
{
    Fields fields{frame.resolution(), std::vector<Pair>(alpha.byteSize() / sizeof(float))};
    parallelFor(0, frame.height(), [&](std::int64_t row) {
        const int y = static_cast<int>(row);
        for (int x = 0; x < frame.width(); ++x) {
            Pair& pair = fields.at(x, y);
            pair = before.at(x * before.size.width / frame.width(), y * before.size.height / frame.height());
            const float cover = alpha.row(y)[x];
            for (std::size_t c = 0; c < 3; ++c) {
                if (cover > opaque)
                    pair[c] = frame.row(y)[3 * x + static_cast<int>(c)];
                else if (cover < 1 - opaque)
                    pair[3 + c] = frame.row(y)[3 * x + static_cast<int>(c)];
            }
        }
    });
    return fields;
}

/// One pixel's pair: its neighbours' weighted means, corrected so that the mix gives the frame's colour.
///
/// Minimises (a F + (1 - a) B - I)^2 + sum_j w_j ((F - F_j)^2 + (B - B_j)^2), w_j = likeness + likenessAtEdges |a -
/// a_j|.
Pair solvedPair(const Fields& fields, const Image& frame, const Image& alpha, int x, int y)
{
    const float cover = alpha.row(y)[x];
    Pair mean{};
    float sum = 0;
    constexpr std::array<std::array<int, 2>, 4> around{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
    for (const auto& [dx, dy] : around) {
        const int u = std::clamp(x + dx, 0, frame.width() - 1);
        const int v = std::clamp(y + dy, 0, frame.height() - 1);
        const float weight = likeness + likenessAtEdges * std::abs(cover - alpha.row(v)[u]);
        const Pair& other = fields.at(u, v);
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] += weight * other[i];
        sum += weight;
    }
    const float scale = 1 / (sum + cover * cover + (1 - cover) * (1 - cover));
    for (std::size_t c = 0; c < 3; ++c) {
        const float front = mean[c] / sum;
        const float behind = mean[3 + c] / sum;
        const float wrong = frame.row(y)[3 * x + static_cast<int>(c)] - cover * front - (1 - cover) * behind;
        mean[c] = std::clamp(front + cover * wrong * scale, 0.0F, 1.0F);
        mean[3 + c] = std::clamp(behind + (1 - cover) * wrong * scale, 0.0F, 1.0F);
    }
    return mean;
}

void solve(Fields& fields, const Image& frame, const Image& alpha)
{
    // Beyond the partly covered pixels and those beside them the frame or the smaller size has said all.
    const bool small = std::max(frame.width(), frame.height()) <= smallSide;
    const Image near = boxMean(alpha, 1);
    const auto isOpen = [&](int x, int y) { return small || (near.row(y)[x] > 1 - opaque && near.row(y)[x] < opaque); };
    for (int round = 0; round < (small ? roundsWhereSmall : roundsWhereLarge); ++round) {
        const Fields before = fields;
        parallelFor(0, frame.height(), [&](std::int64_t row) {
            const int y = static_cast<int>(row);
            for (int x = 0; x < frame.width(); ++x) {
                if (isOpen(x, y))
                    fields.at(x, y) = solvedPair(before, frame, alpha, x, y);
            }
        });
    }
}

Image foregroundOf(const Fields& fields, const Image& frame, const Image& alpha)
{
    const int margin = std::max(2, frame.height() / 200);
    const Image near = boxMean(alpha, margin);
    std::vector<float> colors(fields.pairs.size() * 3, 0.0F);
    parallelFor(0, frame.height(), [&](std::int64_t row) {
        const int y = static_cast<int>(row);
        float* out = colors.data() + row * frame.width() * 3;
        for (int x = 0; x < frame.width(); ++x, out += 3) {
            if (alpha.row(y)[x] > opaque)
                std::copy_n(frame.row(y) + 3 * x, 3, out);
            else if (near.row(y)[x] > 0)
                std::copy_n(fields.at(x, y).begin(), 3, out);
        }
    });
    return Image(frame.resolution(), 3, std::move(colors));
}

} // namespace

Image foregroundColors(const Image& frame, const Image& alpha)
{
    if (frame.empty() || frame.channels() != 3 || alpha.channels() != 1 || alpha.resolution() != frame.resolution())
        throw Error(ErrorKind::Internal, "foreground colours need a colour frame and an alpha of its size");
    std::vector<std::pair<Image, Image>> levels{{frame, alpha}};
    while (std::max(levels.back().first.width(), levels.back().first.height()) > 1) {
        const Resolution size = levels.back().first.resolution();
        const Resolution half{(size.width + 1) / 2, (size.height + 1) / 2};
        levels.emplace_back(resizeArea(levels.back().first, half), resizeArea(levels.back().second, half));
    }
    const float* only = levels.back().first.data();
    Fields fields{{1, 1}, {{only[0], only[1], only[2], only[0], only[1], only[2]}}};
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        fields = enlarged(fields, level->first, level->second);
        solve(fields, level->first, level->second);
    }
    return foregroundOf(fields, frame, alpha);
}

} // namespace unividx
