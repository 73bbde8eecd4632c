#pragma once

#include <cstdint>
#include <vector>

namespace unividx {

/// How a value goes on from one key to the next.
enum class Interpolation {
    Hold,   ///< stays until the next key
    Linear, ///< at one pace
    Smooth, ///< slow out of the one and into the other: 3 t^2 - 2 t^3, never beyond either
};

struct Key {
    std::int64_t frame = 0; ///< the source's number
    float value = 0.0f;
    Interpolation to = Interpolation::Smooth; ///< on the way to the next key

    bool operator==(const Key&) const = default;
};

/// A number of a node that may change over time.
struct Curve {
    float constant = 0.0f; ///< where there are no keys
    std::vector<Key> keys; ///< by frame, each frame once

    Curve() = default;
    Curve(float value) : constant(value) {} // NOLINT(google-explicit-constructor): a number is a curve

    /// Before the first key its value, after the last one that one's.
    float at(std::int64_t frame) const;
    bool isAnimated() const { return !keys.empty(); }

    bool operator==(const Curve&) const = default;
};

/// The share of the way from one key to the next, 0 to 1, for anything that has keys (shapes have, too).
float shareOfWay(std::int64_t frame, std::int64_t from, std::int64_t to, Interpolation interpolation);

/// With a key at its frame put in or replaced; the curve without the key of a frame (its last key leaves its value as
/// the constant).
Curve withKey(Curve curve, Key key);
Curve withoutKey(Curve curve, std::int64_t frame);

} // namespace unividx
