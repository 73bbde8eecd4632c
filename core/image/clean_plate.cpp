#include "core/image/clean_plate.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/guided_filter.h"
#include "core/image/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace unividx {

namespace {

constexpr std::size_t mostSamples = 64;
constexpr double stillReach = 0.0012; // heights, half a pixel of 432: less is no motion of the camera
constexpr double largestPlate = 2.5;  // frame heights, and widths

/// A sample in half the memory of an image.
struct KeptSample {
    Resolution size;
    std::vector<std::uint16_t> pixels; ///< RGB, 65535 is 1
    std::vector<bool> covered;         ///< by the subject or its margin
    CameraMotion fromPlate;
};

/// 1 where the subject is within `margin` heights, falling to 0 over as much again.
Image coverOf(const Image& subject, Resolution size, float margin)
{
    constexpr float seen = 0.04F; // of a matte; less is noise
    // Reach does not need the frame's resolution.
    const Resolution small = size.height > 270 ? fitInto(size, {1 << 20, 270}) : size;
    const Image sized = resizeArea(subject, small);
    std::vector<float> mask(sized.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] = sized.data()[i] > seen ? 1.0F : 0.0F;
    const int reach = std::max(1, static_cast<int>(std::lround(margin * static_cast<float>(small.height))));
    // Twice over squares: near a straight edge the mean falls from one half to nothing within two reaches.
    const Image mean = boxMean(boxMean(Image(small, 1, std::move(mask)), reach), reach);
    std::vector<float> cover(mean.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < cover.size(); ++i)
        cover[i] = std::clamp(mean.data()[i] * 10 - 0.1F, 0.0F, 1.0F);
    return resizeBilinear(Image(small, 1, std::move(cover)), size);
}

KeptSample kept(const Image& picture, const Image& cover)
{
    KeptSample sample{picture.resolution(), {}, {}, {}};
    const std::size_t count = picture.byteSize() / sizeof(float);
    sample.pixels.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        sample.pixels[i] = static_cast<std::uint16_t>(std::lround(std::clamp(picture.data()[i], 0.0F, 1.0F) * 65535));
    sample.covered.resize(count / 3);
    for (std::size_t i = 0; i < count / 3; ++i)
        sample.covered[i] = cover.data()[i] > 0;
    return sample;
}

/// The pixels around a place, and how far it is from the first to the last of them.
struct Around {
    int left = 0, top = 0, right = 0, bottom = 0;
    float across = 0, down = 0;

