#include "core/image/matte_field.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

constexpr int width = 64;
constexpr int height = 48;

float distanceToDisc(int x, int y)
{
    return std::hypot(static_cast<float>(x) - 30.0F, static_cast<float>(y) - 26.0F) - 14.0F;
}

/// A bluish disc before a warm wall, with some noise.
Image discPicture()
{
    std::mt19937 random(3);
    std::normal_distribution<float> grain(0.0F, 0.015F);
    std::vector<float> pixels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool inside = distanceToDisc(x, y) < 0;
            for (const float value : {inside ? 0.2F : 0.6F, inside ? 0.3F : 0.5F, inside ? 0.6F : 0.4F})
                pixels.push_back(value + grain(random));
        }
    }
    return Image({width, height}, 3, std::move(pixels));
}

/// What a model in doubt makes of the disc: blocks of 8 pixels, of which none is surer than `most`.
Image blockyMatte(float most)
{
    std::vector<float> pixels(static_cast<std::size_t>(width * height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            float covered = 0;
            for (int j = 0; j < 8; ++j) {
                for (int i = 0; i < 8; ++i)
                    covered += distanceToDisc(x / 8 * 8 + i, y / 8 * 8 + j) < 0 ? 1.0F / 64 : 0;
            }
            pixels[static_cast<std::size_t>(y * width + x)] = 0.5F + (covered - 0.5F) * (2 * most - 1);
        }
    }
    return Image({width, height}, 1, std::move(pixels));
}

double errorOf(const Image& matte)
{
    double sum = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            sum += std::abs(matte.at(x, y, 0) - (distanceToDisc(x, y) < 0 ? 1.0F : 0.0F));
    }
    return sum / (width * height);
}

TEST(MatteFieldTest, DoubtIsDecidedAndTheEdgeComesToLieWhereThePictureHasOne)
{
    const Image soft = blockyMatte(0.75F);
    ASSERT_GT(errorOf(soft), 0.25);
    EXPECT_LT(errorOf(decidedMatte(soft, discPicture())), 0.01);
}

TEST(MatteFieldTest, AMatteThatIsCertainStays)
{
    const Image certain = blockyMatte(1.0F);
    const Image flat({width, height}, 3, std::vector<float>(static_cast<std::size_t>(width * height) * 3, 0.5F));
    const Image made = decidedMatte(certain, flat);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const float value = certain.at(x, y, 0);
            if (value != 0.0F && value != 1.0F)
                continue;
            EXPECT_NEAR(made.at(x, y, 0), value, 0.01) << x << ", " << y;
        }
    }
}

TEST(MatteFieldTest, SubjectAndBackgroundAreTreatedAlike)
{
    const Image soft = blockyMatte(0.7F);
    std::vector<float> turned(soft.data(), soft.data() + width * height);
    std::transform(turned.begin(), turned.end(), turned.begin(), [](float value) { return 1 - value; });
    const Image made = decidedMatte(soft, discPicture());
    const Image other = decidedMatte(Image({width, height}, 1, std::move(turned)), discPicture());
    for (int pixel = 0; pixel < width * height; ++pixel)
        ASSERT_NEAR(made.data()[pixel], 1 - other.data()[pixel], 1e-4);
}

TEST(MatteFieldTest, PicturesOfAnySizeAreTaken)
{
    for (const Resolution size : {Resolution{1, 1}, Resolution{2, 1}, Resolution{3, 40}}) {
        const auto count = static_cast<std::size_t>(size.width * size.height);
        const Image made = decidedMatte(Image(size, 1, std::vector<float>(count, 0.8F)),
                                        Image(size, 3, std::vector<float>(count * 3, 0.5F)));
        EXPECT_EQ(made.resolution(), size);
        for (std::size_t pixel = 0; pixel < count; ++pixel)
            EXPECT_GT(made.data()[pixel], 0.9F);
    }
}

TEST(MatteFieldTest, SizesMustAgree)
{
    const Image matte({2, 2}, 1, std::vector<float>(4));
    EXPECT_THROW(decidedMatte(matte, Image({2, 1}, 3, std::vector<float>(6))), Error);
    EXPECT_THROW(decidedMatte(matte, matte), Error);
}

} // namespace
} // namespace unividx
