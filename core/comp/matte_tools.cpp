#include "core/comp/matte_tools.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/vector_clones.h"
#include "core/image/blur.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace unividx {

namespace {

void requireMatte(const Image& matte)
{
    if (matte.empty() || matte.channels() != 1)
        throw Error(ErrorKind::Internal, "a matte has one channel");
}

std::size_t pixelCount(const Image& image)
{
    return static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
}

template <typename Change>
Image changedRows(const Image& matte, const Change& change)
{
    std::vector<float> pixels(pixelCount(matte));
    parallelFor(0, matte.height(), [&](std::int64_t y) {
        change(static_cast<int>(y), pixels.data() + static_cast<std::size_t>(y) * matte.width());
    });
    return Image(matte.resolution(), 1, std::move(pixels));
}

struct Larger {
    static float of(float a, float b) { return a > b ? a : b; }
};
struct Smaller {
    static float of(float a, float b) { return a < b ? a : b; }
};

template <typename Pick>
inline void pickLoop(const float* a, const float* b, float* into, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        into[i] = Pick::of(into[i], Pick::of(a[i], b[i]));
}

UNIVIDX_VECTOR_CLONES void pickLarger(const float* a, const float* b, float* into, std::size_t count)
{
    pickLoop<Larger>(a, b, into, count);
}

UNIVIDX_VECTOR_CLONES void pickSmaller(const float* a, const float* b, float* into, std::size_t count)
{
    pickLoop<Smaller>(a, b, into, count);
}

// The largest (smallest) value of a disc around every pixel. Of each row the value over its own neighbours is made for
// one reach after the other, and goes into the rows above and below whose chord of the disc has that reach.
Image overDisc(const Image& matte, int radius, bool larger)
{
    auto* const pick = larger ? &pickLarger : &pickSmaller;
    const int width = matte.width();
    const int height = matte.height();
    const auto count = static_cast<std::size_t>(width);
    std::vector<int> reach; // of the chord that many rows off the middle
    for (int row = 0; row <= radius; ++row)
        reach.push_back(static_cast<int>(std::sqrt(static_cast<double>(radius * radius - row * row))));
    std::vector<float> pixels(matte.data(), matte.data() + pixelCount(matte));
    const int band = std::max(32, 4 * radius);
    parallelFor(0, (height + band - 1) / band, [&](std::int64_t part) {
        const int first = static_cast<int>(part) * band;
        const int last = std::min(height, first + band);
        std::vector<float> padded(count + 2 * static_cast<std::size_t>(radius));
        std::vector<float> widest(count);
        for (int y = std::max(0, first - radius); y < std::min(height, last + radius); ++y) {
            const float* row = matte.row(y);
            float* middle = padded.data() + radius;
            std::copy(row, row + count, middle);
            std::fill(padded.begin(), padded.begin() + radius, row[0]);
            std::fill(padded.end() - radius, padded.end(), row[count - 1]);
            std::copy(row, row + count, widest.begin());
            for (int off = radius, done = 0; off >= 0; --off) {
                for (; done < reach[static_cast<std::size_t>(off)]; ++done)
                    pick(middle - done - 1, middle + done + 1, widest.data(), count);
                for (const int target : {y - off, y + off}) {
                    if (target >= first && target < last && (off > 0 || target == y))
                        pick(widest.data(), widest.data(), pixels.data() + static_cast<std::size_t>(target) * count,
                             count);
                }
            }
        }
    });
    return Image(matte.resolution(), 1, std::move(pixels));
}

// Regions of pixels that `open` says belong together: the sum over each, and whether it touches the border.
struct Regions {
    std::vector<std::int32_t> label; // a pixel's region's root; -1: none
    std::vector<double> sum;         // at the root
    std::vector<char> touchesBorder;
};

Regions findRegions(const Image& matte, float floor, bool inverted)
{
    const int width = matte.width();
    const int height = matte.height();
    const auto count = pixelCount(matte);
    Regions regions{std::vector<std::int32_t>(count, -1), std::vector<double>(count, 0.0), std::vector<char>(count, 0)};
    std::vector<std::int32_t>& parent = regions.label;
    const auto rootOf = [&](std::int32_t at) {
        while (parent[static_cast<std::size_t>(at)] != at) {
            auto& up = parent[static_cast<std::size_t>(at)];
            up = parent[static_cast<std::size_t>(up)];
            at = up;
        }
        return at;
    };
    const auto join = [&](std::int32_t a, std::int32_t b) {
        a = rootOf(a);
        b = rootOf(b);
        parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    };
    const auto valueAt = [&](std::size_t i) { return inverted ? 1.0f - matte.data()[i] : matte.data()[i]; };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto at = static_cast<std::int32_t>(y * width + x);
            const auto i = static_cast<std::size_t>(at);
            if (!(valueAt(i) > floor))
                continue;
            parent[i] = at;
            if (x > 0 && parent[i - 1] >= 0)
                join(at, at - 1);
            if (y > 0 && parent[i - static_cast<std::size_t>(width)] >= 0)
                join(at, at - width);
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (parent[i] < 0)
            continue;
        const auto root = static_cast<std::size_t>(rootOf(static_cast<std::int32_t>(i)));
        parent[i] = static_cast<std::int32_t>(root); // roots are smaller, so chains are short from here on
        regions.sum[root] += valueAt(i);
        const auto x = static_cast<int>(i % static_cast<std::size_t>(width));
        const auto y = static_cast<int>(i / static_cast<std::size_t>(width));
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
            regions.touchesBorder[root] = 1;
    }
    return regions;
}

