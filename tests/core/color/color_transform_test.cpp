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
    const Image scene({2, 1}, 3, {0.2f, 0.5f, 0.7f, 0.15f, 0.4f, 0.3f}); // colours that every space has
    for (const std::string& from : colorSpaceNames()) {
        for (const std::string& to : colorSpaceNames()) {
            if (from == "raw" || to == "raw")
                continue;
            SCOPED_TRACE(from + " -> " + to);
            const Image image = makeTransform(sceneLinearRole, from).apply(scene);
            const Image back = makeTransform(to, from).apply(makeTransform(from, to).apply(image));
            for (int i = 0; i < 6; ++i)
                EXPECT_NEAR(back.data()[i], image.data()[i], 1e-3f);
        }
    }
}

/// What the makers of cameras and the standards publish for scene-linear grey.
struct PublishedValue {
    const char* space;
    float linear; ///< scene-linear; 1 is 203 cd/m2 where the space is of a display
    float code;
};

class PublishedValues : public testing::TestWithParam<PublishedValue> {};
INSTANTIATE_TEST_SUITE_P(
    Spaces, PublishedValues,
    testing::Values(PublishedValue{"ARRI LogC3", 0.18F, 0.391007F}, PublishedValue{"ARRI LogC4", 0.18F, 0.278396F},
                    PublishedValue{"ARRI LogC4", 0, 0.092864F}, PublishedValue{"S-Log3", 0.18F, 420 / 1023.0F},
                    PublishedValue{"S-Log3", 0, 95 / 1023.0F}, PublishedValue{"V-Log", 0.18F, 433 / 1023.0F},
                    PublishedValue{"V-Log", 0, 128 / 1023.0F}, PublishedValue{"Log3G10", 0.18F, 1 / 3.0F},
                    PublishedValue{"BMD Film Gen 5", 0.18F, 0.383561F}, PublishedValue{"BMD Film Gen 5", 0, 0.092466F},
                    PublishedValue{"DaVinci Intermediate", 0.18F, 0.336043F},
                    PublishedValue{"DaVinci Intermediate", 1, 0.513837F}, PublishedValue{"DaVinci Intermediate", 0, 0},
                    PublishedValue{"ACEScct", 0.18F, 0.413588F}, PublishedValue{"Rec.2100 PQ", 100 / 203.0F, 0.508078F},
                    PublishedValue{"Rec.2100 PQ", 1, 0.580688F}, PublishedValue{"Rec.2100 HLG", 1, 0.75F},
                    PublishedValue{"Cineon", 1, 685 / 1023.0F}, PublishedValue{"Cineon", 0, 95 / 1023.0F}));

TEST_P(PublishedValues, AreWhatTheBundledConfigGives)
{
    const OcioVariable unset(nullptr);
    const auto& [space, linear, code] = GetParam();
    const Image grey = makeTransform(sceneLinearRole, space).apply(Image({1, 1}, 3, {linear, linear, linear}));
    for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(grey.at(0, 0, c), code, 1e-3F) << space;
}

TEST(ColorTransform, EveryViewOfTheBundledConfigShowsWhiteAboveGrey)
{
    const OcioVariable unset(nullptr);
    for (const DisplayView& view : displayViews()) {
        const Image shown = makeDisplayTransform(sceneLinearRole, view)
                                .apply(Image({2, 1}, 3, {0.18F, 0.18F, 0.18F, 0.9F, 0.9F, 0.9F}));
        SCOPED_TRACE(view.display + " / " + view.view);
        EXPECT_GT(shown.at(0, 0, 1), 0.05F);
        EXPECT_GT(shown.at(1, 0, 1), shown.at(0, 0, 1));
        EXPECT_LE(shown.at(1, 0, 1), 1.0F);
        for (int x = 0; x < 2; ++x) // neutral stays neutral
            EXPECT_NEAR(shown.at(x, 0, 0), shown.at(x, 0, 2), 2e-3F);
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
