#include "core/color/color_transform.h"

#include "core/base/error.h"
#include "core/color/srgb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace unividx {
namespace {

/// $OCIO as a test wants it, and as it was afterwards.
class OcioVariable {
public:
    explicit OcioVariable(const char* value)
    {
        if (const char* before = std::getenv("OCIO"))
            before_ = before;
        if (value)
            ::setenv("OCIO", value, 1);
        else
            ::unsetenv("OCIO");
    }
    ~OcioVariable()
    {
        if (before_.empty())
            ::unsetenv("OCIO");
        else
            ::setenv("OCIO", before_.c_str(), 1);
    }

private:
    std::string before_;
};

Image ramp(int channels)
{
    std::vector<float> pixels;
    for (int i = 0; i < 64 * channels; ++i)
        pixels.push_back(static_cast<float>(i) / static_cast<float>(64 * channels - 1));
    return Image({64, 1}, channels, pixels);
}

TEST(ColorTransform, FromTheModelToSceneLinearIsTheStandardsCurve)
{
    const OcioVariable unset(nullptr);
    const ColorTransform transform = makeTransform(modelColorSpace, sceneLinearRole);
    const Image linear = transform.apply(ramp(3));
    for (int i = 0; i < 64 * 3; ++i) {
        const float exact = srgbToLinear(ramp(3).data()[i]);
        EXPECT_NEAR(linear.data()[i], exact, 2e-6f * std::max(exact, 0.001f)); // see srgb_rows.h
    }
    const Image ends = transform.apply(Image({1, 1}, 3, {0.0f, 1.0f, -1.0f}));
    for (const auto& [index, wanted] : {std::pair(0, 0.0f), std::pair(1, 1.0f), std::pair(2, -1.0f)})
        EXPECT_EQ(ends.data()[index], wanted);
}

TEST(ColorTransform, OpenColorIosCurveOfTheConfigIsTheStandardsCurve)
{
    const OcioVariable unset(nullptr);
    // Through ACEScg and back, so that the config's own curve is used on the way in.
    const Image acescg = makeTransform("srgb_texture", "ACEScg").apply(ramp(3));
    const Image linear = makeTransform("ACEScg", "lin_rec709").apply(acescg);
    for (int i = 0; i < 64 * 3; ++i)
        EXPECT_NEAR(linear.data()[i], srgbToLinear(ramp(3).data()[i]), 3e-6f);
}

TEST(ColorTransform, EveryPairOfSpacesOfTheBundledConfigLeadsThereAndBack)
{
    const OcioVariable unset(nullptr);
    const Image image({2, 1}, 3, {0.2f, 0.5f, 0.7f, 0.05f, 0.4f, 0.3f});
    for (const std::string& from : colorSpaceNames()) {
        for (const std::string& to : colorSpaceNames()) {
            if (from == "raw" || to == "raw")
                continue;
            SCOPED_TRACE(from + " -> " + to);
            const Image back = makeTransform(to, from).apply(makeTransform(from, to).apply(image));
            for (int i = 0; i < 6; ++i)
                EXPECT_NEAR(back.data()[i], image.data()[i], 2e-4f);
        }
    }
}

TEST(ColorTransform, DataAreNeverChanged)
{
    const OcioVariable unset(nullptr);
    EXPECT_TRUE(makeTransform("raw", sceneLinearRole).isIdentity());
    EXPECT_TRUE(makeTransform("srgb_texture", "srgb_texture").isIdentity());
    EXPECT_THROW(makeTransform(modelColorSpace, sceneLinearRole).apply(Image({1, 1}, 1, {0.5f})), Error);
}

TEST(ColorTransform, PremultipliedColorIsDividedBeforeAndMultipliedAfter)
{
    const OcioVariable unset(nullptr);
    const ColorTransform toLinear = makeTransform(modelColorSpace, sceneLinearRole);
    const Image premultiplied({2, 1}, 4, {0.25f, 0.1f, 0.0f, 0.5f, 0.3f, 0.3f, 0.3f, 0.0f});
    const Image result = toLinear.apply(premultiplied, AlphaState::Premultiplied);
    EXPECT_FLOAT_EQ(result.at(0, 0, 0), 0.5f * srgbToLinear(0.5f));
    EXPECT_EQ(result.at(0, 0, 3), 0.5f);
    EXPECT_FLOAT_EQ(result.at(1, 0, 0), srgbToLinear(0.3f)); // light without cover is legal and kept
    const Image straight = toLinear.apply(premultiplied, AlphaState::Straight);
    EXPECT_FLOAT_EQ(straight.at(0, 0, 0), srgbToLinear(0.25f));
}

TEST(ColorTransform, AnUnknownSpaceIsNamedTogetherWithTheKnownOnes)
{
    const OcioVariable unset(nullptr);
    try {
        makeTransform("nonsense", sceneLinearRole);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Usage);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("\"nonsense\""));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("ACEScg"));
    }
}

TEST(ColorTransform, OcioNamesTheConfigThatIsUsed)
{
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("unividx-ocio-映像-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::filesystem::path file = folder / "config.ocio";
    // A studio's own config: working space twice as bright, its own names, the usual spelling of sRGB.
    std::ofstream(file)
        << "ocio_profile_version: 2\n"
           "roles: {scene_linear: work, default: work, aces_interchange: work}\n"
           "file_rules: [!<Rule> {name: Default, colorspace: work}]\n"
           "displays: {d: [!<View> {name: v, colorspace: work}]}\n"
           "colorspaces:\n"
           "  - !<ColorSpace> {name: work}\n"
           "  - !<ColorSpace>\n"
           "    name: sRGB - Texture\n"
           "    to_scene_reference: !<MatrixTransform> {matrix: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, "
           "0, 0, 1]}\n";
    {
        const OcioVariable set(file.c_str());
        const ColorTransform transform = makeTransform(modelColorSpace, sceneLinearRole);
        EXPECT_EQ(transform.description(), "sRGB - Texture -> work");
        EXPECT_FLOAT_EQ(transform.apply(Image({1, 1}, 3, {0.5f, 0.25f, 0.125f})).at(0, 0, 0), 1.0f);
        EXPECT_EQ(activeColorConfig(), file.string());
        // A space that only the bundled config has is reached through the interchange role.
        EXPECT_FALSE(makeTransform("work", "lin_rec709").isIdentity());
    }
    std::filesystem::remove_all(folder);
}

TEST(ColorTransform, AnOcioThatCannotBeReadIsAnInputErrorNamingIt)
{
    const OcioVariable set("/nowhere/config.ocio");
    try {
        makeTransform(modelColorSpace, sceneLinearRole);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("/nowhere/config.ocio"));
    }
}

TEST(Chromaticities, OfTheKnownSpacesAreThoseOfTheirStandards)
{
    const OcioVariable unset(nullptr);
    const auto rec709 = chromaticitiesOf(sceneLinearRole);
    ASSERT_TRUE(rec709);
    const Chromaticities expected{0.64f, 0.33f, 0.30f, 0.60f, 0.15f, 0.06f, 0.3127f, 0.3290f};
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_NEAR((*rec709)[i], expected[i], 1e-4f);
    // ACEScg is seen through the adaptation to D65, so its red is near, not at, AP1's 0.713 0.293.
    const auto acescg = chromaticitiesOf("ACEScg");
    ASSERT_TRUE(acescg);
    EXPECT_NEAR((*acescg)[0], 0.713f, 0.01f);
    EXPECT_NEAR((*acescg)[6], 0.3127f, 1e-3f);
    EXPECT_FALSE(chromaticitiesOf("srgb_texture"));
}

} // namespace
} // namespace unividx
