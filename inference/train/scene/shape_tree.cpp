#include "inference/train/scene/shape_tree.h"

#include <array>
#include <cstddef>
#include <utility>

namespace unividx::scene {

namespace {

constexpr int leafSize = 2;

/// Where the ray enters the box; a value beyond `farthest` if it does not.
float enters(const Bounds& box, Vec3 origin, Vec3 inverse, float farthest)
{
    const Vec3 a = (box.lo - origin) * inverse;
    const Vec3 b = (box.hi - origin) * inverse;
    const Vec3 lo = min(a, b);
    const Vec3 hi = max(a, b);
    const float enter = std::max(std::max(lo.x, lo.y), std::max(lo.z, 0.0F));
    const float leave = std::min(std::min(hi.x, hi.y), std::min(hi.z, farthest));
    return enter <= leave ? enter : 2e30F;
}

Vec3 inverseOf(Vec3 d)
{
    // A direction along an axis must not make 0 * infinity.
    const auto guard = [](float v) { return 1.0F / (std::abs(v) < 1e-8F ? std::copysign(1e-8F, v) : v); };
    return {guard(d.x), guard(d.y), guard(d.z)};
}

} // namespace

ShapeTree::ShapeTree(std::vector<Shape> shapes) : shapes_(std::move(shapes))
{
    nodes_.reserve(shapes_.size() * 2);
    if (!shapes_.empty())
        build(0, static_cast<int>(shapes_.size()));
}

void ShapeTree::build(int first, int count)
{
    Bounds all;
    Bounds centres;
    for (int i = first; i < first + count; ++i) {
        const Shape& s = shapes_[static_cast<std::size_t>(i)];
        all.include(s.bounds());
        centres.include({s.centre, s.centre});
    }
    const std::size_t self = nodes_.size();
    nodes_.push_back({all, first, count});
    if (count <= leafSize)
        return;
    const Vec3 size = centres.hi - centres.lo;
    const int axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
    const auto along = [axis](const Shape& s) { return axis == 0 ? s.centre.x : axis == 1 ? s.centre.y : s.centre.z; };
    const auto begin = shapes_.begin() + first;
    std::stable_sort(begin, begin + count, [&](const Shape& l, const Shape& r) { return along(l) < along(r); });
    const int left = count / 2;
    build(first, left);
    nodes_[self].count = 0;
    nodes_[self].first = static_cast<int>(nodes_.size());
    build(first + left, count - left);
}

ShapeTree::Hit ShapeTree::closest(const Ray& ray, float nearest, float farthest) const
{
    Hit hit{farthest, -1};
    if (nodes_.empty())
        return hit;
    const Vec3 inverse = inverseOf(ray.direction);
    std::array<std::pair<int, float>, 64> stack;
    std::size_t depth = 0;
    stack[depth++] = {0, enters(nodes_[0].bounds, ray.origin, inverse, farthest)};
    while (depth > 0) {
        const auto [index, entry] = stack[--depth];
        if (entry > hit.distance)
            continue;
        const Node& node = nodes_[static_cast<std::size_t>(index)];
        if (node.count > 0) {
            for (int i = node.first; i < node.first + node.count; ++i) {
                const float t = shapes_[static_cast<std::size_t>(i)].hit(ray, nearest, hit.distance);
                if (t < hit.distance)
                    hit = {t, i};
            }
            continue;
        }
        const int left = index + 1;
        const int right = node.first;
        const float toLeft = enters(nodes_[static_cast<std::size_t>(left)].bounds, ray.origin, inverse, hit.distance);
        const float toRight = enters(nodes_[static_cast<std::size_t>(right)].bounds, ray.origin, inverse, hit.distance);
        // The nearer child is taken first: what it holds often hides the other.
        const bool leftFirst = toLeft <= toRight;
        const float far = leftFirst ? toRight : toLeft;
        const float near = leftFirst ? toLeft : toRight;
        if (far <= hit.distance)
            stack[depth++] = {leftFirst ? right : left, far};
        if (near <= hit.distance)
            stack[depth++] = {leftFirst ? left : right, near};
    }
    return hit;
}

bool ShapeTree::blocked(const Ray& ray, float nearest, float farthest, std::span<const char> passesLight) const
{
    if (nodes_.empty())
        return false;
    const Vec3 inverse = inverseOf(ray.direction);
    std::array<int, 64> stack;
    std::size_t depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
        const int index = stack[--depth];
        const Node& node = nodes_[static_cast<std::size_t>(index)];
        if (enters(node.bounds, ray.origin, inverse, farthest) > farthest)
            continue;
        if (node.count == 0) {
            stack[depth++] = node.first;
            stack[depth++] = index + 1;
            continue;
        }
        for (int i = node.first; i < node.first + node.count; ++i) {
            const Shape& s = shapes_[static_cast<std::size_t>(i)];
            if (!passesLight[static_cast<std::size_t>(s.material)] && s.hit(ray, nearest, farthest) < farthest)
                return true;
        }
    }
    return false;
}

} // namespace unividx::scene