    float mix(float topLeft, float topRight, float bottomLeft, float bottomRight) const
    {
        const float upper = topLeft + across * (topRight - topLeft);
        const float lower = bottomLeft + across * (bottomRight - bottomLeft);
        return upper + down * (lower - upper);
    }
};

/// Nothing if the place is outside of a picture that is `heights` high.
std::optional<Around> around(CameraMotion::Point place, Resolution size, double heights)
{
    const double scale = size.height / heights;
    const double x = place.x * scale + 0.5 * size.width - 0.5;
    const double y = place.y * scale + 0.5 * size.height - 0.5;
    if (!(x > -1 && y > -1 && x < size.width && y < size.height))
        return std::nullopt;
    const double inX = std::clamp(x, 0.0, size.width - 1.0);
    const double inY = std::clamp(y, 0.0, size.height - 1.0);
    Around found;
    found.left = static_cast<int>(inX);
    found.top = static_cast<int>(inY);
    found.right = std::min(found.left + 1, size.width - 1);
    found.bottom = std::min(found.top + 1, size.height - 1);
    found.across = static_cast<float>(inX - found.left);
    found.down = static_cast<float>(inY - found.top);
    return found;
}

/// Where a pixel's middle is, in a picture `heights` high.
CameraMotion::Point placeOf(int x, int y, Resolution size, double heights)
{
    return {(x + 0.5 - 0.5 * size.width) / size.height * heights,
            (y + 0.5 - 0.5 * size.height) / size.height * heights};
}

/// The colour that a sample shows at a place of the plate; nothing where it does not show the background.
std::optional<std::array<float, 3>> shownBy(const KeptSample& sample, CameraMotion::Point place)
{
    const auto at = around(sample.fromPlate.at(place), sample.size, 1);
    if (!at)
        return std::nullopt;
    const auto pixel = [&](int x, int y) {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(sample.size.width) + static_cast<std::size_t>(x);
    };
    const std::array<std::size_t, 4> corners{pixel(at->left, at->top), pixel(at->right, at->top),
                                             pixel(at->left, at->bottom), pixel(at->right, at->bottom)};
    if (std::any_of(corners.begin(), corners.end(), [&](std::size_t corner) { return sample.covered[corner]; }))
        return std::nullopt;
    std::array<float, 3> color{};
    for (std::size_t c = 0; c < 3; ++c) {
        const auto value = [&](std::size_t corner) {
            return static_cast<float>(sample.pixels[3 * corners[corner] + c]) / 65535.0F;
        };
        color[c] = at->mix(value(0), value(1), value(2), value(3));
    }
    return color;
}

/// What most of the values say: the mean of those near the median.
float agreed(std::array<float, mostSamples>& values, std::size_t count, float tolerance)
{
    std::array<float, mostSamples> sorted = values;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count / 2),
                     sorted.begin() + static_cast<std::ptrdiff_t>(count));
    const float median = sorted[count / 2];
    float sum = 0;
    float near = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (std::abs(values[i] - median) <= tolerance) {
            sum += values[i];
            near += 1;
        }
    }
    return sum / near;
}

/// How large the plate has to be to hold what the samples see, in frame heights; it has the frame's shape.
double heightOf(const std::vector<KeptSample>& samples)
{
    double height = 1;
    for (const KeptSample& sample : samples) {
        const double aspect = static_cast<double>(sample.size.width) / sample.size.height;
        const CameraMotion back = sample.fromPlate.inverse();
        for (const double x : {-0.5, 0.5}) {
            for (const double y : {-0.5, 0.5}) {
                const CameraMotion::Point corner = back.at({x * aspect, y});
                height = std::max({height, 2 * std::abs(corner.x) / aspect, 2 * std::abs(corner.y)});
            }
        }
    }
    return std::min(height, largestPlate);
}

/// What the samples agree on, and where none shows anything.
std::pair<Image, Image> gathered(const std::vector<KeptSample>& samples, Resolution size, double heights,
                                 float tolerance)
{
    std::vector<float> plate(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3, 0.5F);
    std::vector<float> hole(plate.size() / 3, 0.0F);
    parallelFor(0, size.height, [&](std::int64_t y) {
        std::array<std::array<float, mostSamples>, 3> values{};
        for (int x = 0; x < size.width; ++x) {
            const CameraMotion::Point place = placeOf(x, static_cast<int>(y), size, heights);
            std::size_t found = 0;
            for (const KeptSample& sample : samples) {
                if (const auto color = shownBy(sample, place)) {
                    for (std::size_t c = 0; c < 3; ++c)
                        values[c][found] = (*color)[c];
                    ++found;
                }
            }
            const auto pixel = static_cast<std::size_t>(y * size.width + x);
            hole[pixel] = found == 0 ? 1.0F : 0.0F;
            for (std::size_t c = 0; c < 3 && found > 0; ++c)
                plate[3 * pixel + c] = agreed(values[c], found, tolerance);
        }
    });
    return {Image(size, 3, std::move(plate)), Image(size, 1, std::move(hole))};
}

} // namespace

