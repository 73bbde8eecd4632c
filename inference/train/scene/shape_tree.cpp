#include "inference/train/scene/shape_tree.h"

#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

namespace unividx::scene {

namespace {

constexpr int leafSize = 2;
constexpr float nowhere = 2e30F;

Vec3 inverseOf(Vec3 d)
{
    // A direction along an axis must not make 0 * infinity.
    const auto guard = [](float v) { return 1.0F / (std::abs(v) < 1e-8F ? std::copysign(1e-8F, v) : v); };
    return {guard(d.x), guard(d.y), guard(d.z)};
}

/// A ray as the box tests want it: near sides chosen once by the direction's signs.
struct Slabs {
    std::array<float, 3> origin;
    std::array<float, 3> inverse;
    std::array<bool, 3> backwards;

    explicit Slabs(const Ray& ray)
    {
        const Vec3 inv = inverseOf(ray.direction);
        origin = {ray.origin.x, ray.origin.y, ray.origin.z};
        inverse = {inv.x, inv.y, inv.z};
        backwards = {inv.x < 0, inv.y < 0, inv.z < 0};
    }

    /// Where the ray enters each of a node's boxes; `nowhere` where it misses.
    template <typename Node>
    void enter(const Node& node, float farthest, float (&distance)[4]) const
    {
        float near[4] = {0, 0, 0, 0};
        float far[4] = {farthest, farthest, farthest, farthest};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const auto& first = backwards[axis] ? node.hi[axis] : node.lo[axis];
            const auto& second = backwards[axis] ? node.lo[axis] : node.hi[axis];
            const float o = origin[axis];
            const float k = inverse[axis];
            for (std::size_t i = 0; i < 4; ++i) {
                near[i] = std::max(near[i], (first[i] - o) * k);
                far[i] = std::min(far[i], (second[i] - o) * k);
            }
        }
        for (std::size_t i = 0; i < 4; ++i)
            distance[i] = near[i] <= far[i] ? near[i] : nowhere;
    }
};

float along(Vec3 v, int axis)
{
    return axis == 0 ? v.x : axis == 1 ? v.y : v.z;
}

float surface(const Bounds& b)
{
    const Vec3 s = b.hi - b.lo;
    return s.x * s.y + s.y * s.z + s.x * s.z;
}

} // namespace

ShapeTree::ShapeTree(std::vector<Shape> shapes) : shapes_(std::move(shapes))
{
    for (const Shape& s : shapes_)
        bounds_.push_back(s.bounds());
    nodes_.reserve(shapes_.size());
    if (!shapes_.empty())
        build(rangeOf(0, static_cast<int>(shapes_.size())));
}

ShapeTree::Range ShapeTree::rangeOf(int first, int count) const
{
    Range range{first, count, {}};
    for (int i = first; i < first + count; ++i)
        range.bounds.include(bounds_[static_cast<std::size_t>(i)]);
    return range;
}

bool ShapeTree::split(const Range& range, Range& left, Range& right)
{
    if (range.count <= leafSize)
        return false;
    const auto first = static_cast<std::size_t>(range.first);
    const auto count = static_cast<std::size_t>(range.count);
    std::vector<std::size_t> best;
    std::size_t cut = 0;
    float cheapest = 1e30F;
    for (int axis = 0; axis < 3; ++axis) {
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), first);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return along(bounds_[a].lo + bounds_[a].hi, axis) < along(bounds_[b].lo + bounds_[b].hi, axis);
        });
        std::vector<float> after(count);
        Bounds grown;
        for (std::size_t i = count; i-- > 1;) {
            grown.include(bounds_[order[i]]);
            after[i] = surface(grown);
        }
        grown = {};
        bool better = false;
        for (std::size_t i = 1; i < count; ++i) {
            grown.include(bounds_[order[i - 1]]);
            const float cost = surface(grown) * static_cast<float>(i) + after[i] * static_cast<float>(count - i);
            if (cost < cheapest) {
                cheapest = cost;
                cut = i;
                better = true;
            }
        }
        if (better)
            best = std::move(order);
    }
    std::vector<Shape> shapes;
    std::vector<Bounds> bounds;
    for (const std::size_t i : best) {
        shapes.push_back(shapes_[i]);
        bounds.push_back(bounds_[i]);
    }
    std::copy(shapes.begin(), shapes.end(), shapes_.begin() + range.first);
    std::copy(bounds.begin(), bounds.end(), bounds_.begin() + range.first);
    left = rangeOf(range.first, static_cast<int>(cut));
    right = rangeOf(range.first + static_cast<int>(cut), range.count - static_cast<int>(cut));
    return true;
}

