#pragma once

#include "inference/train/scene/shape.h"

#include <span>
#include <vector>

namespace unividx::scene {

/// The shapes of one instant in a tree of boxes, so that a ray meets few of them.
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
    struct Node {
        Bounds bounds;
        int first = 0; ///< of the leaf's shapes, or the right child's index
        int count = 0; ///< 0: an inner node whose left child follows it
    };
    void build(int first, int count);

    std::vector<Shape> shapes_;
    std::vector<Node> nodes_;
};

} // namespace unividx::scene
