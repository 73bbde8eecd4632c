#include "tests/e2e/program.h"

#include <gmock/gmock.h>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

class EvalTest : public ProgramTest {
protected:
    /// A folder with the layers of a shot, made by the engine without a model.
    std::string makeLayers(const std::string& name, int frames, const std::string& size = "48x32") const
    {
        const auto clip = makeClip(name + ".mp4", frames, size);
        const std::string out = (folder_ / name).string();
        const auto run = unividx({"run", "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", out});
        EXPECT_EQ(run.code, 0) << run.err;
        return out;
    }
};

TEST_F(EvalTest, TheSuiteListsItsSeedsAndItsFigures)
{
    const std::vector<std::string> arguments{"eval",   "--clips", "2",       "--frames", "2",
                                             "--size", "32x32",   "--steps", "1"};
    const auto text = unividx(arguments);
    ASSERT_EQ(text.code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("seeds 900000001, 900000002"));
    EXPECT_THAT(text.out, HasSubstr("decompose (R2AIN), 2 clips"));
    EXPECT_THAT(text.out, HasSubstr("dtSSD x1e2"));

    auto json = arguments;
    json.insert(json.begin(), "--json");
    const auto report = unividx(json).event("evaluation");
    EXPECT_EQ(report.at("seeds"), nlohmann::json({900000001, 900000002}));
    EXPECT_EQ(report.at("frames"), 2);
    EXPECT_EQ(report.at("groups").at(1).at("clips").size(), 2u);
    EXPECT_TRUE(report.at("groups").at(1).at("mean").contains("alpha_mad"));
}

TEST_F(EvalTest, LayersAgainstThemselvesAreWithoutError)
{
    const std::string layers = makeLayers("shot", 3);
    const auto run = unividx({"--json", "eval", "--made", layers, "--wanted", layers});
    ASSERT_EQ(run.code, 0) << run.err;
    const auto report = run.event("evaluation");
    const auto& mean = report.at("groups").at(0).at("mean");
    EXPECT_TRUE(mean.at("albedo_psnr").is_null()) << "infinite";
    EXPECT_NEAR(mean.at("irradiance_ssim").get<double>(), 1, 1e-9);
    EXPECT_LT(mean.at("normal_mean_degrees").get<double>(), 0.1);
    EXPECT_FALSE(report.contains("seeds"));
    EXPECT_THAT(run.out, HasSubstr("no rgb"));
}

TEST_F(EvalTest, WhatCannotBeComparedIsAnInputErrorThatNamesIt)
{
    const std::string shot = makeLayers("shot", 3);
    const std::string longer = makeLayers("longer", 4);
    const std::string larger = makeLayers("larger", 3, "64x32");
    const auto lengths = unividx({"eval", "--made", shot, "--wanted", longer});
    EXPECT_EQ(lengths.code, 3);
    EXPECT_THAT(lengths.err, HasSubstr("4 frames"));
    EXPECT_EQ(unividx({"eval", "--made", shot, "--wanted", longer, "--frames", "3"}).code, 0);
    const auto sizes = unividx({"eval", "--made", shot, "--wanted", larger});
    EXPECT_EQ(sizes.code, 3);
    EXPECT_THAT(sizes.err, HasSubstr("64x32"));
    const auto missing = unividx({"eval", "--made", (folder_ / "none").string(), "--wanted", shot});
    EXPECT_EQ(missing.code, 3);
    EXPECT_THAT(missing.err, HasSubstr("none"));
}

TEST_F(EvalTest, OptionsThatContradictEachOtherAreUsageErrors)
{
    const std::string layers = makeLayers("shot", 1);
    EXPECT_EQ(unividx({"eval", "--made", layers}).code, 2);
    const auto both = unividx({"eval", "--made", layers, "--wanted", layers, "--clips", "3"});
    EXPECT_EQ(both.code, 2);
    EXPECT_THAT(both.err, HasSubstr("--clips"));
    EXPECT_EQ(unividx({"eval", "--made", layers, "--wanted", layers, "--window", "5"}).code, 2);
    EXPECT_EQ(unividx({"eval", "--suite", "other"}).code, 2);
    EXPECT_EQ(unividx({"eval", "--task", "paint", "--clips", "1"}).code, 2);
}

} // namespace
} // namespace unividx::e2e
