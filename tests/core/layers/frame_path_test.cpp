#include "core/layers/frame_path.h"
#include "core/layers/layer_format.h"

#include "core/base/error.h"
#include "core/task/task.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace unividx {
namespace {

TEST(FramePath, KeepsTheFramesNumberWithAtLeastFourDigits)
{
    EXPECT_EQ(framePath("out", "kitchen", "albedo", 1001, ".exr"), "out/kitchen_albedo.1001.exr");
    EXPECT_EQ(framePath("out", "kitchen", "albedo", 7, ".exr"), "out/kitchen_albedo.0007.exr");
    EXPECT_EQ(framePath("out", "kitchen", "albedo", 123456, ".png"), "out/kitchen_albedo.123456.png");
    EXPECT_EQ(framePath("out", "kitchen", "albedo", -5, ".exr"), "out/kitchen_albedo.-0005.exr");
}

TEST(FramePath, ShotNamesOfAnyScriptStayAndUnsafeCharactersDoNot)
{
    EXPECT_EQ(framePath("José", "映像", "normal", 1, ".exr"), "José/映像_normal.0001.exr");
    EXPECT_EQ(framePath("out", "a/b:c", "alpha", 1, ".exr"), "out/a_b_c_alpha.0001.exr");
    EXPECT_EQ(framePath("out", "../x", "alpha", 1, ".exr"), "out/_.._x_alpha.0001.exr");
    EXPECT_EQ(framePattern("out", "", "alpha", ".exr"), "out/__alpha.####.exr");
}

TEST(LayerFormat, ChannelsAreNamedAsTheProductSays)
{
    using Names = std::vector<std::string>;
    EXPECT_EQ(layerFormat("rgb").channels(), (Names{"R", "G", "B"}));
    EXPECT_EQ(layerFormat("albedo").channels(), (Names{"albedo.R", "albedo.G", "albedo.B"}));
    EXPECT_EQ(layerFormat("irradiance").channels(), (Names{"irradiance.R", "irradiance.G", "irradiance.B"}));
    EXPECT_EQ(layerFormat("normal").channels(), (Names{"N.X", "N.Y", "N.Z"}));
    EXPECT_EQ(layerFormat("alpha").channels(), (Names{"alpha.A"}));
    EXPECT_EQ(layerFormat("foreground").channels(true), (Names{"fg.R", "fg.G", "fg.B", "fg.A"}));
    EXPECT_EQ(layerFormat("background").channels(), (Names{"bg.R", "bg.G", "bg.B"}));
    EXPECT_EQ(layerFormat("normal").plainChannels(), (Names{"R", "G", "B"}));
    EXPECT_THROW(layerFormat("depth"), Error);
}

TEST(LayerFormat, EveryModalityOfEveryFamilyHasARowThatAgreesWithIt)
{
    for (const Family* family : families()) {
        for (const Modality& modality : family->modalities)
            EXPECT_EQ(layerFormat(modality.name).decoding, modality.decoding) << modality.name;
    }
}

} // namespace
} // namespace unividx
