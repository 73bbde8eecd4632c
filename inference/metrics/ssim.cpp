#include "inference/metrics/ssim.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "inference/metrics/picture_pair.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace unividx {

namespace {

constexpr int side = 11;
constexpr double c1 = 0.01 * 0.01;
constexpr double c2 = 0.03 * 0.03;

using Window = std::array<double, side>;

/// The window's weights along one axis; their products sum to 1.
Window gaussianWindow()
{
    Window weights{};
    double sum = 0;
    for (int i = 0; i < side; ++i) {
        const double distance = i - side / 2;
        weights[static_cast<std::size_t>(i)] = std::exp(-distance * distance / (2 * 1.5 * 1.5));
        sum += weights[static_cast<std::size_t>(i)];
    }
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

/// Weighted means of x, y, x * x, y * y and x * y.
using Moments = std::array<double, 5>;

double index(const Moments& m)
{
    const double varianceX = m[2] - m[0] * m[0];
    const double varianceY = m[3] - m[1] * m[1];
    const double covariance = m[4] - m[0] * m[1];
    return (2 * m[0] * m[1] + c1) * (2 * covariance + c2) /
           ((m[0] * m[0] + m[1] * m[1] + c1) * (varianceX + varianceY + c2));
}

/// The moments along each row's windows, one row of the picture after another.
std::vector<Moments> alongRows(const Image& made, const Image& wanted, int channel, const Window& window)
{
    const int columns = made.width() - side + 1;
    std::vector<Moments> moments(static_cast<std::size_t>(columns) * static_cast<std::size_t>(made.height()));
    parallelFor(0, made.height(), [&](std::int64_t row) {
        const int y = static_cast<int>(row);
        for (int x = 0; x < columns; ++x) {
            Moments& sum =
                moments[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(x)];
            for (int i = 0; i < side; ++i) {
                const double weight = window[static_cast<std::size_t>(i)];
                const double a = made.at(x + i, y, channel);
                const double b = wanted.at(x + i, y, channel);
                sum[0] += weight * a;
                sum[1] += weight * b;
                sum[2] += weight * a * a;
                sum[3] += weight * b * b;
                sum[4] += weight * a * b;
            }
        }
    });
    return moments;
}

double ofChannel(const Image& made, const Image& wanted, int channel, const Window& window)
{
    const auto columns = static_cast<std::size_t>(made.width() - side + 1);
    const int rows = made.height() - side + 1;
    const std::vector<Moments> rowMoments = alongRows(made, wanted, channel, window);
    std::vector<double> sums(static_cast<std::size_t>(rows));
    parallelFor(0, rows, [&](std::int64_t row) {
        const auto y = static_cast<std::size_t>(row);
        for (std::size_t x = 0; x < columns; ++x) {
            Moments moments{};
            for (std::size_t i = 0; i < side; ++i) {
                const Moments& part = rowMoments[(y + i) * columns + x];
                for (std::size_t which = 0; which < moments.size(); ++which)
                    moments[which] += window[i] * part[which];
            }
            sums[y] += index(moments);
        }
    });
    double sum = 0;
    for (const double rowSum : sums)
        sum += rowSum;
    return sum / (static_cast<double>(columns) * rows);
}

} // namespace

double ssim(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 3);
    if (made.width() < side || made.height() < side)
        throw Error(ErrorKind::Input, "structural similarity needs pictures of at least 11x11 pixels, not " +
                                          std::to_string(made.width()) + "x" + std::to_string(made.height()));
    const Window window = gaussianWindow();
    double sum = 0;
    for (int channel = 0; channel < 3; ++channel)
        sum += ofChannel(made, wanted, channel, window);
    return sum / 3;
}

} // namespace unividx
