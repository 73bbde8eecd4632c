#include "inference/train/scene/subject.h"

#include "inference/train/scene/furniture.h"

namespace unividx::scene {

namespace {

constexpr float turn = 6.2831853F;

float swungBy(float base, float swing, float wave)
{
    return base + swing * wave;
}

/// A point on a shape's surface, near enough: out from the middle, onto the ellipsoid of its half sizes.
Vec3 onSurface(const Shape& s, Vec3 direction, Vec3& normal)
{
    Vec3 reach = s.half;
    if (s.kind == ShapeKind::Capsule)
        reach.y *= s.a + 1;
    const Vec3 local = direction * reach;
    const Vec3 n{direction.x / reach.x, direction.y / reach.y, direction.z / reach.z};
    normal = normalized(s.axes.outward(n));
    return s.centre + s.axes.outward(local);
}

} // namespace

Subject::Subject(const Room& room, Random& random) : world_(room.world), stage_(room.stage), seed_(random.bits())
{
    world_.shapes.clear();
    world_.motions = {Motion{}};
    Palette palette(random);
    person_ = random.chance(0.72F);
    phase_ = random.unit();
    rate_ = random.between(0.3F, 1.3F);
    sway_ = Vec3{random.between(-1, 1), 0.3F * random.between(-1, 1), random.between(-0.5F, 0.5F)} *
            random.between(0.01F, 0.12F);
    const Vec3 side = cross(stage_.toCamera, {0, 1, 0});
    if (random.chance(0.35F)) // crosses the picture
        drift_ = side * (random.sign() * random.between(0.1F, 0.9F));
    // What faces the camera has its +z along `toCamera`.
    yaw_ = std::atan2(stage_.toCamera.x, stage_.toCamera.z) +
           (random.chance(0.75F) ? random.between(-0.8F, 0.8F) : random.between(-3.1F, 3.1F));
    spin_ = random.chance(0.5F) ? random.between(-0.8F, 0.8F) : 0;
    hairWave_ = random.between(0, 0.6F);
    frizz_ = random.logBetween(0.08F, 0.9F);
    if (!person_) {
        const View view = viewAt(world_.camera, 0);
        const float slope = view.axes.z.y / std::sqrt(std::max(1e-4F, 1 - view.axes.z.y * view.axes.z.y));
        makeThing(palette, random, view.position.y - slope * stage_.distance);
        return;
    }
    body_ = makePerson(palette, random, world_);
    words_ = "a " + body_.words;
    pose_ = randomPose(random);
    const Pose other = randomPose(random);
    const float energy = random.between(0.05F, 0.6F);
    for (int i = 0; i < 2; ++i) {
        swing_.armSwing[i] = energy * (other.armSwing[i] - pose_.armSwing[i]);
        swing_.armLift[i] = energy * (other.armLift[i] - pose_.armLift[i]);
        swing_.elbow[i] = energy * (other.elbow[i] - pose_.elbow[i]);
        swing_.legSwing[i] = energy * (other.legSwing[i] - pose_.legSwing[i]);
        swing_.knee[i] = 0;
    }
    swing_.headTurn = energy * random.between(-0.6F, 0.6F);
    swing_.headNod = energy * random.between(-0.2F, 0.2F);
    swing_.lean = energy * random.between(-0.1F, 0.1F);
    for (const int cloth : {body_.top, body_.extra}) {
        if (random.chance(0.3F))
            world_.materials[static_cast<std::size_t>(cloth)].fuzz = random.between(0.1F, 0.45F);
    }
    if (random.chance(0.15F)) // a sheer skirt, or blouse
        world_.materials[static_cast<std::size_t>(random.chance(0.5F) ? body_.extra : body_.top)].opacity =
            random.between(0.3F, 0.9F);
    if (!body_.bald) {
        hairs_ = 200 + random.below(900);
        hairLength_ = body_.longHair ? random.between(0.15F, 0.4F) : random.logBetween(0.02F, 0.1F);
        hairWidth_ = random.logBetween(0.0006F, 0.003F);
        world_.materials[static_cast<std::size_t>(body_.hair)].fuzz = random.between(0.1F, 0.6F);
    }
}

void Subject::makeThing(Palette& palette, Random& random, float middleHeight)
{
    World scratch;
    scratch.materials = world_.materials;
    Builder builder(scratch, {});
    const bool soft = random.chance(0.6F);
    if (random.chance(0.3F)) { // a cloud of fluffy balls
        const int cover = scratch.add(palette.surface(palette.color(), 0.5F));
        const int count = 1 + random.below(7);
        for (int i = 0; i < count; ++i) {
            const float r = random.between(0.12F, 0.3F);
            builder.ball(random.direction() * (0.25F * (i > 0 ? 1.0F : 0.0F)), {r, r * random.between(0.7F, 1.3F), r},
                         cover);
        }
        words_ = "a fluffy thing";
    } else {
        const Piece* piece = &randomPiece(random, false);
        while (piece->build == nullptr || piece->radius > 0.5F || std::string(piece->name) == "person")
            piece = &randomPiece(random, false);
        words_ = piece->build(builder, palette, random);
        words_ = (std::string("aeiou").find(words_[0]) == std::string::npos ? "a " : "an ") + words_;
    }
    Bounds all;
    for (const Shape& s : scratch.shapes)
        all.include(s.bounds());
    const Vec3 middle = (all.lo + all.hi) * 0.5F;
    const float size = length(all.hi - all.lo) * 0.5F;
    const float scale = stage_.distance * world_.camera.halfTangent * random.between(0.35F, 0.85F) / size;
    for (Shape s : scratch.shapes) {
        s.centre = (s.centre - middle) * scale;
        s.half *= scale;
        s.bevel *= scale;
        shapes_.push_back(s);
    }
    if (soft) {
        hairs_ = 500 + random.below(2000);
        hairLength_ = size * scale * random.logBetween(0.04F, 0.25F);
        hairWidth_ = size * scale * random.logBetween(0.004F, 0.02F);
    }
    for (std::size_t i = world_.materials.size(); i < scratch.materials.size(); ++i) {
        Material& m = scratch.materials[i];
        if (soft)
            m.fuzz = random.between(0.15F, 0.7F);
        else if (random.chance(0.15F))
            m.opacity = random.between(0.25F, 0.9F); // glass
    }
    world_.materials = scratch.materials;
    middleHeight_ = middleHeight + size * scale * random.between(-0.3F, 0.3F);
}

Pose Subject::poseAt(float seconds) const
{
    Pose p;
    const float w = std::sin(turn * (rate_ * seconds + phase_));
    const float slow = std::sin(turn * (0.6F * rate_ * seconds + 2 * phase_));
    for (int i = 0; i < 2; ++i) {
        const float wave = i == 0 ? w : slow;
        p.armSwing[i] = swungBy(pose_.armSwing[i], swing_.armSwing[i], wave);
        p.armLift[i] = swungBy(pose_.armLift[i], swing_.armLift[i], wave);
        p.elbow[i] = swungBy(pose_.elbow[i], swing_.elbow[i], wave);
        p.legSwing[i] = swungBy(pose_.legSwing[i], swing_.legSwing[i], wave);
        p.knee[i] = pose_.knee[i];
    }
    p.headTurn = swungBy(pose_.headTurn, swing_.headTurn, slow);
    p.headNod = swungBy(pose_.headNod, swing_.headNod, w);
    p.lean = swungBy(pose_.lean, swing_.lean, slow);
    return p;
}

Subject::Instant Subject::at(float seconds) const
{
    const float wave = std::sin(turn * (rate_ * seconds + phase_));
    Placement place;
    place.origin = stage_.spot + drift_ * seconds + sway_ * wave;
    place.axes = turned(yaw_ + spin_ * seconds);
    Instant instant;
    if (person_) {
        place.origin.y = 0;
        World scratch;
        Builder builder(scratch, place);
        const Head head = buildPerson(builder, body_, poseAt(seconds));
        instant.shapes = std::move(scratch.shapes);
        instant.middle = place.point(head.centre);
        growHair(head, place, seconds, instant.strands);
        return instant;
    }
    place.origin.y = middleHeight_ + sway_.y * wave;
    for (Shape s : shapes_) {
        s.centre = place.point(s.centre);
        s.axes = s.axes.within(place.axes);
        instant.shapes.push_back(s);
    }
    instant.middle = place.origin;
    growFur(instant.shapes, instant.strands);
    return instant;
}

void Subject::growHair(const Head& head, const Placement& place, float seconds, std::vector<Strand>& strands) const
{
    Random random(seed_); // the same hairs at every instant
    const Vec3 albedo = world_.materials[static_cast<std::size_t>(body_.hair)].average();
    for (int i = 0; i < hairs_; ++i) {
        Vec3 out = random.direction();
        const float tone = random.between(0.5F, 1.5F);
        const float length = hairLength_ * random.between(0.4F, 1.2F);
        const Vec3 stray = random.direction();
        const float curl = random.unit() * turn;
        out.y = body_.hat ? 0.5F * out.y - 0.3F : std::abs(out.y) * 0.9F + 0.1F;
        if (out.z > 0.35F) // not out of the face
            out.z = 0.35F - out.z;
        out = normalized(out);
        const Vec3 normal = place.axes.outward(head.axes.outward(out));
        Strand strand;
        strand.albedo = albedo * tone;
        strand.width = hairWidth_;
        strand.outward = normal;
        Vec3 at = place.point(
            head.centre + head.axes.outward((out * Vec3{0.92F, 1.0F, 0.95F} + Vec3{0, 0.28F, -0.2F}) * head.radius));
        // Long hair lies down along the head; short hair stands off it.
        Vec3 way = normalized(normal + stray * frizz_ + Vec3{0, body_.longHair ? -0.9F : 0.1F, 0});
        constexpr int pieces = 6;
        for (int k = 0; k <= pieces; ++k) {
            strand.points.push_back(at);
            const float along = static_cast<float>(k) / pieces;
            const float wave = std::sin(curl + along * 9 + turn * 0.7F * rate_ * seconds) * hairWave_;
            at += way * (length / pieces);
            way = normalized(way + Vec3{wave * 0.4F, body_.longHair ? -0.9F : -0.2F, wave * 0.3F});
        }
        strands.push_back(std::move(strand));
    }
}

void Subject::growFur(const std::vector<Shape>& shapes, std::vector<Strand>& strands) const
{
    if (shapes.empty())
        return;
    Random random(seed_);
    for (int i = 0; i < hairs_; ++i) {
        const Shape& s = shapes[static_cast<std::size_t>(random.below(static_cast<int>(shapes.size())))];
        Strand strand;
        // In the shape's own frame, so that fur turns with it.
        Vec3 at = onSurface(s, random.direction(), strand.outward);
        const Vec3 stray = s.axes.outward(random.direction());
        const float length = hairLength_ * random.between(0.4F, 1.3F);
        strand.albedo = world_.materials[static_cast<std::size_t>(s.material)].average() * random.between(0.5F, 1.5F);
        strand.width = hairWidth_;
        Vec3 way = normalized(strand.outward + stray * frizz_);
        for (int k = 0; k < 4; ++k) {
            strand.points.push_back(at);
            at += way * (length / 3);
            way = normalized(way + Vec3{0, -0.15F, 0} + stray * (0.3F * hairWave_));
        }
        strands.push_back(std::move(strand));
    }
}

} // namespace unividx::scene
