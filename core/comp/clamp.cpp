#include "core/comp/clamp.h"

#include "core/time/frame_range.h"

#include <algorithm>
#include <cmath>

namespace unividx::detail {

namespace {

float clamped(float value, float low, float high)
{
    return std::isnan(value) ? std::clamp(0.0f, low, high) : std::clamp(value, low, high);
}

template <typename Keys>
void orderKeys(Keys& keys)
{
    for (auto& key : keys)
        key.frame = clampedFrame(key.frame);
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.frame < b.frame; });
    const auto last =
        std::unique(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.frame == b.frame; });
    keys.erase(last, keys.end());
}

void clampPoint(Point& point)
{
    constexpr float furthest = 64.0f; // pictures away
    point.x = clamped(point.x, -furthest, furthest);
    point.y = clamped(point.y, -furthest, furthest);
}

} // namespace

std::int64_t clampedFrame(std::int64_t frame)
{
    return std::clamp(frame, -frameLimit, frameLimit);
}

void clampCurve(Curve& curve, float low, float high)
{
    curve.constant = clamped(curve.constant, low, high);
    for (Key& key : curve.keys)
        key.value = clamped(key.value, low, high);
    orderKeys(curve.keys);
}

void clampShape(Shape& shape)
{
    shape.feather = clamped(shape.feather, 0.0f, 1000.0f);
    for (ShapeKey& key : shape.keys) {
        for (BezierPoint& point : key.points) {
            clampPoint(point.at);
            clampPoint(point.in);
            clampPoint(point.out);
        }
    }
    orderKeys(shape.keys);
}

void clampStroke(Stroke& stroke)
{
    stroke.frame = clampedFrame(stroke.frame);
    stroke.radius = clamped(stroke.radius, 0.5f, 10000.0f);
    stroke.hardness = clamped(stroke.hardness, 0.0f, 1.0f);
    stroke.strength = clamped(stroke.strength, 0.0f, 1.0f);
    for (Point& point : stroke.points)
        clampPoint(point);
}

void clampLight(Light& light)
{
    for (const LightParameter& row : lightParameters())
        clampCurve(light.*row.curve, row.low, row.high);
}

} // namespace unividx::detail
