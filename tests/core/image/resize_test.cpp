#include "core/image/resize.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

// The picture sin(1.7 i) * 0.5 + 0.5, 7 wide and 5 high.
Image waves()
{
    std::vector<float> pixels;
    for (int i = 0; i < 35; ++i)
        pixels.push_back(std::sin(static_cast<float>(i) * 1.7f) * 0.5f + 0.5f);
    return Image({7, 5}, 1, pixels);
}

void expectPixels(const Image& image, const std::vector<float>& expected)
{
    ASSERT_EQ(image.byteSize() / sizeof(float), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(image.data()[i], expected[i], 2e-7f) << "value " << i;
}

Image noise(Resolution size, int channels, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(0.0f, 1.0f);
    std::vector<float> pixels(static_cast<std::size_t>(size.width * size.height * channels));
    for (float& pixel : pixels)
        pixel = values(random);
    return Image(size, channels, pixels);
}

// Golden: at::upsample_bilinear2d(waves, size, align_corners=false) of libtorch 1.13.1, float32.
TEST(ResizeBilinear, MakesSmallerAsPyTorchDoes)
{
    expectPixels(resizeBilinear(waves(), {4, 3}),
                 {0.613266468f, 0.424720407f, 0.563782871f, 0.505174279f, 0.263636529f, 0.848079383f, 0.144739866f,
                  0.810337186f, 0.188551009f, 0.867131829f, 0.138344079f, 0.755032778f});
}

TEST(ResizeBilinear, MakesLargerAsPyTorchDoes)
{
    const Image large = resizeBilinear(waves(), {11, 8});
    const std::vector<float> row0{0.5f,         0.725378335f, 0.939141214f, 0.542302966f, 0.250361532f, 0.0370927341f,
                                  0.488887995f, 0.788562238f, 0.885408401f, 0.490599364f, 0.150062382f};
    const std::vector<float> row4{0.023808904f, 0.275433987f, 0.611826479f, 0.852922976f, 0.719448149f, 0.305044621f,
                                  0.170735583f, 0.286421627f, 0.735434651f, 0.815525651f, 0.828814149f};
    for (int x = 0; x < 11; ++x) {
        EXPECT_NEAR(large.at(x, 0, 0), row0[static_cast<std::size_t>(x)], 2e-7f);
        EXPECT_NEAR(large.at(x, 4, 0), row4[static_cast<std::size_t>(x)], 2e-7f);
    }
}

TEST(ResizeBilinear, TheSameSizeIsTheSamePicture)
{
    const Image image = noise({9, 4}, 3, 1);
    EXPECT_EQ(resizeBilinear(image, {9, 4}).data(), image.data());
}

TEST(ResizeArea, KeepsTheMeanOfAnyPictureThatShrinks)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        const Resolution size{5 + static_cast<int>(random() % 40), 5 + static_cast<int>(random() % 40)};
        const Resolution smaller{1 + static_cast<int>(random() % 5), 1 + static_cast<int>(random() % 5)};
        const auto mean = [](const Image& image) {
            double sum = 0.0;
            const std::size_t count = image.byteSize() / sizeof(float);
            for (std::size_t i = 0; i < count; ++i)
                sum += image.data()[i];
            return sum / static_cast<double>(count);
        };
        const Image image = noise(size, 3, seed);
        EXPECT_NEAR(mean(resizeArea(image, smaller)), mean(image), 1e-5);
    }
}

TEST(ResizeArea, HalvesByAveragingFours)
{
    const Image image({4, 2}, 1, {0, 1, 4, 4, 1, 2, 4, 8});
    const Image half = resizeArea(image, {2, 1});
    EXPECT_FLOAT_EQ(half.at(0, 0, 0), 1.0f);
    EXPECT_FLOAT_EQ(half.at(1, 0, 0), 5.0f);
}

TEST(ResizeArea, ADirectionThatGrowsIsBilinear)
{
    const Image image = noise({6, 6}, 2, 3);
    const Image wide = resizeArea(image, {13, 6});
    const Image reference = resizeBilinear(image, {13, 6});
    for (std::size_t i = 0; i < wide.byteSize() / sizeof(float); ++i)
        EXPECT_NEAR(wide.data()[i], reference.data()[i], 1e-6f);
}

TEST(Resize, ASizeOfZeroIsAnError)
{
    EXPECT_THROW(resizeBilinear(waves(), {0, 4}), Error);
    EXPECT_THROW(resizeArea(Image(), {4, 4}), Error);
}

TEST(FitInto, KeepsTheAspectRatioInsideTheBox)
{
    EXPECT_EQ(fitInto({1920, 1080}, {320, 320}), (Resolution{320, 180}));
    EXPECT_EQ(fitInto({100, 4000}, {50, 50}), (Resolution{1, 50}));
}

} // namespace
} // namespace unividx
