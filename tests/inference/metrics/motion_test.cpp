#include "core/base/error.h"
#include "inference/metrics/motion.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace unividx {
namespace {

using testing_metrics::grey;

/// A smooth texture, the same for one seed: waves of 8 to 40 pixels in all directions.
class Texture {
public:
    explicit Texture(unsigned seed)
    {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> share(0, 1);
        for (Wave& wave : waves_) {
            const double length = 8 + 32 * share(random);
            const double angle = 6.283185 * share(random);
            wave = {6.283185 / length * std::cos(angle), 6.283185 / length * std::sin(angle), 6.283185 * share(random)};
        }
    }

    double at(double x, double y) const
    {
        double sum = 0;
        for (const Wave& wave : waves_)
            sum += std::sin(wave.x * x + wave.y * y + wave.phase);
        return 0.5 + 0.04 * sum;
    }

private:
    struct Wave {
        double x = 0, y = 0, phase = 0;
    };
    std::array<Wave, 10> waves_;
};

Image moved(const Texture& texture, Resolution size, double dx, double dy)
{
    return grey(size, [&](int x, int y) { return texture.at(x - dx, y - dy); });
}

TEST(Motion, OfATextureThatSlidesIsItsShift)
{
    const Resolution size{96, 64};
    for (unsigned seed = 1; seed <= 4; ++seed) {
        for (const auto& [dx, dy] : {std::pair{3.0, -2.0}, {0.4, 0.3}, {-6.5, 4.0}}) {
            SCOPED_TRACE(std::to_string(seed) + ": " + std::to_string(dx) + ", " + std::to_string(dy));
            const Texture texture(seed);
            const Motion motion = estimateMotion(moved(texture, size, 0, 0), moved(texture, size, dx, dy));
            double worst = 0;
            for (int y = 12; y < size.height - 12; ++y) {
                for (int x = 12; x < size.width - 12; ++x) {
                    if (motion.known[static_cast<std::size_t>(y * size.width + x)])
                        worst =
                            std::max(worst, std::hypot(motion.offset.at(x, y, 0) - dx, motion.offset.at(x, y, 1) - dy));
                }
            }
            // Measured 0.01 to 0.15, and known shares of 0.86 to 0.97; with neighbours' changes taken as they are
            // instead of around their own motion, 0.6 to 12 and 0.12 to 0.9.
            EXPECT_LT(worst, 0.25);
            EXPECT_GT(motion.knownShare(), 0.6);
        }
    }
}

TEST(Motion, OfASceneThatStandsStillIsNothingAndKnown)
{
    const Texture texture(7);
    const Image still = moved(texture, {40, 40}, 0, 0);
    const Motion motion = estimateMotion(still, still);
    EXPECT_EQ(motion.knownShare(), 1);
    EXPECT_NEAR(motion.offset.at(20, 20, 0), 0, 1e-6);
    EXPECT_NEAR(motion.offset.at(3, 30, 1), 0, 1e-6);
}

TEST(Motion, IsNotKnownWhereItLeavesThePicture)
{
    const Texture texture(3);
    const Motion motion = estimateMotion(moved(texture, {64, 48}, 0, 0), moved(texture, {64, 48}, 4, 0));
    for (int y = 0; y < 48; ++y)
        EXPECT_FALSE(motion.known[static_cast<std::size_t>(y * 64 + 63)]) << y;
}

TEST(Motion, IsNotKnownWhereSomethingElseComesToStandInFront)
{
    // A square of another texture, 24 pixels wide, moves 8 to the right over a resting ground.
    const Texture ground(11);
    const Texture square(12);
    const auto frame = [&](int left) {
        return grey({96, 64}, [&, left](int x, int y) {
            const bool inside = x >= left && x < left + 24 && y >= 20 && y < 44;
            return inside ? square.at(x - left, y) : ground.at(x, y);
        });
    };
    const Motion motion = estimateMotion(frame(20), frame(28));
    int known = 0;
    int hidden = 0;
    // The strip of ground that the square comes to hide, without its outermost rows.
    for (int y = 24; y < 40; ++y) {
        for (int x = 44; x < 52; ++x, ++hidden)
            known += motion.known[static_cast<std::size_t>(y * 96 + x)];
    }
    EXPECT_LT(known, hidden / 4);
    EXPECT_NEAR(motion.offset.at(31, 32, 0), 8, 0.3) << "the square's own motion";
    EXPECT_NEAR(motion.offset.at(80, 32, 0), 0, 0.3) << "the ground's";
}

TEST(Motion, RefusesPicturesOfTwoSizes)
{
    const Texture texture(1);
    EXPECT_THROW(estimateMotion(moved(texture, {20, 20}, 0, 0), moved(texture, {20, 21}, 0, 0)), Error);
}

TEST(SampleBetween, IsBilinearAndHoldsTheBorder)
{
    const Image picture({2, 2}, 1, {0, 1, 2, 5});
    float value = 0;
    sampleBetween(picture, 0.5, 0.5, &value);
    EXPECT_FLOAT_EQ(value, (0 + 1 + 2 + 5) / 4.0F);
    sampleBetween(picture, 1, 0.25, &value);
    EXPECT_FLOAT_EQ(value, 1 + 0.25F * 4);
    sampleBetween(picture, 7, -3, &value);
    EXPECT_FLOAT_EQ(value, 1);
}

} // namespace
} // namespace unividx
