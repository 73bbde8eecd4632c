#pragma once

#include <algorithm>
#include <cmath>

namespace unividx::scene {

/// A point, a direction or a linear RGB colour. Metres in the world: x right, y up, right-handed.
struct Vec3 {
    float x = 0;
    float y = 0;
    float z = 0;

    bool operator==(const Vec3&) const = default;
};

inline Vec3 operator+(Vec3 a, Vec3 b)
{
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vec3 operator-(Vec3 a, Vec3 b)
{
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vec3 operator-(Vec3 a)
{
    return {-a.x, -a.y, -a.z};
}
inline Vec3 operator*(Vec3 a, Vec3 b)
{
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
inline Vec3 operator*(Vec3 a, float k)
{
    return {a.x * k, a.y * k, a.z * k};
}
inline Vec3 operator*(float k, Vec3 a)
{
    return a * k;
}
inline Vec3 operator/(Vec3 a, float k)
{
    return a * (1.0F / k);
}
inline Vec3& operator+=(Vec3& a, Vec3 b)
{
    return a = a + b;
}
inline Vec3& operator*=(Vec3& a, Vec3 b)
{
    return a = a * b;
}
inline Vec3& operator*=(Vec3& a, float k)
{
    return a = a * k;
}
inline float dot(Vec3 a, Vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(Vec3 a, Vec3 b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float length(Vec3 a)
{
    return std::sqrt(dot(a, a));
}
inline Vec3 normalized(Vec3 a)
{
    return a * (1.0F / std::sqrt(std::max(dot(a, a), 1e-20F)));
}
inline Vec3 mix(Vec3 a, Vec3 b, float k)
{
    return a + (b - a) * k;
}
inline float mix(float a, float b, float k)
{
    return a + (b - a) * k;
}
inline Vec3 min(Vec3 a, Vec3 b)
{
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::min(a.z, b.z)};
}
inline Vec3 max(Vec3 a, Vec3 b)
{
    return {std::max(a.x, b.x), std::max(a.y, b.y), std::max(a.z, b.z)};
}
inline float saturate(float v)
{
    return std::clamp(v, 0.0F, 1.0F);
}
inline float luminance(Vec3 c)
{
    return 0.2126F * c.x + 0.7152F * c.y + 0.0722F * c.z;
}
inline float smoothstep(float lo, float hi, float v)
{
    const float t = saturate((v - lo) / (hi - lo));
    return t * t * (3.0F - 2.0F * t);
}

/// Three orthonormal axes, each given in the outer space.
struct Axes {
    Vec3 x{1, 0, 0};
    Vec3 y{0, 1, 0};
    Vec3 z{0, 0, 1};

    Vec3 outward(Vec3 local) const { return x * local.x + y * local.y + z * local.z; }
    Vec3 inward(Vec3 outer) const { return {dot(x, outer), dot(y, outer), dot(z, outer)}; }
    /// These axes, given inside `outer`, seen from outside.
    Axes within(const Axes& outer) const { return {outer.outward(x), outer.outward(y), outer.outward(z)}; }
};

/// A turn about the vertical; positive turns +z towards +x.
inline Axes turned(float yaw)
{
    const float c = std::cos(yaw);
    const float s = std::sin(yaw);
    return {{c, 0, -s}, {0, 1, 0}, {s, 0, c}};
}

/// Axes whose y is `up`; the other two are any that complete it.
inline Axes axesWithY(Vec3 up)
{
    const Vec3 y = normalized(up);
    const Vec3 helper = std::abs(y.z) < 0.9F ? Vec3{0, 0, 1} : Vec3{1, 0, 0};
    const Vec3 x = normalized(cross(y, helper));
    return {x, y, cross(x, y)};
}

/// A rigid placement: outer = origin + axes.outward(local).
struct Placement {
    Vec3 origin;
    Axes axes;

    Vec3 point(Vec3 local) const { return origin + axes.outward(local); }
};

} // namespace unividx::scene
