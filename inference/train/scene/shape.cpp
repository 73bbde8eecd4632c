#include "inference/train/scene/shape.h"

namespace unividx::scene {

namespace {

float hitBox(Vec3 o, Vec3 d, float nearest, float farthest)
{
    const Vec3 inverse{1.0F / d.x, 1.0F / d.y, 1.0F / d.z};
    const Vec3 first{(-1 - o.x) * inverse.x, (-1 - o.y) * inverse.y, (-1 - o.z) * inverse.z};
    const Vec3 second{(1 - o.x) * inverse.x, (1 - o.y) * inverse.y, (1 - o.z) * inverse.z};
    const Vec3 lo = min(first, second);
    const Vec3 hi = max(first, second);
    const float enter = std::max(std::max(lo.x, lo.y), lo.z);
    const float leave = std::min(std::min(hi.x, hi.y), hi.z);
    if (!(enter <= leave))
        return farthest;
    if (enter > nearest)
        return std::min(enter, farthest);
    return leave > nearest ? std::min(leave, farthest) : farthest;
}

float hitRevolved(const Shape& s, Vec3 o, Vec3 d, float nearest, float farthest)
{
    const float qa = d.x * d.x + d.z * d.z - s.c * d.y * d.y;
    const float qb = o.x * d.x + o.z * d.z - s.c * o.y * d.y - 0.5F * s.b * d.y;
    const float qc = o.x * o.x + o.z * o.z - s.a - s.b * o.y - s.c * o.y * o.y;
    const float root = qb * qb - qa * qc;
    float best = farthest;
    if (root > 0 && std::abs(qa) > 1e-9F) {
        const float sq = std::sqrt(root);
        for (const float t : {(-qb - sq) / qa, (-qb + sq) / qa}) {
            if (t > nearest && t < best && std::abs(o.y + t * d.y) <= 1)
                best = t;
        }
    }
    for (const float end : {-1.0F, 1.0F}) {
        const float radius2 = s.a + s.b * end + s.c;
        if (radius2 <= 1e-6F)
            continue;
        const float t = (end - o.y) / d.y;
        if (!(t > nearest && t < best))
            continue;
        const float x = o.x + t * d.x;
        const float z = o.z + t * d.z;
        if (x * x + z * z <= radius2)
            best = t;
    }
    return best;
}

float hitCapsule(float reach, Vec3 o, Vec3 d, float nearest, float farthest)
{
    const float qa = d.x * d.x + d.z * d.z;
    const float qb = o.x * d.x + o.z * d.z;
    const float qc = o.x * o.x + o.z * o.z - 1;
    const float root = qb * qb - qa * qc;
    float y = o.y;
    if (qa > 1e-9F) {
        if (root < 0)
            return farthest;
        const float t = (-qb - std::sqrt(root)) / qa;
        y = o.y + t * d.y;
        if (std::abs(y) <= reach)
            return t > nearest && t < farthest ? t : farthest;
    }
    const float oy = o.y - (y < 0 ? -reach : reach);
    const float dd = dot(d, d);
    const float b = o.x * d.x + oy * d.y + o.z * d.z;
    const float c = o.x * o.x + oy * oy + o.z * o.z - 1;
    const float under = b * b - dd * c;
    if (under < 0)
        return farthest;
    const float t = (-b - std::sqrt(under)) / dd;
    return t > nearest && t < farthest ? t : farthest;
}

} // namespace

float Shape::hit(const Ray& ray, float nearest, float farthest) const
{
    const Vec3 inverse{1 / half.x, 1 / half.y, 1 / half.z};
    const Vec3 o = axes.inward(ray.origin - centre) * inverse;
    const Vec3 d = axes.inward(ray.direction) * inverse;
    switch (kind) {
    case ShapeKind::Box:
        return hitBox(o, d, nearest, farthest);
    case ShapeKind::Revolved:
        return hitRevolved(*this, o, d, nearest, farthest);
    case ShapeKind::Capsule:
        return hitCapsule(a, o, d, nearest, farthest);
    }
    return farthest;
}

Vec3 Shape::normalAt(Vec3 point) const
{
    const Vec3 metric = axes.inward(point - centre);
    const Vec3 p{metric.x / half.x, metric.y / half.y, metric.z / half.z};
    Vec3 n;
    switch (kind) {
    case ShapeKind::Box: {
        const Vec3 q{std::abs(p.x), std::abs(p.y), std::abs(p.z)};
        const float top = std::max(std::max(q.x, q.y), q.z);
        if (bevel > 0) {
            // Inside the bevel's width the normal leans to the neighbouring face, as on a rounded edge.
            const auto lean = [this](float share, float size) {
                return std::max(0.0F, (share - 1) * size + std::min(bevel, size));
            };
            n = {std::copysign(lean(q.x, half.x), p.x), std::copysign(lean(q.y, half.y), p.y),
                 std::copysign(lean(q.z, half.z), p.z)};
            if (dot(n, n) > 0)
                return normalized(axes.outward(n));
        }
        n = q.x == top ? Vec3{p.x, 0, 0} : q.y == top ? Vec3{0, p.y, 0} : Vec3{0, 0, p.z};
        return normalized(axes.outward(n));
    }
    case ShapeKind::Revolved:
        if (std::abs(p.y) > 0.9995F && a + c + (p.y < 0 ? -b : b) > 1e-6F &&
            p.x * p.x + p.z * p.z < 0.998F * (a + c + (p.y < 0 ? -b : b)))
            n = {0, p.y, 0};
        else
            n = {p.x, -(0.5F * b + c * p.y), p.z};
        break;
    case ShapeKind::Capsule:
        n = {p.x, p.y - std::clamp(p.y, -a, a), p.z};
        break;
    }
    return normalized(axes.outward({n.x / half.x, n.y / half.y, n.z / half.z}));
}

void Shape::textureAt(Vec3 point, float& u, float& v) const
{
    const Vec3 p = axes.inward(point - centre);
    if (kind == ShapeKind::Box) {
        const float x = std::abs(p.x) / half.x;
        const float y = std::abs(p.y) / half.y;
        const float z = std::abs(p.z) / half.z;
        u = x > y && x > z ? p.z : p.x;
        v = y > x && y > z ? p.z : p.y;
        return;
    }
    if (kind == ShapeKind::Revolved && std::abs(p.y) > 0.999F * half.y && a + c + (p.y < 0 ? -b : b) > 1e-6F) {
        u = p.x;
        v = p.z;
        return;
    }
    // Around the axis, in metres. The angle is folded by atan2's symmetry; the seam stands at the back.
    u = std::atan2(p.x, p.z) * 0.5F * (half.x + half.z);
    v = p.y;
}

Bounds Shape::bounds() const
{
    Vec3 reach = half;
    if (kind == ShapeKind::Revolved) {
        float widest = std::max(a - b + c, a + b + c);
        if (c < 0 && std::abs(b) < -2 * c) // the profile's own peak lies between the ends
            widest = std::max(widest, a - b * b / (4 * c));
        const float radius = std::sqrt(std::max(widest, 0.0F));
        reach = {half.x * radius, half.y, half.z * radius};
    } else if (kind == ShapeKind::Capsule) {
        reach.y = half.y * (a + 1);
    }
    const auto extent = [&](float x, float y, float z) {
        return std::abs(x) * reach.x + std::abs(y) * reach.y + std::abs(z) * reach.z + 1e-4F;
    };
    const Vec3 e{extent(axes.x.x, axes.y.x, axes.z.x), extent(axes.x.y, axes.y.y, axes.z.y),
                 extent(axes.x.z, axes.y.z, axes.z.z)};
    return {centre - e, centre + e};
}

Shape makeBox(Vec3 centre, Vec3 half, const Axes& axes, float bevel)
{
    Shape s;
    s.centre = centre;
    s.half = half;
    s.axes = axes;
    s.bevel = bevel;
    return s;
}

Shape makeBall(Vec3 centre, Vec3 half, const Axes& axes)
{
    Shape s = makeBox(centre, half, axes);
    s.kind = ShapeKind::Revolved;
    s.c = -1;
    return s;
}

Shape makeCone(Vec3 centre, float halfHeight, float low, float high, const Axes& axes, float belly)
{
    const float widest = std::max(std::max(low, high), 1e-3F);
    Shape s = makeBox(centre, {widest, halfHeight, widest}, axes);
    s.kind = ShapeKind::Revolved;
    const float mean = 0.5F * (low + high) / widest;
    const float slope = 0.5F * (high - low) / widest;
    s.a = mean * mean + belly;
    s.b = 2 * mean * slope;
    s.c = slope * slope - belly;
    return s;
}

Shape makeCapsule(Vec3 from, Vec3 to, float radius)
{
    Shape s = makeBox((from + to) * 0.5F, {radius, radius, radius}, axesWithY(to - from));
    s.kind = ShapeKind::Capsule;
    s.a = 0.5F * length(to - from) / radius;
    return s;
}

} // namespace unividx::scene
