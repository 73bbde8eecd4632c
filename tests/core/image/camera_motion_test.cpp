#include "core/image/camera_motion.h"

#include "tests/core/image/painted.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unividx {
namespace {

constexpr Resolution size{320, 240};
constexpr double aspect = 4.0 / 3.0;

Image noSubject()
{
    return painted(size, 1, [](int, int, int) { return 0.0F; });
}

/// The pattern as a camera sees it that has moved: what lies at p before lies at motion.at(p).
Image seenBy(const CameraMotion& motion)
{
    const CameraMotion back = motion.inverse();
    return painted(size, 3, [&](int x, int y, int c) {
        const CameraMotion::Point world =
            back.at({(x + 0.5 - 0.5 * size.width) / size.height, (y + 0.5 - 0.5 * size.height) / size.height});
        return pattern(world.x * size.height + 160, world.y * size.height + 120, c);
    });
}

/// In pixels, of the corner that is furthest off.
double offBy(const CameraMotion& found, const CameraMotion& wanted)
{
    return found.then(wanted.inverse()).reach(aspect) * size.height;
}

TEST(CameraMotion, AStillCameraIsFoundStill)
{
    const MotionPicture picture = motionPicture(seenBy({}), noSubject());
    EXPECT_EQ(cameraMotion(picture, picture), CameraMotion());
}

TEST(CameraMotion, MotionsUndoThemselves)
{
    const CameraMotion motion{{1.02, 0.03, 0.1, -0.02, 0.97, -0.05, 0.01, -0.02}};
    EXPECT_LT(motion.then(motion.inverse()).reach(aspect), 1e-12);
    const CameraMotion::Point twice = motion.then(motion).at({0.2, -0.3});
    const CameraMotion::Point steps = motion.at(motion.at({0.2, -0.3}));
    EXPECT_NEAR(twice.x, steps.x, 1e-12);
    EXPECT_NEAR(twice.y, steps.y, 1e-12);
}

TEST(CameraMotion, PansZoomsAndTiltsAreFound)
{
    for (const CameraMotion& wanted :
         {CameraMotion{{1, 0, 0.15, 0, 1, -0.06, 0, 0}}, CameraMotion{{1.04, 0.01, 0.02, -0.01, 1.04, 0.01, 0, 0}},
          CameraMotion{{1, 0, -0.05, 0, 1, 0.02, 0.03, -0.02}}}) {
        const CameraMotion found =
            cameraMotion(motionPicture(seenBy({}), noSubject()), motionPicture(seenBy(wanted), noSubject()));
        EXPECT_LT(offBy(found, wanted), 0.5); // pixels, at the worst corner; measured 0.003, the moves are 5 to 39
    }
}

TEST(CameraMotion, TheSubjectsOwnMoveIsLeftOut)
{
    const CameraMotion wanted{{1, 0, 0.04, 0, 1, 0, 0, 0}};
    const auto subject = [](int at) {
        return painted(size, 1, [at](int x, int, int) { return x >= at && x < at + 110 ? 1.0F : 0.0F; });
    };
    const auto before = [](const Image& picture, const Image& matte) {
        return painted(size, 3, [&](int x, int y, int c) {
            return matte.at(x, y, 0) > 0.5F ? static_cast<float>((x / 8 + y / 8) % 2) : picture.at(x, y, c);
        });
    };
    const Image here = subject(120);
    const Image there = subject(80);
    const CameraMotion found = cameraMotion(motionPicture(before(seenBy({}), here), here),
                                            motionPicture(before(seenBy(wanted), there), there));
    EXPECT_LT(offBy(found, wanted), 0.5); // pixels; measured 0.003; the camera moves 9.6, the subject 40 the other way
}

TEST(CameraMotion, NothingToHoldOnToLeavesTheGuess)
{
    const MotionPicture grey = motionPicture(painted(size, 3, [](int, int, int) { return 0.5F; }), noSubject());
    EXPECT_EQ(cameraMotion(grey, grey), CameraMotion());
}

} // namespace
} // namespace unividx
