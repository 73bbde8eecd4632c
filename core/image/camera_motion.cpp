#include "core/image/camera_motion.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace unividx {

namespace {

using Terms = std::array<double, 8>;
using Matrix = std::array<double, 9>;

constexpr int largestRows = 240;
constexpr int smallestRows = 48;
constexpr float tolerance = 0.05F; // brightness; what differs much more is not the background seen again

Matrix matrixOf(const CameraMotion& motion)
{
    Matrix matrix{};
    std::copy(motion.terms.begin(), motion.terms.end(), matrix.begin());
    matrix[8] = 1;
    return matrix;
}

CameraMotion motionOf(const Matrix& matrix)
{
    CameraMotion motion;
    for (std::size_t i = 0; i < motion.terms.size(); ++i)
        motion.terms[i] = matrix[i] / matrix[8];
    return motion;
}

Image lumaOf(const Image& frame)
{
    std::vector<float> luma(frame.byteSize() / sizeof(float) / 3);
    for (std::size_t i = 0; i < luma.size(); ++i) {
        const float* rgb = frame.data() + 3 * i;
        luma[i] = 0.299F * rgb[0] + 0.587F * rgb[1] + 0.114F * rgb[2];
    }
    return Image(frame.resolution(), 1, std::move(luma));
}

Image backgroundOf(const Image& subject, Resolution size)
{
    const Image sized = resizeArea(subject, size);
    std::vector<float> background(sized.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < background.size(); ++i)
        background[i] = sized.data()[i] > 0.5F ? 0.0F : 1.0F;
    return Image(size, 1, std::move(background));
}

/// Solves a x = b for a symmetric positive definite matrix, by Cholesky; nothing if it is not.
std::optional<Terms> solved(std::array<Terms, 8> a, Terms b, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i][j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= a[i][k] * a[j][k];
            if (i == j && sum <= 1e-12)
                return std::nullopt;
            a[i][j] = i == j ? std::sqrt(sum) : sum / a[j][j];
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (std::size_t i = count; i-- > 0;) {
        for (std::size_t k = i + 1; k < count; ++k)
            b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

/// The comparison of two pictures at one size under a motion.
class Comparison {
public:
    Comparison(const MotionPicture::Level& from, const MotionPicture::Level& to) : from_(from), to_(to) {}

    /// The mean Geman-McClure cost over what both show; large if that is little.
    double cost(const CameraMotion& motion, int stride) const
    {
        double sum = 0;
        double count = 0;
        each(motion, stride, [&](CameraMotion::Point, CameraMotion::Point, float difference, float, float) {
            const double square = static_cast<double>(difference) * difference / (tolerance * tolerance);
            sum += square / (1 + square);
            count += 1;
        });
        const double all = static_cast<double>(from_.luma.width()) * from_.luma.height() / (stride * stride);
        return count < 0.15 * all ? 2.0 : sum / count;
    }

    /// One Gauss-Newton step over `count` of the terms in `order`.
    std::optional<CameraMotion> step(const CameraMotion& motion, std::size_t count, int stride) const
    {
        constexpr std::array<std::size_t, 8> order{2, 5, 0, 1, 3, 4, 6, 7}; // shift, then affine, then perspective
        std::array<Terms, 8> normal{};
        Terms right{};
        each(motion, stride,
             [&](CameraMotion::Point source, CameraMotion::Point target, float difference, float slopeX, float slopeY) {
                 const double square = static_cast<double>(difference) * difference / (tolerance * tolerance);
                 const double weight = 1 / ((1 + square) * (1 + square));
                 const double depth = motion.terms[6] * source.x + motion.terms[7] * source.y + 1;
                 const double gx = slopeX / depth;
                 const double gy = slopeY / depth;
                 const double along = -(gx * target.x + gy * target.y);
                 const Terms full{gx * source.x,    gx * source.y,   gx, gy * source.x, gy * source.y, gy,
                                  along * source.x, along * source.y};
                 for (std::size_t i = 0; i < count; ++i) {
                     const double weighted = weight * full[order[i]];
                     right[i] -= weighted * difference;
                     for (std::size_t j = 0; j <= i; ++j)
                         normal[i][j] += weighted * full[order[j]];
                 }
             });
        for (std::size_t i = 0; i < count; ++i)
            normal[i][i] *= 1 + 1e-6;
        const std::optional<Terms> change = solved(normal, right, count);
        if (!change)
            return std::nullopt;
        CameraMotion next = motion;
        for (std::size_t i = 0; i < count; ++i)
            next.terms[order[i]] += (*change)[i];
        return next;
    }

private:
    /// For every pixel that both show: its place in each, how much brighter the second is, and its slope there.
    template <typename Do>
    void each(const CameraMotion& motion, int stride, const Do& work) const
    {
        const int width = from_.luma.width();
        const int height = from_.luma.height();
        const double scale = to_.luma.height();
        const auto slopeScale = static_cast<float>(scale);
        for (int y = 0; y < height; y += stride) {
            for (int x = 0; x < width; x += stride) {
                if (from_.background.row(y)[x] < 0.5F)
                    continue;
                const CameraMotion::Point source{(x + 0.5 - 0.5 * width) / height, (y + 0.5 - 0.5 * height) / height};
                const CameraMotion::Point target = motion.at(source);
                const double u = target.x * scale + 0.5 * to_.luma.width() - 0.5;
                const double v = target.y * scale + 0.5 * to_.luma.height() - 0.5;
                if (!(u >= 0 && v >= 0 && u < to_.luma.width() - 1 && v < to_.luma.height() - 1))
                    continue;
                const int left = static_cast<int>(u);
                const int top = static_cast<int>(v);
                const auto a = static_cast<float>(u - left);
                const auto b = static_cast<float>(v - top);
                const float* upper = to_.luma.row(top) + left;
                const float* lower = to_.luma.row(top + 1) + left;
                if (to_.background.row(top + (b > 0.5F ? 1 : 0))[left + (a > 0.5F ? 1 : 0)] < 0.5F)
                    continue;
                const float slopeX = (1 - b) * (upper[1] - upper[0]) + b * (lower[1] - lower[0]);
                const float slopeY = (1 - a) * (lower[0] - upper[0]) + a * (lower[1] - upper[1]);
                const float there =
                    (1 - b) * ((1 - a) * upper[0] + a * upper[1]) + b * ((1 - a) * lower[0] + a * lower[1]);
                work(source, target, there - from_.luma.row(y)[x], slopeX * slopeScale, slopeY * slopeScale);
            }
        }
    }

    const MotionPicture::Level& from_;
    const MotionPicture::Level& to_;
};

/// The best shift of up to a quarter of the height at the smallest size.
CameraMotion shifted(const Comparison& comparison, const CameraMotion& guess)
{
    constexpr int steps = smallestRows / 4;
    constexpr int stride = 2;
    CameraMotion best = guess;
    double least = comparison.cost(guess, stride) * 0.95; // a guess is left only for something better
    for (int down = -steps; down <= steps; ++down) {
        for (int right = -steps; right <= steps; ++right) {
            CameraMotion shift;
            shift.terms[2] = static_cast<double>(right) / smallestRows;
            shift.terms[5] = static_cast<double>(down) / smallestRows;
            const CameraMotion candidate = guess.then(shift);
            // What repeats itself fits in many places: the nearest is the likeliest.
            const double far = std::hypot(shift.terms[2], shift.terms[5]);
            if (const double cost = comparison.cost(candidate, stride) * (1 + 2 * far); cost < least) {
                least = cost;
                best = candidate;
            }
        }
    }
    return best;
}

} // namespace

CameraMotion::Point CameraMotion::at(Point point) const
{
    const double depth = terms[6] * point.x + terms[7] * point.y + 1;
    return {(terms[0] * point.x + terms[1] * point.y + terms[2]) / depth,
            (terms[3] * point.x + terms[4] * point.y + terms[5]) / depth};
}

CameraMotion CameraMotion::then(const CameraMotion& next) const
{
    const Matrix a = matrixOf(next);
    const Matrix b = matrixOf(*this);
    Matrix product{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            for (std::size_t k = 0; k < 3; ++k)
                product[3 * i + j] += a[3 * i + k] * b[3 * k + j];
        }
    }
    return motionOf(product);
}

CameraMotion CameraMotion::inverse() const
{
    const Matrix m = matrixOf(*this);
    const Matrix adjoint{m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
                         m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
                         m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    if (std::abs(adjoint[8]) < 1e-9)
        throw Error(ErrorKind::Internal, "a camera motion cannot be undone");
    return motionOf(adjoint);
}

double CameraMotion::reach(double aspect) const
{
    double longest = 0;
    for (const double x : {-0.5 * aspect, 0.5 * aspect}) {
        for (const double y : {-0.5, 0.5}) {
            const Point moved = at({x, y});
            longest = std::max(longest, std::hypot(moved.x - x, moved.y - y));
        }
    }
    return longest;
}

MotionPicture motionPicture(const Image& frame, const Image& subject)
{
    MotionPicture picture;
    Image small = resizeArea(frame, fitInto(frame.resolution(), {1 << 20, std::min(largestRows, frame.height())}));
    Image luma = lumaOf(small);
    while (true) {
        picture.levels.push_back({luma, backgroundOf(subject, luma.resolution())});
        if (luma.height() <= smallestRows)
            return picture;
        luma = resizeArea(luma, fitInto(luma.resolution(), {1 << 20, std::max(smallestRows, luma.height() / 2)}));
    }
}

CameraMotion cameraMotion(const MotionPicture& from, const MotionPicture& to, const CameraMotion& guess)
{
    const std::size_t levels = std::min(from.levels.size(), to.levels.size());
    CameraMotion motion = guess;
    for (std::size_t level = levels; level-- > 0;) {
        const Comparison comparison(from.levels[level], to.levels[level]);
        if (level + 1 == levels)
            motion = shifted(comparison, motion);
        const std::size_t terms = level + 1 == levels ? 2 : level > 1 ? 6 : 8;
        // A quarter of the pixels of a large picture say as much.
        const int stride = from.levels[level].luma.height() > 120 ? 2 : 1;
        double least = comparison.cost(motion, stride);
        for (int round = 0; round < 12; ++round) {
            const auto next = comparison.step(motion, terms, stride);
            if (!next)
                break;
            const double cost = comparison.cost(*next, stride);
            if (!(cost < least))
                break;
            const bool still = least - cost < 1e-4 * least;
            least = cost;
            motion = *next;
            if (still)
                break;
        }
    }
    return motion;
}

} // namespace unividx
