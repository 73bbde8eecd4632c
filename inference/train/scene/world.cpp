#include "inference/train/scene/world.h"

namespace unividx::scene {

Placement Motion::at(float seconds) const
{
    const float phase = 6.2831853F * frequency * seconds;
    const Vec3 drift = velocity * seconds + Vec3{sway * std::sin(phase), 0.3F * sway * std::sin(1.7F * phase), 0};
    const Axes axes = turned(spin * seconds);
    return {pivot + drift - axes.outward(pivot), axes};
}

View viewAt(const CameraPath& path, float seconds)
{
    Vec3 shake;
    Vec3 wander;
    if (path.shake > 0) {
        // Sums of slow incommensurable sines look like a hand.
        Random random(path.seed);
        const auto hand = [&] {
            float sum = 0;
            for (const float hertz : {0.7F, 1.9F, 4.3F})
                sum += std::sin(6.2831853F * (hertz * random.between(0.8F, 1.2F) * seconds + random.unit())) / hertz;
            return sum * path.shake;
        };
        shake = {hand(), hand(), hand()};
        wander = {hand(), hand(), hand()};
    }
    const Vec3 eye = path.position + path.velocity * seconds + shake;
    const Vec3 target = path.target + path.targetVelocity * seconds + wander * 1.5F;
    const Vec3 back = normalized(eye - target);
    Vec3 right = normalized(cross({0, 1, 0}, back));
    Vec3 up = cross(back, right);
    const float c = std::cos(path.roll);
    const float s = std::sin(path.roll);
    const Vec3 rolled = right * c + up * s;
    up = up * c - right * s;
    return {eye, {rolled, up, back}};
}

std::vector<Shape> World::shapesAt(float seconds) const
{
    std::vector<Shape> moved = shapes;
    for (Shape& shape : moved) {
        if (shape.group == 0)
            continue;
        const Placement place = motions[static_cast<std::size_t>(shape.group)].at(seconds);
        shape.centre = place.point(shape.centre);
        shape.axes = shape.axes.within(place.axes);
    }
    return moved;
}

} // namespace unividx::scene
