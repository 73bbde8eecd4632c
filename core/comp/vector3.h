#pragma once

#include <cmath>

namespace unividx {

/// A place or direction in camera space: +X right, +Y up, +Z to the camera.
struct Vector3 {
    float x = 0.0f;
    float y = 0.0f;
    float z = 0.0f;

    bool operator==(const Vector3&) const = default;
};

inline Vector3 operator+(Vector3 a, Vector3 b)
{
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vector3 operator-(Vector3 a, Vector3 b)
{
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vector3 operator*(Vector3 a, float s)
{
    return {a.x * s, a.y * s, a.z * s};
}
inline float dot(Vector3 a, Vector3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vector3 cross(Vector3 a, Vector3 b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float length(Vector3 a)
{
    return std::sqrt(dot(a, a));
}
/// Of length 1; a vector too short to have a direction becomes (0, 0, 1).
inline Vector3 normalized(Vector3 a)
{
    const float size = length(a);
    return size > 1e-12f ? a * (1.0f / size) : Vector3{0.0f, 0.0f, 1.0f};
}

} // namespace unividx
