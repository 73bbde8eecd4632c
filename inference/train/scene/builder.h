#pragma once

#include "inference/train/scene/palette.h"
#include "inference/train/scene/world.h"

namespace unividx::scene {

/// Adds solids to a world inside one placement, so that furniture is written in its own coordinates:
/// y up from the floor, z towards its front.
class Builder {
public:
    Builder(World& world, Placement place, int group = 0) : world_(world), place_(place), group_(group) {}

    void box(Vec3 centre, Vec3 half, int material, float bevel = 0.01F)
    {
        add(makeBox(centre, half, {}, bevel), material);
    }
    void turnedBox(Vec3 centre, Vec3 half, const Axes& axes, int material, float bevel = 0.01F)
    {
        add(makeBox(centre, half, axes, bevel), material);
    }
    void ball(Vec3 centre, Vec3 half, int material, const Axes& axes = {})
    {
        add(makeBall(centre, half, axes), material);
    }
    void cone(Vec3 centre, float halfHeight, float low, float high, int material, float belly = 0)
    {
        add(makeCone(centre, halfHeight, low, high, {}, belly), material);
    }
    void cylinder(Vec3 centre, float halfHeight, float radius, int material)
    {
        cone(centre, halfHeight, radius, radius, material);
    }
    void capsule(Vec3 from, Vec3 to, float radius, int material) { add(makeCapsule(from, to, radius), material); }
    void add(Shape shape, int material)
    {
        shape.centre = place_.point(shape.centre);
        shape.axes = shape.axes.within(place_.axes);
        shape.material = material;
        shape.group = group_;
        world_.shapes.push_back(shape);
    }

    World& world() { return world_; }
    const Placement& place() const { return place_; }

private:
    World& world_;
    Placement place_;
    int group_;
};

} // namespace unividx::scene
