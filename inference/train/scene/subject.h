#pragma once

#include "inference/train/scene/person.h"
#include "inference/train/scene/room.h"

#include <string>
#include <vector>

namespace unividx::scene {

/// A hair, a stalk or a thread: thinner than a pixel, so it is drawn and not traced.
struct Strand {
    std::vector<Vec3> points; ///< from the root to the tip, world
    float width = 0.002F;     ///< metres at the root; the tip is half as wide
    Vec3 albedo;
    Vec3 outward; ///< the surface's normal at the root, for its light
};

/// What a matte is cut around: someone or something that moves before a room. Its world has the room's materials
/// and lights and none of its things.
class Subject {
public:
    Subject(const Room& room, Random& random);

    struct Instant {
        std::vector<Shape> shapes;
        std::vector<Strand> strands;
        Vec3 middle; ///< what the camera would focus on
    };
    Instant at(float seconds) const;

    const World& world() const { return world_; }
    const std::string& words() const { return words_; }

private:
    Pose poseAt(float seconds) const;
    void makeThing(Palette& palette, Random& random, float middleHeight);
    void growHair(const Head& head, const Placement& place, float seconds, std::vector<Strand>& strands) const;
    void growFur(const std::vector<Shape>& shapes, std::vector<Strand>& strands) const;

    World world_;
    std::string words_;
    bool person_ = false;
    Person body_;
    Pose pose_;
    Pose swing_;
    std::vector<Shape> shapes_; ///< of a thing, around its own middle
    Stage stage_;
    float middleHeight_ = 1; ///< metres over the floor, of a thing
    float yaw_ = 0, spin_ = 0, rate_ = 1, phase_ = 0;
    Vec3 sway_;  ///< metres
    Vec3 drift_; ///< m/s
    int hairs_ = 0;
    float hairLength_ = 0.05F, hairWidth_ = 0.001F, hairWave_ = 0.2F, frizz_ = 0.3F;
    std::uint64_t seed_ = 0;
};

} // namespace unividx::scene
