// What a clip promises: exact layers, one picture a seed, values in range, variety.

#include "inference/train/scene/scene_clip.h"

#include "core/base/error.h"
#include "inference/train/scene/srgb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <set>

namespace unividx::scene {
namespace {

SceneOptions small(std::uint64_t seed, int frames = 2, int samples = 1)
{
    SceneOptions options;
    options.seed = seed;
    options.resolution = {64, 48};
    options.frames = frames;
    options.samples = samples;
    return options;
}

bool same(const Image& a, const Image& b)
{
    return a.byteSize() == b.byteSize() && std::memcmp(a.data(), b.data(), a.byteSize()) == 0;
}

std::size_t valuesOf(const Image& image)
{
    return image.byteSize() / sizeof(float);
}

class EachFamily : public testing::TestWithParam<const Family*> {};
INSTANTIATE_TEST_SUITE_P(Scene, EachFamily, testing::Values(&intrinsicFamily, &alphaFamily),
                         [](const auto& info) { return std::string(info.param->name); });

TEST_P(EachFamily, ASeedGivesTheSamePixelsOnAnyNumberOfThreads)
{
    for (const std::uint64_t seed : {3U, 8U}) {
        SceneOptions options = small(seed, 4);
        options.degrade = true;
        const SceneClip one = renderScene(*GetParam(), options);
        options.threads = 3;
        const SceneClip three = renderScene(*GetParam(), options);
        EXPECT_EQ(one.caption, three.caption);
        for (std::size_t row = 0; row < 4; ++row) {
            for (std::size_t frame = 0; frame < 4; ++frame)
                EXPECT_TRUE(same(one.layers[row][frame], three.layers[row][frame])) << row << " " << frame;
        }
    }
}

TEST_P(EachFamily, AFrameDoesNotDependOnHowManyFollow)
{
    const SceneClip shortOne = renderScene(*GetParam(), small(5, 1));
    const SceneClip longOne = renderScene(*GetParam(), small(5, 3));
    for (std::size_t row = 0; row < 4; ++row)
        EXPECT_TRUE(same(shortOne.layers[row][0], longOne.layers[row][0])) << row;
}

TEST_P(EachFamily, OtherSeedsGiveOtherPicturesAndWords)
{
    std::set<std::string> captions;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const SceneClip clip = renderScene(*GetParam(), small(seed, 1));
        const SceneClip next = renderScene(*GetParam(), small(seed + 1, 1));
        EXPECT_FALSE(same(clip.layers[0][0], next.layers[0][0])) << seed;
        EXPECT_FALSE(clip.caption.empty());
        captions.insert(clip.caption);
    }
    EXPECT_GT(captions.size(), 8U);
}

TEST_P(EachFamily, EveryValueIsDisplayReferredAndNoneIsAHole)
{
    for (std::uint64_t seed = 20; seed < 40; ++seed) {
        SceneOptions options = small(seed, 2, 1 + static_cast<int>(seed % 3));
        options.degrade = seed % 2 == 0;
        const SceneClip clip = renderScene(*GetParam(), options);
        for (const auto& layer : clip.layers) {
            ASSERT_EQ(layer.size(), 2U);
            for (const Image& image : layer) {
                ASSERT_EQ(image.resolution(), options.resolution);
                ASSERT_EQ(image.channels(), 3);
                for (std::size_t i = 0; i < valuesOf(image); ++i)
                    ASSERT_TRUE(image.data()[i] >= 0 && image.data()[i] <= 1) << seed << ": " << image.data()[i];
            }
        }
    }
}

TEST_P(EachFamily, DegradingChangesTheRgbAlone)
{
    int changed = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        SceneOptions options = small(seed, 1);
        const SceneClip clean = renderScene(*GetParam(), options);
        options.degrade = true;
        const SceneClip shot = renderScene(*GetParam(), options);
        changed += same(clean.layers[0][0], shot.layers[0][0]) ? 0 : 1;
        for (std::size_t row = 1; row < 4; ++row)
            EXPECT_TRUE(same(clean.layers[row][0], shot.layers[row][0])) << seed;
    }
    EXPECT_GT(changed, 2);
    EXPECT_LT(changed, 10);
}

TEST_P(EachFamily, SomethingMovesInMostClips)
{
    int moving = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const SceneClip clip = renderScene(*GetParam(), small(seed, 6));
        moving += same(clip.layers[0][0], clip.layers[0][5]) ? 0 : 1;
    }
    EXPECT_GT(moving, 8);
}

TEST(SceneIntrinsic, RgbIsAlbedoTimesIrradianceWhereNothingShines)
{
    std::size_t matt = 0;
    std::size_t all = 0;
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        const SceneClip clip = renderScene(intrinsicFamily, small(seed, 1));
        const float* rgb = clip.layers[0][0].data();
        const float* albedo = clip.layers[1][0].data();
        const float* irradiance = clip.layers[2][0].data();
        for (std::size_t i = 0; i < valuesOf(clip.layers[0][0]); ++i) {
            const float product = srgbEncode(srgbDecode(albedo[i]) * srgbDecode(irradiance[i]));
            ASSERT_GT(rgb[i], product - 1e-3F) << "a highlight only adds; seed " << seed;
            matt += std::abs(rgb[i] - product) < 1e-3F ? 1 : 0;
            ++all;
        }
    }
    EXPECT_GT(static_cast<double>(matt) / static_cast<double>(all), 0.5);
    EXPECT_LT(matt, all); // and some surfaces do shine
}

