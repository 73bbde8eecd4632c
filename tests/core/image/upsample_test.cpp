#include "core/image/upsample.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/resize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

double meanSquare(const Image& a, const Image& b)
{
    double sum = 0.0;
    const std::size_t count = a.byteSize() / sizeof(float);
    for (std::size_t i = 0; i < count; ++i)
        sum += std::pow(static_cast<double>(a.data()[i]) - b.data()[i], 2.0);
    return sum / static_cast<double>(count);
}

// A disc with a soft edge one pixel wide before a shaded wall: the matte, and the picture one would film of it.
struct Scene {
    Image matte;
    Image picture;
};

Scene disc(int width, int height, float noise)
{
    std::mt19937 random(7);
    std::normal_distribution<float> grain(0.0f, noise);
    std::vector<float> matte;
    std::vector<float> picture;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const float distance = std::hypot(static_cast<float>(x) - 0.47f * static_cast<float>(width),
                                              static_cast<float>(y) - 0.52f * static_cast<float>(height));
            const float a = std::clamp(0.3f * static_cast<float>(height) - distance + 0.5f, 0.0f, 1.0f);
            matte.push_back(a);
            const float wall = 0.3f + 0.2f * static_cast<float>(x) / static_cast<float>(width);
            picture.push_back(a * 0.8f + (1 - a) * wall + grain(random));
            picture.push_back(a * 0.5f + (1 - a) * wall + grain(random));
            picture.push_back(a * 0.2f + (1 - a) * (wall + 0.1f) + grain(random));
        }
    }
    return {Image({width, height}, 1, matte), Image({width, height}, 3, picture)};
}

TEST(UpsampleGuided, KeepsTheSourcesEdgeWhereBilinearBlursIt)
{
    const Scene scene = disc(320, 240, 0.01f);
    const Image small = resizeArea(scene.matte, {80, 60});
    const double bilinear = meanSquare(resizeBilinear(small, {320, 240}), scene.matte);
    const double guided = meanSquare(upsampleGuided(small, scene.picture), scene.matte);
    EXPECT_LT(guided, bilinear / 3.0) << "bilinear " << bilinear << ", guided " << guided;
}

TEST(UpsampleGuided, AGuideWithoutEdgesGivesBilinear)
{
    const Scene scene = disc(64, 48, 0.0f);
    const Image small = resizeArea(scene.matte, {32, 24});
    const Image grey({64, 48}, 3, std::vector<float>(64 * 48 * 3, 0.5f));
    // The clamp to the neighbourhood's range is the only difference, and has nothing to cut here.
    EXPECT_LT(meanSquare(upsampleGuided(small, grey), resizeBilinear(small, {64, 48})), 1e-10);
}

TEST(UpsampleGuided, StaysInTheRangeOfTheLayer)
{
    for (unsigned seed = 0; seed < 10; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        std::uniform_real_distribution<float> values(0.0f, 1.0f);
        std::vector<float> layer(12 * 9);
        std::vector<float> guide(50 * 31 * 3);
        for (float& value : layer)
            value = values(random);
        for (float& value : guide)
            value = values(random);
        const Image result = upsampleGuided(Image({12, 9}, 1, layer), Image({50, 31}, 3, guide));
        EXPECT_EQ(result.resolution(), (Resolution{50, 31}));
        for (std::size_t i = 0; i < result.byteSize() / sizeof(float); ++i) {
            EXPECT_GE(result.data()[i], 0.0f);
            EXPECT_LE(result.data()[i], 1.0f);
        }
    }
}

TEST(UpsampleGuided, AConstantLayerStaysConstant)
{
    const Scene scene = disc(100, 70, 0.02f);
    const Image layer({33, 21}, 3, std::vector<float>(33 * 21 * 3, 0.25f));
    const Image result = upsampleGuided(layer, scene.picture);
    for (std::size_t i = 0; i < result.byteSize() / sizeof(float); ++i)
        EXPECT_NEAR(result.data()[i], 0.25f, 1e-5f);
}

TEST(UpsampleGuided, IsTheSameOnAnyNumberOfThreads)
{
    const Scene scene = disc(101, 67, 0.02f);
    const Image small = resizeArea(scene.matte, {37, 29});
    setParallelism(1);
    const Image one = upsampleGuided(small, scene.picture);
    setParallelism(5);
    const Image five = upsampleGuided(small, scene.picture);
    setParallelism(0);
    EXPECT_EQ(meanSquare(one, five), 0.0);
}

TEST(UpsampleGuided, AGuideNeedsThreeChannels)
{
    EXPECT_THROW(upsampleGuided(Image({1, 1}, 1, {0}), Image({2, 2}, 1, {0, 0, 0, 0})), Error);
}

TEST(GuidedFilter, RecoversALayerThatIsALinearFunctionOfItsGuide)
{
    const Scene scene = disc(60, 40, 0.05f);
    std::vector<float> layer;
    for (int i = 0; i < 60 * 40; ++i) {
        const float* rgb = scene.picture.data() + 3 * i;
        layer.push_back(0.2f * rgb[0] - 0.5f * rgb[1] + 0.7f * rgb[2] + 0.1f);
    }
    const Image linear({60, 40}, 1, layer);
    // The small epsilon leaves next to nothing of the fit out.
    EXPECT_LT(meanSquare(guidedFilter(linear, scene.picture, {3, 1e-8f}), linear), 1e-9);
}

TEST(BoxMean, IsTheMeanOfTheWindowCutOffAtTheBorder)
{
    const Image image({3, 2}, 1, {1, 2, 3, 4, 5, 6});
    const Image mean = boxMean(image, 1);
    EXPECT_FLOAT_EQ(mean.at(0, 0, 0), 3.0f); // 1 2 4 5
    EXPECT_FLOAT_EQ(mean.at(1, 1, 0), 3.5f); // all six
    EXPECT_FLOAT_EQ(boxMean(image, 9).at(2, 0, 0), 3.5f);
}

TEST(NormalizeVectors, MakesUnitVectorsAndFacesTheCameraWhereThereIsNoDirection)
{
    const Image unit = normalizeVectors(Image({2, 1}, 3, {0, 3, 4, 0, 0, 0}));
    EXPECT_FLOAT_EQ(unit.at(0, 0, 1), 0.6f);
    EXPECT_FLOAT_EQ(unit.at(0, 0, 2), 0.8f);
    EXPECT_FLOAT_EQ(unit.at(1, 0, 2), 1.0f);
}

TEST(ClampValues, TakesNanToTheLowEnd)
{
    const Image image = clampValues(Image({3, 1}, 1, {-1.0f, std::nanf(""), 3.0f}), 0.0f, 1.0f);
    EXPECT_EQ(image.at(0, 0, 0), 0.0f);
    EXPECT_EQ(image.at(1, 0, 0), 0.0f);
    EXPECT_EQ(image.at(2, 0, 0), 1.0f);
}

TEST(ParallelFor, HandsOnTheFirstErrorAndVisitsEveryIndexOtherwise)
{
    std::vector<int> seen(1000, 0);
    parallelFor(0, 1000, [&](std::int64_t i) { seen[static_cast<std::size_t>(i)]++; });
    for (const int count : seen)
        EXPECT_EQ(count, 1);
    EXPECT_THROW(parallelFor(0, 10, [](std::int64_t) { throw Error(ErrorKind::Input, "no"); }), Error);
    parallelFor(5, 5, [](std::int64_t) { FAIL(); });
}

} // namespace
} // namespace unividx