constexpr float nothing = 1.0f / 512.0f; // half an 8-bit code

Image withoutSmall(const Image& matte, float area, bool holes)
{
    requireMatte(matte);
    if (!(area > 0.0f))
        return matte;
    const Regions regions = findRegions(matte, nothing, holes);
    std::vector<float> pixels(matte.data(), matte.data() + pixelCount(matte));
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        if (regions.label[i] < 0)
            continue;
        const auto root = static_cast<std::size_t>(regions.label[i]);
        if (regions.sum[root] < area && !(holes && regions.touchesBorder[root]))
            pixels[i] = holes ? 1.0f : 0.0f;
    }
    return Image(matte.resolution(), 1, std::move(pixels));
}

} // namespace

Image matteLevels(const Image& matte, float black, float white, float gamma)
{
    requireMatte(matte);
    if (black == 0.0f && white == 1.0f && gamma == 1.0f)
        return matte;
    return changedRows(matte, [&](int y, float* out) {
        const float* in = matte.row(y);
        for (int x = 0; x < matte.width(); ++x) {
            const float share = white > black ? std::clamp((in[x] - black) / (white - black), 0.0f, 1.0f)
                                              : (in[x] > black ? 1.0f : 0.0f);
            out[x] = gamma == 1.0f || share == 0.0f || share == 1.0f ? share
                                                                     : std::pow(share, 1.0f / std::max(gamma, 1e-3f));
        }
    });
}

Image growMatte(const Image& matte, float radius)
{
    requireMatte(matte);
    if (radius == 0.0f || !std::isfinite(radius))
        return matte;
    const float size = std::min(std::fabs(radius), 1000.0f);
    const int whole = static_cast<int>(size);
    const float rest = size - static_cast<float>(whole);
    const Image low = whole > 0 ? overDisc(matte, whole, radius > 0.0f) : matte;
    if (rest == 0.0f)
        return low;
    const Image high = overDisc(matte, whole + 1, radius > 0.0f);
    return changedRows(matte, [&](int y, float* out) {
        const float* a = low.row(y);
        const float* b = high.row(y);
        for (int x = 0; x < matte.width(); ++x)
            out[x] = a[x] + rest * (b[x] - a[x]);
    });
}

Image featherMatte(const Image& matte, float radius)
{
    requireMatte(matte);
    return gaussianBlur(matte, radius / 3.0f);
}

Image despeckleMatte(const Image& matte, float area)
{
    return withoutSmall(matte, area, false);
}

Image fillMatteHoles(const Image& matte, float area)
{
    return withoutSmall(matte, area, true);
}

Image medianMatte(const std::vector<Image>& mattes)
{
    if (mattes.size() % 2 == 0)
        throw Error(ErrorKind::Internal, "the middle of an even number of mattes was asked for");
    for (const Image& matte : mattes) {
        requireMatte(matte);
        if (matte.resolution() != mattes.front().resolution())
            throw Error(ErrorKind::Internal, "mattes of different sizes were compared over time");
    }
    if (mattes.size() == 1)
        return mattes.front();
    return changedRows(mattes.front(), [&](int y, float* out) {
        std::vector<float> values(mattes.size());
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        for (int x = 0; x < mattes.front().width(); ++x) {
            for (std::size_t i = 0; i < mattes.size(); ++i)
                values[i] = mattes[i].row(y)[x];
            std::nth_element(values.begin(), middle, values.end());
            out[x] = *middle;
        }
    });
}

Image refineMatte(const Image& matte, const Image& guide, const GuidedFilterOptions& options, float amount)
{
    requireMatte(matte);
    if (!(amount > 0.0f) || options.radius < 1)
        return matte;
    const Image fine = guidedFilter(matte, guide, options);
    return changedRows(matte, [&](int y, float* out) {
        const float* a = matte.row(y);
        const float* b = fine.row(y);
        for (int x = 0; x < matte.width(); ++x)
            out[x] = std::clamp(a[x] + amount * (b[x] - a[x]), 0.0f, 1.0f);
    });
}

} // namespace unividx
