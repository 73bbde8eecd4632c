#include "inference/train/scene/person.h"

namespace unividx::scene {

namespace {

/// A turn about x; positive brings what hangs down forwards (+z).
Vec3 swung(Vec3 v, float angle)
{
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    return {v.x, v.y * c + v.z * s, -v.y * s + v.z * c};
}

/// A turn about z; positive lifts what hangs down to +x.
Vec3 lifted(Vec3 v, float angle)
{
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    return {v.x * c - v.y * s, v.x * s + v.y * c, v.z};
}

struct Trunk {
    Vec3 hip;
    Vec3 spine;
    Vec3 chest;
    Vec3 neck;
    Axes body;
};

Trunk trunkOf(const Person& p, const Pose& pose)
{
    // Proportions of an adult of height 1, scaled; source: common artists' canon of seven and a half heads.
    Trunk trunk;
    trunk.hip = {0, 0.52F * p.height, 0};
    trunk.spine = lifted({0, 1, 0}, pose.lean);
    trunk.chest = trunk.hip + trunk.spine * (0.2F * p.height);
    trunk.neck = trunk.hip + trunk.spine * (0.31F * p.height);
    trunk.body.y = trunk.spine;
    trunk.body.x = normalized(cross(trunk.body.y, {0, 0, 1}));
    trunk.body.z = cross(trunk.body.x, trunk.body.y);
    return trunk;
}

void buildArm(Builder& b, const Person& p, const Pose& pose, const Trunk& trunk, int side)
{
    const float h = p.height;
    const float w = p.width;
    const float s = side == 0 ? -1.0F : 1.0F;
    const Vec3 shoulder = trunk.chest + trunk.body.x * (s * 0.112F * w * h) + trunk.spine * (0.065F * h);
    Vec3 upper = swung({0, -0.17F * h, 0}, pose.armSwing[side]);
    upper = lifted(upper, s * pose.armLift[side]);
    Vec3 lower = swung({0, -0.15F * h, 0}, pose.armSwing[side] + pose.elbow[side]);
    lower = lifted(lower, s * pose.armLift[side] * 0.7F);
    const Vec3 elbow = shoulder + upper;
    const Vec3 wrist = elbow + lower;
    b.capsule(shoulder, elbow, 0.029F * h * w, p.top);
    b.capsule(elbow, wrist, 0.023F * h * w, p.sleeves ? p.top : p.skin);
    b.ball(wrist + normalized(lower) * (0.03F * h), Vec3{0.02F, 0.042F, 0.026F} * h, p.skin, axesWithY(lower));
    const Vec3 hand = wrist + normalized(lower) * (0.06F * h);
    if (side == 1 && p.held == 1)
        b.ball(hand + Vec3{0, 0, 0.05F}, {0.1F, 0.1F, 0.1F}, p.extra);
    if (side == 1 && p.held == 2) {
        b.capsule(hand, hand + Vec3{0, -0.12F, 0}, 0.008F, p.dark);
        b.box(hand + Vec3{0, -0.24F, 0}, {0.05F, 0.13F, 0.15F}, p.extra, 0.03F);
    }
    if (side == 1 && p.held == 3) {
        b.cylinder(hand + Vec3{0, 0.02F, 0.03F}, 0.09F, 0.03F, p.extra);
        b.cylinder(hand + Vec3{0, 0.14F, 0.03F}, 0.04F, 0.012F, p.dark);
    }
}

void buildLeg(Builder& b, const Person& p, const Pose& pose, Vec3 hip, int side)
{
    const float h = p.height;
    const float w = p.width;
    const float s = side == 0 ? -1.0F : 1.0F;
    const Vec3 joint = hip + Vec3{s * 0.05F * w * h, 0, 0};
    const Vec3 thigh = swung({0, -0.25F * h, 0}, pose.legSwing[side]);
    const Vec3 shin = swung({0, -0.24F * h, 0}, pose.legSwing[side] - pose.knee[side]);
    b.capsule(joint, joint + thigh, 0.047F * h * w, p.skirt ? p.skin : p.trousers);
    b.capsule(joint + thigh, joint + thigh + shin, 0.034F * h * w, p.skirt ? p.skin : p.trousers);
    b.ball(joint + thigh + shin + Vec3{0, -0.01F * h, 0.03F * h}, Vec3{0.028F, 0.025F, 0.065F} * h, p.shoes);
}

/// Skull, jaw, face and hair, all in the head's own axes.
Head buildHead(Builder& b, const Person& p, const Pose& pose, const Trunk& trunk)
{
    Head head;
    head.radius = 0.062F * p.height;
    Axes turn = turned(pose.headTurn);
    const Axes nod{{1, 0, 0}, swung({0, 1, 0}, -pose.headNod), swung({0, 0, 1}, -pose.headNod)};
    head.axes = nod.within(turn);
    head.centre = trunk.neck + trunk.spine * (0.075F * p.height);
    const float r = head.radius;
    const auto at = [&](float x, float y, float z) { return head.centre + head.axes.outward({x * r, y * r, z * r}); };
    const auto blob = [&](Vec3 c, Vec3 size, int material) {
        b.ball(at(c.x, c.y, c.z), size * r, material, head.axes);
    };
    blob({0, 0.1F, 0}, {0.8F, 1.02F, 0.95F}, p.skin);
    blob({0, -0.5F, 0.25F}, {0.55F, 0.55F, 0.55F}, p.skin);
    blob({0, -0.12F, 0.95F}, {0.12F, 0.22F, 0.16F}, p.skin);
    blob({0, -0.55F, 0.74F}, {0.26F, 0.06F, 0.08F}, p.extra);
    for (const float s : {-1.0F, 1.0F}) {
        blob({0.32F * s, 0.12F, 0.8F}, {0.16F, 0.09F, 0.08F}, p.white);
        blob({0.32F * s, 0.12F, 0.85F}, {0.075F, 0.085F, 0.06F}, p.dark);
        blob({0.32F * s, 0.34F, 0.82F}, {0.2F, 0.035F, 0.07F}, p.hair);
        blob({0.82F * s, 0, 0}, {0.1F, 0.22F, 0.16F}, p.skin);
        if (p.glasses) {
            b.add(makeCone(at(0.33F * s, 0.12F, 0.98F), 0.02F * r, 0.27F * r, 0.27F * r, axesWithY(head.axes.z)),
                  p.dark);
        }
    }
    if (!p.bald) {
        blob({0, 0.28F, -0.2F}, {0.92F, 1.0F, 0.95F}, p.hair);
        if (p.longHair) {
            blob({0, -0.5F, -0.4F}, {0.9F, 1.3F, 0.55F}, p.hair);
            b.capsule(at(-0.75F, 0.2F, -0.1F), at(-0.85F, -1.3F, -0.05F), 0.22F * r, p.hair);
            b.capsule(at(0.75F, 0.2F, -0.1F), at(0.85F, -1.3F, -0.05F), 0.22F * r, p.hair);
        }
    }
    if (p.hat) {
        b.add(makeCone(at(0, 0.95F, -0.1F), 0.45F * r, 0.98F * r, 0.8F * r, head.axes), p.extra);
        b.add(makeCone(at(0, 0.55F, -0.05F), 0.05F * r, 1.5F * r, 1.4F * r, head.axes), p.extra);
    }
    return head;
}

} // namespace

Person makePerson(Palette& palette, Random& random, World& world)
{
    Person p;
    p.height = random.between(1.5F, 1.9F);
    p.width = random.between(0.85F, 1.25F);
    const auto matt = [](Material m) {
        m.mirror = 0;
        return m;
    };
    const NamedColor topColor = palette.color();
    Material skin = matt(palette.plain(palette.skin()));
    skin.grain = 0.04F;
    skin.specular = std::min(skin.specular, 0.05F);
    p.skin = world.add(skin);
    Material hair = matt(palette.plain(palette.hair()));
    hair.colors[1] = hair.colors[0] * 0.45F;
    hair.pattern = Pattern::Cloud;
    hair.period = 0.02F;
    p.hair = world.add(hair);
    Material top = matt(palette.surface(topColor, 0.45F));
    top.period = std::clamp(top.period, 0.03F, 0.15F);
    p.top = world.add(top);
    Material trousers = matt(palette.surface(palette.color(), 0.75F));
    trousers.period = std::clamp(trousers.period, 0.03F, 0.15F);
    p.trousers = world.add(trousers);
    p.shoes = world.add(matt(palette.plain(palette.color().albedo)));
    p.dark = world.add(matt(palette.plain({0.015F, 0.012F, 0.01F})));
    p.white = world.add(matt(palette.plain({0.8F, 0.8F, 0.78F})));
    p.extra = world.add(matt(palette.surface(palette.color(), 0.6F)));
    const bool woman = random.chance(0.5F);
    p.longHair = random.chance(woman ? 0.75F : 0.12F);
    p.bald = !woman && random.chance(0.15F);
    p.skirt = woman && random.chance(0.4F);
    p.sleeves = random.chance(0.65F);
    p.hat = random.chance(0.15F);
    p.glasses = random.chance(0.2F);
    p.held = random.chance(0.3F) ? 1 + random.below(3) : 0;
    p.words = std::string(woman ? "woman" : "man") + " in " + topColor.name;
    return p;
}

Pose randomPose(Random& random)
{
    Pose pose;
    const float energy = random.between(0.1F, 1.0F);
    for (int i = 0; i < 2; ++i) {
        pose.armSwing[i] = energy * random.between(-0.6F, 1.2F);
        pose.armLift[i] = random.chance(0.2F) ? random.between(0.8F, 2.4F) : 0.08F + energy * random.between(0, 0.5F);
        pose.elbow[i] = energy * random.between(0.1F, 1.9F);
        pose.legSwing[i] = 0.5F * energy * random.between(-0.6F, 0.8F);
        pose.knee[i] = 0.4F * energy * random.unit();
    }
    pose.headTurn = random.between(-0.7F, 0.7F);
    pose.headNod = random.between(-0.25F, 0.25F);
    pose.lean = 0.12F * energy * random.between(-1, 1);
    return pose;
}

Head buildPerson(Builder& b, const Person& p, const Pose& pose)
{
    const float h = p.height;
    const float w = p.width;
    const Trunk trunk = trunkOf(p, pose);
    const auto& [hip, spine, chest, neck, body] = trunk;
    b.ball(hip + spine * (0.03F * h), Vec3{0.098F * w, 0.085F, 0.07F * w} * h, p.skirt ? p.extra : p.trousers, body);
    b.ball(hip + spine * (0.12F * h), Vec3{0.09F * w, 0.13F, 0.066F * w} * h, p.top, body);
    b.ball(chest, Vec3{0.108F * w, 0.11F, 0.072F * w} * h, p.top, body);
    b.capsule(chest + body.x * (-0.09F * w * h) + spine * (0.065F * h),
              chest + body.x * (0.09F * w * h) + spine * (0.065F * h), 0.04F * h, p.top);
    b.capsule(neck - spine * (0.03F * h), neck + spine * (0.02F * h), 0.032F * h, p.skin);

    for (int side = 0; side < 2; ++side) {
        buildArm(b, p, pose, trunk, side);
        buildLeg(b, p, pose, hip, side);
    }
    if (p.skirt)
        b.cone(hip + Vec3{0, -0.09F * h, 0}, 0.13F * h, 0.16F * w * h, 0.085F * w * h, p.extra);
    return buildHead(b, p, pose, trunk);
}

} // namespace unividx::scene