CleanPlate::CleanPlate(std::size_t count, const std::function<PlateSample(std::size_t)>& sample,
                       const CleanPlateOptions& options)
    : options_(options)
{
    if (count == 0 || count > mostSamples)
        throw Error(ErrorKind::Internal, "a plate needs one to 64 samples");
    std::vector<KeptSample> samples;
    for (std::size_t i = 0; i < count; ++i) {
        PlateSample taken = sample(i);
        if (taken.picture.empty() || taken.picture.channels() != 3 || taken.subject.channels() != 1)
            throw Error(ErrorKind::Internal, "a plate is made of colour frames with mattes");
        if (taken.picture.height() > options.height)
            taken.picture = resizeArea(taken.picture, fitInto(taken.picture.resolution(), {1 << 20, options.height}));
        const Image cover = coverOf(taken.subject, taken.picture.resolution(), options.margin);
        views_.push_back({taken.frame, motionPicture(taken.picture, cover), {}});
        samples.push_back(kept(taken.picture, cover));
    }
    findMotions();
    for (std::size_t i = 0; i < count; ++i)
        samples[i].fromPlate = views_[i].fromPlate;
    plateHeight_ = heightOf(samples);
    const Resolution frame = samples.front().size;
    const Resolution size{static_cast<int>(std::lround(frame.width * plateHeight_)),
                          static_cast<int>(std::lround(frame.height * plateHeight_))};
    const auto [plate, hole] = gathered(samples, size, plateHeight_, options.tolerance);
    plate_ = filledByPatches(plate, hole, options.fill);
}

void CleanPlate::findMotions()
{
    const std::size_t middle = views_.size() / 2;
    const auto link = [&](std::size_t known, std::size_t next) {
        const CameraMotion between = cameraMotion(views_[known].picture, views_[next].picture);
        const CameraMotion guess = views_[known].fromPlate.then(between);
        // Once more against the middle one, so that small errors do not add up; what has left its view stays.
        const double far = guess.reach(1);
        views_[next].fromPlate =
            far > stillReach && far < 0.4 ? cameraMotion(views_[middle].picture, views_[next].picture, guess) : guess;
    };
    for (std::size_t i = middle; i + 1 < views_.size(); ++i)
        link(i, i + 1);
    for (std::size_t i = middle; i > 0; --i)
        link(i, i - 1);
    still_ = std::all_of(views_.begin(), views_.end(),
                         [](const View& view) { return view.fromPlate.reach(1.78) < stillReach; });
    if (still_) {
        for (View& view : views_)
            view.fromPlate = {};
    }
}

CameraMotion CleanPlate::motionTo(const PlateSample& frame) const
{
    if (still_)
        return {};
    const auto nearest = std::min_element(views_.begin(), views_.end(), [&](const View& a, const View& b) {
        return std::abs(a.frame - frame.frame) < std::abs(b.frame - frame.frame);
    });
    const Image cover = coverOf(frame.subject, fitInto(frame.picture.resolution(), {1 << 20, 270}), options_.margin);
    return nearest->fromPlate.then(cameraMotion(nearest->picture, motionPicture(frame.picture, cover)));
}

Image CleanPlate::behind(const PlateSample& frame) const
{
    const Resolution size = frame.picture.resolution();
    const CameraMotion toPlate = motionTo(frame).inverse();
    const Image cover = coverOf(frame.subject, size, options_.margin);
    std::vector<float> seen(frame.picture.data(), frame.picture.data() + frame.picture.byteSize() / sizeof(float));
    parallelFor(0, size.height, [&](std::int64_t y) {
        const float* shares = cover.row(static_cast<int>(y));
        float* out = seen.data() + y * size.width * 3;
        for (int x = 0; x < size.width; ++x, out += 3) {
            if (shares[x] <= 0)
                continue;
            const auto at =
                around(toPlate.at(placeOf(x, static_cast<int>(y), size, 1)), plate_.resolution(), plateHeight_);
            for (int c = 0; at && c < 3; ++c) {
                const float there = at->mix(plate_.at(at->left, at->top, c), plate_.at(at->right, at->top, c),
                                            plate_.at(at->left, at->bottom, c), plate_.at(at->right, at->bottom, c));
                out[c] += shares[x] * (there - out[c]);
            }
        }
    });
    return Image(size, 3, std::move(seen));
}

} // namespace unividx