int ShapeTree::build(const Range& range)
{
    // Splits the largest part until there are four.
    std::array<Range, ways> parts{range};
    int count = 1;
    std::array<bool, ways> whole{};
    while (count < ways) {
        int widest = -1;
        for (int i = 0; i < count; ++i) {
            const auto k = static_cast<std::size_t>(i);
            if (!whole[k] &&
                (widest < 0 || surface(parts[k].bounds) > surface(parts[static_cast<std::size_t>(widest)].bounds)))
                widest = i;
        }
        if (widest < 0)
            break;
        const auto k = static_cast<std::size_t>(widest);
        const Range part = parts[k];
        if (split(part, parts[k], parts[static_cast<std::size_t>(count)]))
            ++count;
        else
            whole[k] = true;
    }
    const std::size_t self = nodes_.size();
    nodes_.emplace_back();
    for (int i = 0; i < ways; ++i) {
        const Range part = i < count ? parts[static_cast<std::size_t>(i)]
                                     : Range{0, 0, {{1e30F, 1e30F, 1e30F}, {1e30F, 1e30F, 1e30F}}};
        const int child = part.count <= leafSize ? -1 - (part.first * 8 + part.count) : build(part);
        Node& node = nodes_[self];
        node.child[i] = child;
        for (int axis = 0; axis < 3; ++axis) {
            node.lo[axis][i] = along(part.bounds.lo, axis);
            node.hi[axis][i] = along(part.bounds.hi, axis);
        }
    }
    return static_cast<int>(self);
}

ShapeTree::Hit ShapeTree::closest(const Ray& ray, float nearest, float farthest) const
{
    Hit hit{farthest, -1};
    if (nodes_.empty())
        return hit;
    const Slabs slabs(ray);
    struct Entry {
        int child;
        float distance;
    };
    std::array<Entry, 128> stack;
    std::size_t depth = 0;
    stack[depth++] = {0, 0};
    while (depth > 0) {
        const Entry entry = stack[--depth];
        if (entry.distance > hit.distance)
            continue;
        if (entry.child < 0) {
            const int leaf = -1 - entry.child;
            for (int i = leaf / 8; i < leaf / 8 + leaf % 8; ++i) {
                const float t = shapes_[static_cast<std::size_t>(i)].hit(ray, nearest, hit.distance);
                if (t < hit.distance)
                    hit = {t, i};
            }
            continue;
        }
        const Node& node = nodes_[static_cast<std::size_t>(entry.child)];
        float distance[4];
        slabs.enter(node, hit.distance, distance);
        // The nearest child ends on top: what it holds often hides the others.
        const std::size_t base = depth;
        for (std::size_t i = 0; i < 4; ++i) {
            if (distance[i] >= nowhere)
                continue;
            std::size_t at = depth++;
            for (; at > base && stack[at - 1].distance < distance[i]; --at)
                stack[at] = stack[at - 1];
            stack[at] = {node.child[i], distance[i]};
        }
    }
    return hit;
}

bool ShapeTree::blocked(const Ray& ray, float nearest, float farthest, std::span<const char> passesLight) const
{
    if (nodes_.empty())
        return false;
    const Slabs slabs(ray);
    std::array<int, 128> stack;
    std::size_t depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
        const int child = stack[--depth];
        if (child < 0) {
            const int leaf = -1 - child;
            for (int i = leaf / 8; i < leaf / 8 + leaf % 8; ++i) {
                const Shape& s = shapes_[static_cast<std::size_t>(i)];
                if (!passesLight[static_cast<std::size_t>(s.material)] && s.hit(ray, nearest, farthest) < farthest)
                    return true;
            }
            continue;
        }
        const Node& node = nodes_[static_cast<std::size_t>(child)];
        float distance[4];
        slabs.enter(node, farthest, distance);
        for (std::size_t i = 0; i < 4; ++i) {
            if (distance[i] < nowhere)
                stack[depth++] = node.child[i];
        }
    }
    return false;
}

} // namespace unividx::scene
