#include "core/color/srgb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace unividx {
namespace {

TEST(Srgb, HasTheStandardsValues)
{
    EXPECT_EQ(srgbToLinear(0.0f), 0.0f);
    EXPECT_EQ(srgbToLinear(1.0f), 1.0f);
    EXPECT_EQ(linearToSrgb(1.0f), 1.0f);
    EXPECT_NEAR(srgbToLinear(0.5f), 0.2140411f, 1e-7f);
    EXPECT_NEAR(linearToSrgb(0.18f), 0.4613561f, 1e-7f);
    EXPECT_FLOAT_EQ(srgbToLinear(0.04f), 0.04f / 12.92f); // the straight piece
}

TEST(Srgb, TheInverseUndoesItForCodesSignalsAboveOneAndBelowZero)
{
    for (int i = -1000; i <= 8000; ++i) {
        const float linear = static_cast<float>(i) / 1000.0f;
        EXPECT_NEAR(srgbToLinear(linearToSrgb(linear)), linear, 2e-6f * std::max(1.0f, std::fabs(linear)));
    }
    for (int code = 0; code < 256; ++code)
        EXPECT_EQ(std::lround(linearToSrgb(srgbToLinear(static_cast<float>(code) / 255.0f)) * 255.0f), code);
}

TEST(Srgb, RisesEverywhere)
{
    for (int i = 1; i <= 100000; ++i)
        EXPECT_GE(srgbToLinear(static_cast<float>(i) * 1e-5f), srgbToLinear(static_cast<float>(i - 1) * 1e-5f));
}

} // namespace
} // namespace unividx
