#include "core/image/half_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

TEST(HalfImage, KeepsEveryNumberAHalfHasAndTheNearestOfOthers)
{
    const float least = 0x1p-24f;
    const std::vector<float> exact{0.0f,     -0.0f,    1.0f,  -1.0f,        0.5f,          65504.0f,      -65504.0f,
                                   0x1p-14f, 0x1p-15f, least, 3.0f * least, -5.0f * least, 2049.0f - 1.0f};
    const std::vector<float> others{1.0f + 0x1p-11f, 1.0f + 0x3p-11f, 1e9f, -1e9f, 0x1p-25f, 0x1.8p-24f};
    const std::vector<float> nearest{1.0f, 1.0f + 0x1p-9f, 65504.0f, -65504.0f, 0.0f, 0x1p-23f};
    std::vector<float> all = exact;
    all.insert(all.end(), others.begin(), others.end());
    const auto count = static_cast<int>(all.size());
    const Image back = HalfImage(Image({count, 1}, 1, all)).image();
    for (std::size_t i = 0; i < all.size(); ++i)
        EXPECT_EQ(back.data()[i], i < exact.size() ? exact[i] : nearest[i - exact.size()]) << all[i];
}

TEST(HalfImage, IsTheSameHoweverManyAreDoneAtOnce)
{
    std::mt19937 random(5);
    std::normal_distribution<float> value(0.0f, 1.0f);
    std::vector<float> pixels(61 * 7 * 3);
    for (float& each : pixels)
        each = value(random) * std::exp2(std::floor(12.0f * value(random)));
    const HalfImage many(Image({61, 7}, 3, pixels));
    const Image back = many.image();
    EXPECT_EQ(many.byteSize(), pixels.size() * 2);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const Image one = HalfImage(Image({1, 1}, 1, {pixels[i]})).image();
        EXPECT_EQ(one.data()[0], back.data()[i]) << pixels[i];
        const bool isNormal = std::fabs(pixels[i]) > 0x1p-14f && std::fabs(pixels[i]) < 65504.0f;
        EXPECT_NEAR(isNormal ? back.data()[i] / pixels[i] : 1.0f, 1.0f, 0x1p-11f) << pixels[i];
    }
    EXPECT_TRUE(HalfImage().image().empty());
    EXPECT_TRUE(HalfImage(Image()).image().empty());
}

} // namespace
} // namespace unividx
