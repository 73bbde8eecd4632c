#include "core/image/albedo_smoothing.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace unividx {
namespace {

constexpr Resolution size{60, 40};

using Color = std::array<float, 3>;

template <typename Of>
Image picture(const Of& of)
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const Color color = of(x, y);
            pixels.insert(pixels.end(), color.begin(), color.end());
        }
    }
    return Image(size, 3, std::move(pixels));
}

/// Red on the left, blue on the right, in equal parts.
Color paint(int x)
{
    return x < size.width / 2 ? Color{0.6F, 0.3F, 0.2F} : Color{0.2F, 0.3F, 0.6F};
}

/// A patch of bright light over both, with a hard edge.
float light(int x, int y)
{
    return std::abs(x - 30) < 14 && y > 12 && y < 26 ? 1.5F : 0.7F;
}

Image lit()
{
    return picture([](int x, int y) {
        Color color = paint(x);
        for (float& value : color)
            value *= light(x, y);
        return color;
    });
}

double errorOf(const Image& albedo)
{
    double sum = 0;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int channel = 0; channel < 3; ++channel)
                sum += std::abs(albedo.at(x, y, channel) - paint(x).at(static_cast<std::size_t>(channel)));
        }
    }
    return sum / (size.width * size.height * 3);
}

TEST(EvenAlbedoTest, LightTakenForPaintFadesAndThePaintsEdgeBecomesSharp)
{
    // Half of the light is taken for paint, and the edge between the paints is a ramp of 8 pixels.
    const Image made = picture([](int x, int y) {
        const float right = std::clamp((static_cast<float>(x) - 25.5F) / 8, 0.0F, 1.0F);
        Color color{};
        for (std::size_t channel = 0; channel < 3; ++channel)
            color.at(channel) =
                (paint(0).at(channel) * (1 - right) + paint(59).at(channel) * right) * std::sqrt(light(x, y) / 0.9F);
        return color;
    });
    const Image even = smoothAlbedo(made, lit());
    EXPECT_LT(errorOf(even), errorOf(made) * 0.6);
    EXPECT_GT(even.at(28, 4, 0) - even.at(31, 4, 0), 0.25F) << "the step from red to blue";
}

TEST(EvenAlbedoTest, WhatIsEvenStays)
{
    const Image exact = picture([](int x, int) { return paint(x); });
    EXPECT_LT(errorOf(smoothAlbedo(exact, lit())), 1e-3);
}

TEST(EvenAlbedoTest, NothingIsLeftOfWhichPixelsWereLookedAt)
{
    // Wide enough for two rounds of mending. Where the paint is one, so is what comes of an albedo with noise in it.
    const Resolution wide{200, 24};
    std::vector<float> noise;
    std::vector<float> grey;
    for (int i = 0; i < wide.width * wide.height; ++i) {
        const float value = 0.4F + 0.2F * static_cast<float>((i * 7919 + i / 200 * 104729) % 101) / 100;
        noise.insert(noise.end(), 3, value);
        grey.insert(grey.end(), 3, 0.5F);
    }
    const Image made = smoothAlbedo(Image(wide, 3, std::move(noise)), Image(wide, 3, std::move(grey)));
    for (int x = 41; x < 160; ++x)
        EXPECT_NEAR(made.at(x, 12, 0), made.at(x - 1, 12, 0), 2e-3F) << x;
}

TEST(EvenAlbedoTest, BlackPixelsAndSmallPicturesAreTaken)
{
    const Image black(Resolution{3, 1}, 3, std::vector<float>(9, 0.0F));
    const Image made = smoothAlbedo(black, black);
    for (int i = 0; i < 9; ++i)
        EXPECT_EQ(made.data()[i], 0.0F);
}

TEST(EvenAlbedoTest, SizesMustAgree)
{
    const Image one({1, 1}, 3, std::vector<float>(3));
    EXPECT_THROW(smoothAlbedo(one, Image({2, 1}, 3, std::vector<float>(6))), Error);
    EXPECT_THROW(smoothAlbedo(Image({1, 1}, 1, {0.5F}), one), Error);
}

} // namespace
} // namespace unividx
