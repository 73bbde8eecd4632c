#include "inference/engine/reconciled_layers.h"

#include "core/color/srgb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

constexpr Resolution size{24, 16};

Image filled(int channels, float value)
{
    return Image(size, channels,
                 std::vector<float>(static_cast<std::size_t>(size.width * size.height * channels), value));
}

/// Smooth pictures of their own colours.
Image shaded(float red, float green, float blue, float fall)
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (const float value : {red, green, blue})
                pixels.push_back(value * (1 - fall * static_cast<float>(x) / size.width));
        }
    }
    return Image(size, 3, std::move(pixels));
}

template <typename Of>
Image eachValue(const Of& of)
{
    std::vector<float> pixels;
    for (int i = 0; i < size.width * size.height * 3; ++i)
        pixels.push_back(of(i));
    return Image(size, 3, std::move(pixels));
}

double difference(const Image& a, const Image& b)
{
    double sum = 0;
    const std::size_t count = a.byteSize() / sizeof(float);
    for (std::size_t i = 0; i < count; ++i)
        sum += std::abs(static_cast<double>(a.data()[i]) - b.data()[i]);
    return sum / static_cast<double>(count);
}

/// A frame with exact layers of both families, and what a model in doubt makes of each.
class ReconciledLayers : public ::testing::Test {
protected:
    Image albedo = shaded(0.6F, 0.4F, 0.3F, 0.0F);
    Image irradiance = shaded(0.8F, 0.8F, 0.9F, 0.6F);
    Image rgb = eachValue(
        [&](int i) { return linearToSrgb(srgbToLinear(albedo.data()[i]) * srgbToLinear(irradiance.data()[i])); });
    Image foreground = shaded(0.7F, 0.5F, 0.4F, 0.3F);
    Image background = shaded(0.1F, 0.3F, 0.5F, 0.2F);
    Image matte = [] {
        std::vector<float> values;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x)
                values.push_back(x < 8 ? 0.0F : x < 12 ? static_cast<float>(x - 7) / 5 : 1.0F);
        }
        return Image(size, 1, std::move(values));
    }();
    Image composite = eachValue([&](int i) {
        const float cover = matte.data()[i / 3];
        return cover * foreground.data()[i] + (1 - cover) * background.data()[i];
    });
    Image grey = filled(3, 0.45F);
};

TEST_F(ReconciledLayers, IrradianceAndAlbedoFollowFromTheFrameAndTheOther)
{
    const LayerFrame light =
        reconciledLayers(taskNamed("RA2IN"), {Image(), Image(), grey, grey}, {rgb, albedo, {}, {}});
    EXPECT_LT(difference(light[2], irradiance), difference(grey, irradiance) * 0.3);
    EXPECT_EQ(light[3].data(), grey.data()) << "normals stay";
    EXPECT_TRUE(light[0].empty() && light[1].empty());
    const LayerFrame paint = reconciledLayers(taskNamed("RI2AN"), {Image(), grey, {}, grey}, {rgb, {}, irradiance, {}});
    EXPECT_LT(difference(paint[1], albedo), difference(grey, albedo) * 0.3);
    const LayerFrame both = reconciledLayers(taskNamed("R2AIN"), {Image(), albedo, grey, grey}, {rgb, {}, {}, {}});
    EXPECT_LT(difference(both[2], irradiance), difference(grey, irradiance) * 0.6);
}

TEST_F(ReconciledLayers, TheFrameFollowsFromAllOfItsLayers)
{
    const LayerFrame lit =
        reconciledLayers(taskNamed("AIN2R"), {grey, {}, {}, {}}, {Image(), albedo, irradiance, grey});
    EXPECT_LT(difference(lit[0], rgb), difference(grey, rgb) * 0.3);
    const LayerFrame laid =
        reconciledLayers(taskNamed("PFB2R"), {grey, {}, {}, {}}, {Image(), matte, foreground, background});
    EXPECT_LT(difference(laid[0], composite), difference(grey, composite) * 0.3);
}

TEST_F(ReconciledLayers, SubjectAndBackgroundTakeWhatTheyShowOfTheFrame)
{
    const LayerFrame made = reconciledLayers(taskNamed("RP2FB"), {Image(), {}, grey, grey}, {composite, matte, {}, {}});
    const auto at = [](const Image& image, int x) { return image.at(x, 5, 0); };
    EXPECT_NEAR(at(made[2], 20), at(grey, 20) + 0.75F * (at(foreground, 20) - at(grey, 20)), 0.01);
    EXPECT_NEAR(at(made[2], 3), at(grey, 3), 1e-6) << "nothing of it is seen there";
    EXPECT_NEAR(at(made[3], 3), at(grey, 3) + 0.75F * (at(background, 3) - at(grey, 3)), 0.01);
    EXPECT_NEAR(at(made[3], 20), at(grey, 20), 1e-6);
    const LayerFrame back =
        reconciledLayers(taskNamed("RPF2B"), {Image(), {}, {}, grey}, {composite, matte, foreground, {}});
    EXPECT_LT(difference(back[3], background), difference(grey, background) * 0.8);
}

TEST_F(ReconciledLayers, AMatteFollowsFromFrameSubjectAndBackground)
{
    const LayerFrame made = reconciledLayers(taskNamed("RFB2P"), {Image(), filled(1, 0.5F), {}, {}},
                                             {composite, {}, foreground, background});
    EXPECT_LT(difference(made[1], matte), 0.03);
}

TEST_F(ReconciledLayers, WithoutAFrameOrItsLayersNothingChanges)
{
    const LayerFrame made = reconciledLayers(taskNamed("N2RAI"), {grey, grey, grey, {}}, {Image(), {}, {}, grey});
    for (std::size_t row = 0; row < 3; ++row)
        EXPECT_EQ(made[row].data(), grey.data());
    const LayerFrame other =
        reconciledLayers(taskNamed("PF2RB"), {grey, {}, {}, grey}, {Image(), matte, foreground, {}});
    EXPECT_EQ(other[0].data(), grey.data());
}

TEST_F(ReconciledLayers, ValuesStayInRangeWhateverIsGiven)
{
    std::mt19937 random(5);
    std::uniform_real_distribution<float> any(0, 1);
    const auto noise = [&](int channels) {
        std::vector<float> values(static_cast<std::size_t>(size.width * size.height * channels));
        for (float& value : values)
            value = any(random) < 0.2F ? std::round(any(random)) : any(random);
        return Image(size, channels, std::move(values));
    };
    for (const Task& task : allTasks()) {
        LayerFrame made;
        LayerFrame given;
        for (std::size_t row = 0; row < 4; ++row) {
            const bool isMatte = task.family->modalities[row].decoding == Decoding::Matte;
            (task.conditions[row] ? given : made)[row] = noise(isMatte && !task.conditions[row] ? 1 : 3);
        }
        for (const Image& layer : reconciledLayers(task, made, given)) {
            for (std::size_t i = 0; i < layer.byteSize() / sizeof(float); ++i)
                ASSERT_TRUE(layer.data()[i] >= 0 && layer.data()[i] <= 1) << task.name();
        }
    }
}

} // namespace
} // namespace unividx
