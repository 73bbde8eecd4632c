#include "core/layers/input_color.h"

#include "core/base/error.h"
#include "core/color/color_transform.h"
#include "core/color/model_split.h"
#include "core/media/sequence_png.h"
#include "tests/core/layers/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace unividx {
namespace {

/// A scene of colours that a display can show, from a hundredth to nine tenths of white.
Image scene()
{
    std::vector<float> pixels;
    for (int i = 0; i < 48; ++i) {
        const float level = 0.01F * std::pow(90.0F, static_cast<float>(i) / 47);
        pixels.insert(pixels.end(), {level, level * (i % 2 == 0 ? 0.8F : 1), level * (i % 3 == 0 ? 0.6F : 0.95F)});
    }
    return Image({8, 6}, 3, pixels);
}

ColorTags tags(const std::string& transfer, const std::string& primaries)
{
    ColorTags color;
    color.transfer = transfer;
    color.primaries = primaries;
    return color;
}

/// The same scene as cameras and displays encode it, in 16 bits.
class EncodedScene : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Spaces, EncodedScene,
                         ::testing::Values("ARRI LogC3", "ARRI LogC4", "S-Log3", "V-Log", "Canon Log 3", "Log3G10",
                                           "BMD Film Gen 5", "DaVinci Intermediate", "Rec.2100 PQ", "Rec.2100 HLG",
                                           "Display P3", "rec1886_rec709", "ACEScct"));

TEST_P(EncodedScene, ReachesTheModelAsItsSdrTwinDoes)
{
    const testing::TemporaryFolder folder;
    const Image twin = makeTransform(sceneLinearRole, modelColorSpace).apply(scene());
    PngOptions options;
    options.depth = PngDepth::Sixteen;
    writePng(folder / "scene.png", makeTransform(sceneLinearRole, GetParam()).apply(scene()), options);
    const auto reader = withInputColor(openMedia(folder / "scene.png"), GetParam());
    const ColorTransform toModel =
        reader->info().sceneLinear ? makeTransform(sceneLinearRole, modelColorSpace) : ColorTransform();
    const ModelSplit split = splitForModel(reader->read(reader->info().frames.first), toModel,
                                           makeTransform(modelColorSpace, sceneLinearRole));
    for (std::size_t i = 0; i < split.model.byteSize() / sizeof(float); ++i)
        EXPECT_NEAR(split.model.data()[i], twin.data()[i], 0.004F) << "value " << i;
}

TEST(InputColorOf, WhatTheFileDeclaresCounts)
{
    MediaInfo info;
    info.path = "shot.mov";
    const auto spaceOf = [&](const ColorTags& color) {
        info.color = color;
        return inputColorOf(info).space;
    };
    EXPECT_EQ(spaceOf(tags("pq", "bt2020")), "rec2100_pq");
    EXPECT_EQ(spaceOf(tags("pq", "p3d65")), "rec2100_pq_p3d65");
    EXPECT_EQ(spaceOf(tags("hlg", "bt2020")), "rec2100_hlg");
    EXPECT_EQ(spaceOf(tags("bt709", "bt709")), modelColorSpace);
    EXPECT_EQ(spaceOf(tags("bt709", "bt2020")), "srgb_rec2020");
    EXPECT_EQ(spaceOf(tags("srgb", "p3d65")), "srgb_p3d65");
    info.sceneLinear = true;
    EXPECT_EQ(spaceOf(tags("linear", "ap1")), "ACEScg");
    EXPECT_EQ(spaceOf(tags("linear", "unknown")), sceneLinearRole);
}

TEST(InputColorOf, ASpaceThatTheFileNamesCountsBeforeItsTags)
{
    MediaInfo info;
    info.path = "shot_albedo.1001.exr";
    info.sceneLinear = true;
    info.color = tags("linear", "ap0");
    info.color.space = "lin_rec709";
    EXPECT_EQ(inputColorOf(info).space, "lin_rec709");
    EXPECT_EQ(inputColorOf(info, "ACEScg").space, "ACEScg") << "the user is right";
    info.color.space = "a space of another config";
    EXPECT_EQ(inputColorOf(info).space, "ACES2065-1");
}

TEST(InputColorOf, AGuessSaysSoInWords)
{
    MediaInfo info;
    info.path = "shot.mov";
    info.color = tags("bt709", "bt709");
    EXPECT_EQ(inputColorOf(info).known, InputColor::Known::Declared);
    info.color.guesses = {"The transfer curve is not tagged; bt709 is assumed."};
    const InputColor guess = inputColorOf(info);
    EXPECT_EQ(guess.known, InputColor::Known::Assumed);
    EXPECT_EQ(guess.reason, info.color.guesses.back());
    info.color = tags("log", "bt709");
    EXPECT_NE(inputColorOf(info).reason.find("choose the camera's colour space"), std::string::npos);
}

TEST(InputColorOf, AChosenSpaceMustExistAndHoldColour)
{
    MediaInfo info;
    info.color = tags("pq", "bt2020");
    EXPECT_EQ(inputColorOf(info, "S-Log3").space, "S-Log3");
    EXPECT_EQ(inputColorOf(info, "S-Log3").known, InputColor::Known::Chosen);
    EXPECT_THROW(inputColorOf(info, "S-Log9"), Error);
    EXPECT_THROW(inputColorOf(info, "raw"), Error);
}

TEST(WithInputColor, LeavesOrdinaryPicturesToTheirReader)
{
    const testing::TemporaryFolder folder;
    writePng(folder / "a.png", Image({2, 1}, 3, {0.1F, 0.5F, 0.9F, 0, 1, 0.3F}));
    auto reader = openMedia(folder / "a.png");
    const MediaReader* before = reader.get();
    EXPECT_EQ(withInputColor(std::move(reader)).get(), before);
}

} // namespace
} // namespace unividx
