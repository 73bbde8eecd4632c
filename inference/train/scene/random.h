#pragma once

#include "inference/train/scene/vec.h"

#include <cstdint>

namespace unividx::scene {

/// One round of SplitMix64: a good hash of 64 bits. Source: Steele, Lea, Flood 2014.
constexpr std::uint64_t splitMix(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

/// A seeded source of numbers. Own code, because the standard library's distributions give different
/// numbers with different libraries, and a seed must name a scene everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(splitMix(seed)) {}

    std::uint64_t bits()
    {
        state_ += 0x9E3779B97F4A7C15ULL;
        return splitMix(state_);
    }
    float unit() { return static_cast<float>(bits() >> 40) * 0x1p-24F; } ///< in [0, 1)
    float between(float lo, float hi) { return lo + (hi - lo) * unit(); }
    float logBetween(float lo, float hi) { return lo * std::pow(hi / lo, unit()); }
    int below(int count) { return static_cast<int>(bits() % static_cast<std::uint64_t>(count)); } ///< in [0, count)
    bool chance(float probability) { return unit() < probability; }
    float sign() { return chance(0.5F) ? 1.0F : -1.0F; }
    float normal() ///< mean 0, deviation 1: twelve uniforms, exact enough and free of libm
    {
        float sum = -6.0F;
        for (int i = 0; i < 12; ++i)
            sum += unit();
        return sum;
    }
    Vec3 direction()
    {
        const float z = between(-1, 1);
        const float angle = between(0, 6.2831853F);
        const float r = std::sqrt(std::max(0.0F, 1 - z * z));
        return {r * std::cos(angle), z, r * std::sin(angle)};
    }

private:
    std::uint64_t state_;
};

/// A hash of a lattice point, in [0, 2^32).
inline std::uint32_t hashCell(int x, int y, std::uint32_t seed)
{
    std::uint32_t h = static_cast<std::uint32_t>(x) * 0x8DA6B343U ^ static_cast<std::uint32_t>(y) * 0xD8163841U ^ seed;
    h = (h ^ (h >> 15)) * 0x2C1B3C6DU;
    h = (h ^ (h >> 12)) * 0x297A2D39U;
    return h ^ (h >> 15);
}

inline float unitHash(int x, int y, std::uint32_t seed)
{
    return static_cast<float>(hashCell(x, y, seed) >> 8) * 0x1p-24F;
}

} // namespace unividx::scene
