#pragma once

#include "inference/train/scene/builder.h"

#include <string>

namespace unividx::scene {

/// What someone looks like: sizes, and materials that live in a world.
struct Person {
    float height = 1.7F;
    float width = 1; ///< slim to stout
    int skin = 0, hair = 0, top = 0, trousers = 0, shoes = 0, dark = 0, white = 0, extra = 0;
    bool longHair = false;
    bool bald = false;
    bool skirt = false;
    bool sleeves = true;
    bool hat = false;
    bool glasses = false;
    int held = 0;      ///< in the right hand: 1 a ball, 2 a bag, 3 a bottle; 0 nothing
    std::string words; ///< "a woman in a red top"
};

/// Angles in radians; 0 is standing straight, arms down.
struct Pose {
    float armSwing[2]{0, 0};      ///< forwards
    float armLift[2]{0.1F, 0.1F}; ///< sideways
    float elbow[2]{0.2F, 0.2F};
    float legSwing[2]{0, 0};
    float knee[2]{0, 0};
    float headTurn = 0;
    float headNod = 0;
    float lean = 0;
};

Person makePerson(Palette& palette, Random& random, World& world);
Pose randomPose(Random& random);

/// The head's middle and radius, in the builder's coordinates: where hair grows.
struct Head {
    Vec3 centre;
    float radius = 0.1F;
    Axes axes;
};
Head buildPerson(Builder& builder, const Person& person, const Pose& pose);

} // namespace unividx::scene
