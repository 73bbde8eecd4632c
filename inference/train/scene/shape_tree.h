#pragma once

#include "inference/train/scene/shape.h"

#include <span>
#include <vector>

namespace unividx::scene {

/// The shapes of one instant in a tree of boxes, so that a ray meets few of them. Split where the boxes' surfaces
/// promise the fewest tests.
class ShapeTree {
public:
    explicit ShapeTree(std::vector<Shape> shapes);

    struct Hit {
        float distance = 0;
        int shape = -1; ///< -1: nothing before the limit
    };
    Hit closest(const Ray& ray, float nearest, float farthest) const;

    /// Whether something casts a shadow between the two distances. Shapes whose material is marked in
    /// `passesLight` do not.
    bool blocked(const Ray& ray, float nearest, float farthest, std::span<const char> passesLight) const;

    const std::vector<Shape>& shapes() const { return shapes_; }

private:
    static constexpr int ways = 4;
    /// Up to four boxes side by side, so that one vector instruction tests them all.
    struct Node {
        float lo[3][ways];
        float hi[3][ways];
        int child[ways]; ///< a node's index, or for a leaf -1 - (first * 8 + count)
    };
    struct Range {
        int first = 0;
        int count = 0;
        Bounds bounds;
    };
    Range rangeOf(int first, int count) const;
    bool split(const Range& range, Range& left, Range& right);
    int build(const Range& range);

    std::vector<Shape> shapes_;
    std::vector<Bounds> bounds_; ///< of each shape, in the same order
    std::vector<Node> nodes_;
};

} // namespace unividx::scene
