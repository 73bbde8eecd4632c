#include "core/comp/environment.h"

#include "core/base/error.h"
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace unividx {

namespace {

constexpr double pi = 3.14159265358979323846;

// The first nine real spherical harmonics of a direction.
std::array<double, 9> harmonics(Vector3 d)
{
    const double x = d.x;
    const double y = d.y;
    const double z = d.z;
    return {0.28209479177387814,
            0.4886025119029199 * y,
            0.4886025119029199 * z,
            0.4886025119029199 * x,
            1.0925484305920792 * x * y,
            1.0925484305920792 * y * z,
            0.31539156525252005 * (3.0 * z * z - 1.0),
            1.0925484305920792 * x * z,
            0.5462742152960396 * (x * x - y * y)};
}

// What a cosine leaves of each degree, over pi: 1, 2/3, 1/4.
constexpr std::array<double, 9> cosineShare{1.0, 2.0 / 3, 2.0 / 3, 2.0 / 3, 0.25, 0.25, 0.25, 0.25, 0.25};

class Projection {
public:
    void add(Vector3 direction, const float* rgb, double solidAngle)
    {
        const std::array<double, 9> values = harmonics(direction);
        for (std::size_t c = 0; c < 3; ++c) {
            const double radiance = std::isfinite(rgb[c]) ? std::max(0.0f, rgb[c]) : 0.0f;
            for (std::size_t i = 0; i < 9; ++i)
                sums_[c][i] += radiance * values[i] * solidAngle;
        }
    }

    AmbientLight finish() const
    {
        AmbientLight light;
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t i = 0; i < 9; ++i)
                light.coefficients[c][i] = static_cast<float>(sums_[c][i] * cosineShare[i]);
        }
        return light;
    }

private:
    std::array<std::array<double, 9>, 3> sums_{};
};

Image smallCopy(const Image& image, Resolution box)
{
    if (image.channels() < 3)
        throw Error(ErrorKind::Internal, "light was taken from a picture without colour");
    if (image.width() <= box.width && image.height() <= box.height)
        return image;
    return resizeArea(image, {std::min(image.width(), box.width), std::min(image.height(), box.height)});
}

} // namespace

std::array<float, 3> ambientAt(const AmbientLight& light, Vector3 normal)
{
    const std::array<double, 9> values = harmonics(normal);
    std::array<float, 3> result{};
    for (std::size_t c = 0; c < 3; ++c) {
        double sum = 0.0;
        for (std::size_t i = 0; i < 9; ++i)
            sum += light.coefficients[c][i] * values[i];
        result[c] = static_cast<float>(std::max(0.0, sum));
    }
    return result;
}

AmbientLight evenLight(std::array<float, 3> radiance)
{
    AmbientLight light;
    for (std::size_t c = 0; c < 3; ++c)
        light.coefficients[c][0] = static_cast<float>(radiance[c] / 0.28209479177387814);
    return light;
}

AmbientLight lightOfPanorama(const Image& panorama, float turn)
{
    const Image map = smallCopy(panorama, {256, 128});
    const double turned = turn * pi / 180.0;
    Projection projection;
    for (int y = 0; y < map.height(); ++y) {
        const double top = pi * (0.5 - static_cast<double>(y) / map.height());
        const double bottom = pi * (0.5 - static_cast<double>(y + 1) / map.height());
        const double solidAngle = (std::sin(top) - std::sin(bottom)) * 2.0 * pi / map.width();
        const double up = 0.5 * (top + bottom);
        for (int x = 0; x < map.width(); ++x) {
            const double aside = ((x + 0.5) / map.width() - 0.5) * 2.0 * pi + turned;
            const Vector3 direction{static_cast<float>(std::sin(aside) * std::cos(up)),
                                    static_cast<float>(std::sin(up)),
                                    static_cast<float>(-std::cos(aside) * std::cos(up))};
            projection.add(direction, map.row(y) + x * map.channels(), solidAngle);
        }
    }
    return projection.finish();
}

AmbientLight lightOfBackground(const Image& plate)
{
    const Image map = smallCopy(plate, {64, 64});
    // Rings of equal area, and in each the same number of directions.
    constexpr int rings = 64;
    constexpr int around = 128;
    Projection projection;
    for (int ring = 0; ring < rings; ++ring) {
        const double z = (ring + 0.5) / rings * 2.0 - 1.0;
        const double radius = std::sqrt(1.0 - z * z);
        for (int step = 0; step < around; ++step) {
            const double angle = (step + 0.5) / around * 2.0 * pi;
            const Vector3 direction{static_cast<float>(radius * std::cos(angle)),
                                    static_cast<float>(radius * std::sin(angle)), static_cast<float>(z)};
            const int x = std::clamp(static_cast<int>((0.5f + 0.5f * direction.x) * map.width()), 0, map.width() - 1);
            const int y = std::clamp(static_cast<int>((0.5f - 0.5f * direction.y) * map.height()), 0, map.height() - 1);
            projection.add(direction, map.row(y) + x * map.channels(), 4.0 * pi / (rings * around));
        }
    }
    return projection.finish();
}

} // namespace unividx
