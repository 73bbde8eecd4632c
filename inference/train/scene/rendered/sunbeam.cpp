#include "inference/train/scene/rendered/sunbeam.h"

#include "inference/train/scene/rendered/shading.h"

#include <algorithm>
#include <optional>

namespace unividx::scene {

namespace {

/// The first surface behind a random place of the frame.
std::optional<Hit> randomHit(const StageCamera& camera, const RayScene& rays, Random& random, float aspect)
{
    const Vec3 back = normalized(camera.first.position - camera.first.target);
    const Vec3 right = normalized(cross({0, 1, 0}, back));
    const Vec3 up = cross(back, right);
    const float x = random.between(-1, 1) * camera.halfTangent;
    const float y = random.between(-1, 1) * camera.halfTangent / aspect;
    return rays.trace(camera.first.position, normalized(right * x + up * y - back), 0, Visible::Everything);
}

/// The median light of some places in the frame, as irradiance over pi.
float usualLight(const StagedScene& stage, const RayScene& rays, Random& random, float aspect)
{
    constexpr int places = 12, samples = 8;
    const Shading shading(stage, rays);
    std::vector<float> lights;
    for (int place = 0; place < places; ++place) {
        const std::optional<Hit> hit = randomHit(stage.camera, rays, random, aspect);
        if (!hit || hit->finish->glows)
            continue;
        const Vec3 toEye = normalized(stage.camera.first.position - hit->position);
        float sum = 0;
        for (int sample = 0; sample < samples; ++sample)
            sum += luminance(shading.at(*hit, toEye, 0, Visible::Everything, random).diffuse);
        lights.push_back(sum / samples);
    }
    if (lights.empty())
        return 0;
    std::nth_element(lights.begin(), lights.begin() + static_cast<std::ptrdiff_t>(lights.size() / 2), lights.end());
    return lights[lights.size() / 2];
}

/// A side of a room through which a ray leaves it.
struct Exit {
    float distance = 1e6F;
    Vec3 along; ///< unit, horizontal, in the wall; for the ceiling too
    Vec3 up;    ///< unit, in the wall
};

Exit exitOf(const RoomBox& room, Vec3 from, Vec3 direction)
{
    Exit exit;
    const auto side = [&](float position, float heading, float low, float high, Vec3 along, Vec3 up) {
        if (std::abs(heading) < 1e-4F)
            return;
        const float distance = ((heading > 0 ? high : low) - position) / heading;
        if (distance < exit.distance)
            exit = {distance, along, up};
    };
    side(from.x, direction.x, room.low.x, room.high.x, {0, 0, 1}, {0, 1, 0});
    side(from.z, direction.z, room.low.z, room.high.z, {1, 0, 0}, {0, 1, 0});
    side(from.y, direction.y, room.low.y, room.high.y, {1, 0, 0}, {0, 0, 1});
    return exit;
}

Vec3 sunDirection(Random& random)
{
    const float height = random.between(0.08F, 1.05F);
    const float yaw = random.between(-3.1416F, 3.1416F);
    return {std::cos(height) * std::cos(yaw), std::sin(height), std::cos(height) * std::sin(yaw)};
}

BeamWindow randomWindow(Random& random)
{
    BeamWindow window;
    window.seed = static_cast<std::uint32_t>(random.bits());
    window.columns = random.chance(0.4F) ? 1 : 1 + random.below(4);
    window.rows = random.chance(0.5F) ? 1 : 1 + random.below(4);
    window.bars = random.between(0.03F, 0.12F);
    if (random.chance(0.35F)) {
        window.slats = 12 + random.below(40);
        window.slatShare = random.between(0.2F, 0.75F);
    }
    if (random.chance(0.3F))
        window.leaves = random.between(0.2F, 0.8F);
    return window;
}

} // namespace

float BeamWindow::passes(float across, float up) const
{
    if (across < 0 || across >= 1 || up < 0 || up >= 1)
        return 0;
    const auto within = [](float position, float count) { return position * count - std::floor(position * count); };
    const float x = within(across, static_cast<float>(columns));
    const float y = within(up, static_cast<float>(rows));
    if (std::min(x, 1 - x) < 0.5F * bars || std::min(y, 1 - y) < 0.5F * bars)
        return 0;
    if (slats > 0 && within(up, static_cast<float>(slats)) < slatShare)
        return 0;
    if (leaves <= 0)
        return 1;
    constexpr int cells = 9; // a window's width and height; each holds one cluster of leaves
    const int column = static_cast<int>(across * cells), row = static_cast<int>(up * cells);
    for (int j = row - 1; j <= row + 1; ++j) {
        for (int i = column - 1; i <= column + 1; ++i) {
            Random cell(
                splitMix(seed ^ (static_cast<std::uint64_t>(i + 1) << 32U) ^ static_cast<std::uint64_t>(j + 1)));
            const float dx = across * cells - static_cast<float>(i) - cell.unit();
            const float dy = up * cells - static_cast<float>(j) - cell.unit();
            if (dx * dx + dy * dy < leaves * cell.between(0.2F, 0.7F))
                return 0;
        }
    }
    return 1;
}

WindowPoint meetsWindow(const StageLight& beam, Vec3 from, Vec3 direction)
{
    const Vec3 face = cross(beam.edgeU, beam.edgeV);
    const float facing = dot(face, direction);
    if (std::abs(facing) < 1e-6F)
        return {};
    WindowPoint point;
    point.distance = dot(face, beam.corner - from) / facing;
    const Vec3 inside = from + direction * point.distance - beam.corner;
    point.across = dot(inside, beam.edgeU) / dot(beam.edgeU, beam.edgeU);
    point.up = dot(inside, beam.edgeV) / dot(beam.edgeV, beam.edgeV);
    return point;
}

void addSunbeam(StagedScene& stage, Random& random, float aspect)
{
    if (!stage.room)
        return;
    RayScene rays(stage);
    rays.setFrame(0, 0);
    const float usual = usualLight(stage, rays, random, aspect);
    if (usual <= 0)
        return;
    constexpr int tries = 40;
    for (int i = 0; i < tries; ++i) {
        const std::optional<Hit> hit = randomHit(stage.camera, rays, random, aspect);
        const Vec3 direction = sunDirection(random);
        if (!hit || hit->finish->glows || dot(hit->normal, direction) < 0.15F)
            continue;
        const Exit exit = exitOf(*stage.room, hit->position, direction);
        const Vec3 from = hit->position + hit->flat * 1e-3F;
        constexpr float least = 0.4F; // metres; what stands at a wall gets no sun through it
        if (exit.distance < least || exit.distance > 1e5F ||
            rays.blocked(from, direction, exit.distance * 0.98F, 0, Visible::Everything))
            continue;
        StageLight beam;
        beam.kind = LightKind::Beam;
        beam.position = direction;
        beam.edgeU = exit.along * random.logBetween(0.6F, 3.2F);
        beam.edgeV = exit.up * random.logBetween(0.6F, 2.6F);
        beam.corner = hit->position + direction * exit.distance - beam.edgeU * random.between(0.15F, 0.85F) -
                      beam.edgeV * random.between(0.15F, 0.85F);
        beam.radius = random.chance(0.7F) ? 0.005F : random.between(0.01F, 0.05F);
        beam.window = randomWindow(random);
        const Vec3 color = mix(Vec3{1, 0.95F, 0.87F}, Vec3{1, 0.68F, 0.38F}, random.unit());
        beam.strength = color * (usual * 3.1416F * random.logBetween(5, 60) / luminance(color));
        stage.lights.push_back(beam);
        return;
    }
}

} // namespace unividx::scene