TEST(SceneIntrinsic, NormalsAreUnitAndFaceTheCamera)
{
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const SceneClip clip = renderScene(intrinsicFamily, small(seed, 1, 1 + static_cast<int>(seed % 2)));
        const Image& normals = clip.layers[3][0];
        int away = 0;
        for (int y = 0; y < normals.height(); ++y) {
            for (int x = 0; x < normals.width(); ++x) {
                const float nx = normals.at(x, y, 0) * 2 - 1;
                const float ny = normals.at(x, y, 1) * 2 - 1;
                const float nz = normals.at(x, y, 2) * 2 - 1;
                ASSERT_NEAR(std::sqrt(nx * nx + ny * ny + nz * nz), 1, 1e-4F);
                away += nz < -0.75F ? 1 : 0; // a wide lens sees surfaces that lean away from its axis, not backs
            }
        }
        EXPECT_LT(away, 30) << seed;
    }
}

TEST(SceneIntrinsic, FloorsPointUpInTheirNormals)
{
    int upright = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const SceneClip clip = renderScene(intrinsicFamily, small(seed, 1));
        double bottom = 0;
        double top = 0;
        for (int x = 0; x < 64; ++x) {
            bottom += clip.layers[3][0].at(x, 46, 1);
            top += clip.layers[3][0].at(x, 1, 1);
        }
        upright += bottom > top ? 1 : 0;
    }
    EXPECT_GE(upright, 10);
}

TEST(SceneIntrinsic, ClipsAreDarkAndBrightButNeverBlack)
{
    double darkest = 1;
    double brightest = 0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const SceneClip clip = renderScene(intrinsicFamily, small(seed, 1));
        double mean = 0;
        const Image& image = clip.layers[2][0];
        for (std::size_t i = 0; i < valuesOf(image); ++i)
            mean += image.data()[i];
        mean /= static_cast<double>(valuesOf(image));
        darkest = std::min(darkest, mean);
        brightest = std::max(brightest, mean);
    }
    EXPECT_GT(darkest, 0.15);
    EXPECT_LT(darkest, 0.5);
    EXPECT_GT(brightest, 0.65);
}

TEST(SceneAlpha, TheCompositeHoldsExactly)
{
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const SceneClip clip = renderScene(alphaFamily, small(seed, 2));
        for (std::size_t frame = 0; frame < 2; ++frame) {
            const float* rgb = clip.layers[0][frame].data();
            const float* a = clip.layers[1][frame].data();
            const float* f = clip.layers[2][frame].data();
            const float* b = clip.layers[3][frame].data();
            for (std::size_t i = 0; i < valuesOf(clip.layers[0][frame]); ++i)
                ASSERT_NEAR(rgb[i], a[i] * f[i] + (1 - a[i]) * b[i], 1e-6F);
        }
    }
}

TEST(SceneAlpha, MattesAreGreyAndSpanNothingSoftAndAll)
{
    int full = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const SceneClip clip = renderScene(alphaFamily, small(seed, 1));
        const Image& alpha = clip.layers[1][0];
        int none = 0;
        int soft = 0;
        int all = 0;
        for (int y = 0; y < alpha.height(); ++y) {
            for (int x = 0; x < alpha.width(); ++x) {
                const float a = alpha.at(x, y, 0);
                ASSERT_EQ(a, alpha.at(x, y, 1));
                ASSERT_EQ(a, alpha.at(x, y, 2));
                (a == 0 ? none : a > 0.995F ? all : soft) += 1;
            }
        }
        EXPECT_GT(none, 0) << seed;
        full += none > 100 && soft > 30 && all > 50 ? 1 : 0;
    }
    EXPECT_GE(full, 13); // the rest are sheer, wholly furry or partly out of the picture
}

TEST(SceneAlpha, TheForegroundIsBlackFarFromTheSubject)
{
    const SceneClip clip = renderScene(alphaFamily, small(2, 1));
    const Image& alpha = clip.layers[1][0];
    const Image& foreground = clip.layers[2][0];
    int black = 0;
    for (int y = 0; y < alpha.height(); ++y) {
        for (int x = 0; x < alpha.width(); ++x) {
            bool near = false;
            for (int j = std::max(0, y - 3); j <= std::min(alpha.height() - 1, y + 3); ++j) {
                for (int i = std::max(0, x - 3); i <= std::min(alpha.width() - 1, x + 3); ++i)
                    near = near || alpha.at(i, j, 0) > 0;
            }
            if (near)
                continue;
            ++black;
            ASSERT_EQ(foreground.at(x, y, 0) + foreground.at(x, y, 1) + foreground.at(x, y, 2), 0);
        }
    }
    EXPECT_GT(black, 100);
}

TEST(SceneClipOptions, WhatMakesNoClipIsRefused)
{
    SceneOptions options = small(1);
    options.frames = 0;
    EXPECT_THROW(renderScene(intrinsicFamily, options), Error);
    options = small(1);
    options.resolution = {0, 48};
    EXPECT_THROW(renderScene(intrinsicFamily, options), Error);
    options = small(1);
    options.samples = 5;
    EXPECT_THROW(renderScene(alphaFamily, options), Error);
}

TEST(SceneClipOptions, OnePixelIsAClipToo)
{
    SceneOptions options = small(1, 1);
    options.resolution = {1, 1};
    EXPECT_EQ(renderScene(intrinsicFamily, options).layers[0][0].resolution(), (Resolution{1, 1}));
    EXPECT_EQ(renderScene(alphaFamily, options).layers[1][0].resolution(), (Resolution{1, 1}));
}

} // namespace
} // namespace unividx::scene
