#include "inference/people/person_tracks.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

FoundPerson personAt(double x, double y, double radius, float score = 0.9F)
{
    return {score, {x, y}, {x, y - radius}, {x, y - radius / 2}};
}

TEST(PersonTracks, TwoPeopleWhoPassEachOtherStayTwo)
{
    std::vector<std::vector<FoundPerson>> found;
    for (int frame = 0; frame < 5; ++frame)
        found.push_back({personAt(100 + frame * 10, 200, 60), personAt(300 - frame * 10, 200, 90)});
    const std::vector<PersonTrack> tracks = followed(found, 8);
    ASSERT_EQ(tracks.size(), 2U);
    for (std::size_t frame = 0; frame < found.size(); ++frame) {
        ASSERT_TRUE(tracks[0].places[frame] && tracks[1].places[frame]);
        EXPECT_NEAR(tracks[0].places[frame]->radius(), 90, 1e-9) << "the larger comes first";
        EXPECT_NEAR(tracks[1].places[frame]->radius(), 60, 1e-9);
    }
    EXPECT_NEAR(tracks[1].places[2]->hips[0], 120, 1e-9);
}

TEST(PersonTracks, AFrameWithoutADetectionIsFilled)
{
    std::vector<std::vector<FoundPerson>> found(9);
    found[0] = {personAt(100, 200, 60)};
    found[2] = {personAt(110, 200, 60)};
    const std::vector<PersonTrack> tracks = followed(found, 8);
    ASSERT_EQ(tracks.size(), 1U);
    ASSERT_TRUE(tracks[0].places[1]);
    EXPECT_NEAR(tracks[0].places[1]->hips[0], 105, 1e-9);
    EXPECT_TRUE(tracks[0].places[4]) << "two frames on";
    EXPECT_FALSE(tracks[0].places[5]) << "but not three";
}

TEST(PersonTracks, AJumpAcrossThePictureIsSomebodyElse)
{
    EXPECT_EQ(followed({{personAt(100, 200, 60)}, {personAt(400, 200, 60)}}, 8).size(), 2U);
    EXPECT_EQ(followed({{personAt(100, 200, 60)}, {personAt(400, 200, 60)}}, 1).size(), 1U);
}

TEST(PersonTracks, TheSquareStandsUprightInQuarterTurns)
{
    const FoundPerson standing = personAt(100, 200, 60);
    EXPECT_EQ(squareAround(standing, 1).turns, 0);
    EXPECT_NEAR(squareAround(standing, 1).side, 150, 1e-9);
    FoundPerson lying = standing;
    lying.reach = {160, 190};
    EXPECT_EQ(squareAround(lying, 1).turns, 1);
    lying.reach = {100, 260};
    EXPECT_EQ(std::abs(squareAround(lying, 1).turns), 2);
}

TEST(FrameViews, AMaskOfASquareComesBackToItsPlace)
{
    // A gradient, seen through squares that are turned and mirrored and put back, is the gradient.
    const at::Tensor x = at::arange(320).view({1, 1, 320}).expand({1, 240, 320});
    const at::Tensor y = at::arange(240).view({1, 240, 1}).expand({1, 240, 320});
    const at::Tensor frame = at::cat({x * 200 / 320, y, (x + y) / 3}).to(at::kByte);
    const FrameViews views(frame);
    for (int turns = -1; turns < 4; ++turns) {
        for (const bool mirrored : {false, true}) {
            const FrameSquare square{170.5, 120, 200, turns, mirrored};
            const FrameRectangle part = touched(square, 1, 320, 240);
            const at::Tensor back = placed(views.square(square, 256), square, 1, part);
            const at::Tensor wanted =
                frame.to(at::kFloat).narrow(1, part.y, part.height).narrow(2, part.x, part.width) / 255;
            const auto inner = [&](const at::Tensor& t) {
                return t.narrow(1, 4, part.height - 8).narrow(2, 4, part.width - 8);
            };
            // Bilinear twice: a byte's steps are smoothed by up to one step.
            EXPECT_LT((inner(back) - inner(wanted)).abs().max().item<double>(), 1.1 / 255)
                << "turns " << turns << (mirrored ? ", mirrored" : "");
        }
    }
}

} // namespace
} // namespace unividx
