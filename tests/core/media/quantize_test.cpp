#include "core/media/quantize.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unividx {
namespace {

TEST(Quantize, EveryEightBitCodeSurvives)
{
    std::vector<float> pixels;
    for (int code = 0; code < 256; ++code)
        pixels.push_back(static_cast<float>(code) / 255.0f);
    const auto codes = toEightBit(Image({256, 1}, 1, pixels));
    for (int code = 0; code < 256; ++code)
        EXPECT_EQ(codes[static_cast<std::size_t>(code)], code);
}

TEST(Quantize, EightBitsAreCutOffAndSixteenRounded)
{
    const Image image({5, 1}, 1, {0.9999f, 0.5f, -1.0f, 2.0f, std::nanf("")});
    EXPECT_EQ(toEightBit(image), (std::vector<std::uint8_t>{254, 127, 0, 255, 0}));
    EXPECT_EQ(toSixteenBit(image), (std::vector<std::uint16_t>{65528, 32768, 0, 65535, 0}));
}

TEST(Quantize, NormalsFacingTheCameraAreTheUsualBlue)
{
    EXPECT_EQ(toEightBit(encodeNormals(Image({1, 1}, 3, {0, 0, 1}))), (std::vector<std::uint8_t>{127, 127, 255}));
}

} // namespace
} // namespace unividx
