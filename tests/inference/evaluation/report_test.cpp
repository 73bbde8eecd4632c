#include "inference/evaluation/report.h"
#include "tests/inference/evaluation/figures.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <sstream>

namespace unividx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing_evaluation::figure;

Figure psnr(double value, std::optional<double> beside = std::nullopt)
{
    return {"albedo_psnr", "albedo", "PSNR, dB", 1, value, beside, "rgb"};
}

EvaluationReport report()
{
    EvaluationReport made;
    made.title = "suite procedural";
    made.seeds = {11, 12};
    made.frames = 21;
    made.resolution = {128, 96};
    const Figure mad{"alpha_mad", "alpha", "MAD x1e3", 1000, 0.25, std::nullopt, ""};
    made.groups = {{"decompose (R2AIN)", {{"11", {psnr(10, 4.0)}}, {"12", {psnr(16, 8.0), mad}}}}};
    return made;
}

TEST(Report, MeansAreOverTheClipsThatHaveAFigure)
{
    const Figures means = meanFigures(report().groups[0].clips);
    ASSERT_EQ(means.size(), 2u);
    EXPECT_DOUBLE_EQ(figure(means, "albedo_psnr")->value, 13);
    EXPECT_DOUBLE_EQ(figure(means, "albedo_psnr")->beside.value(), 6);
    EXPECT_DOUBLE_EQ(figure(means, "alpha_mad")->value, 0.25);
    EXPECT_FALSE(figure(means, "alpha_mad")->beside);
}

TEST(Report, TheTableListsSeedsAndScalesItsFigures)
{
    const std::string table = asTable(report());
    EXPECT_THAT(table, HasSubstr("seeds 11, 12"));
    EXPECT_THAT(table, HasSubstr("decompose (R2AIN), 2 clips"));
    std::istringstream lines(table);
    std::string line;
    std::size_t mean = 0;
    while (std::getline(lines, line)) {
        if (line.find("lowest") != std::string::npos)
            mean = line.find("mean") + 4;
        if (line.find("PSNR") != std::string::npos) {
            EXPECT_EQ(line, "albedo       PSNR, dB                                  13         10         16"
                            "          6  rgb");
            EXPECT_EQ(line.find("13") + 2, mean) << "columns are aligned";
        }
        if (line.find("MAD") != std::string::npos) {
            EXPECT_THAT(line, HasSubstr(" 250 "));
        }
    }
    EXPECT_GT(mean, 0u);
}

TEST(Report, ASingleClipNeedsNoLowestAndHighest)
{
    EvaluationReport one = report();
    one.groups[0].clips.pop_back();
    EXPECT_THAT(asTable(one), Not(HasSubstr("lowest")));
    EXPECT_THAT(asTable(one), HasSubstr("1 clip "));
}

TEST(Report, JsonHasPlainValuesByTheirKeys)
{
    const auto json = nlohmann::json::parse(asJson(report()));
    EXPECT_EQ(json.at("seeds"), nlohmann::json({11, 12}));
    EXPECT_EQ(json.at("frames"), 21);
    EXPECT_EQ(json.at("resolution"), nlohmann::json({128, 96}));
    const auto& group = json.at("groups").at(0);
    EXPECT_EQ(group.at("name"), "decompose (R2AIN)");
    EXPECT_EQ(group.at("clips").at(0).at("clip"), "11");
    EXPECT_EQ(group.at("clips").at(0).at("albedo_psnr"), 10);
    EXPECT_EQ(group.at("clips").at(0).at("albedo_psnr_rgb"), 4);
    EXPECT_EQ(group.at("clips").at(1).at("alpha_mad"), 0.25);
    EXPECT_EQ(group.at("mean").at("albedo_psnr"), 13);
    EXPECT_FALSE(group.at("clips").at(1).contains("alpha_mad_"));
}

TEST(Report, JsonTellsInfinityAsNullAndSurvivesOddNames)
{
    EvaluationReport odd;
    odd.title = "caf\xe9";
    odd.groups = {{"intrinsic", {{"c\xff", {psnr(std::numeric_limits<double>::infinity())}}}}};
    const auto json = nlohmann::json::parse(asJson(odd));
    EXPECT_TRUE(json.at("groups").at(0).at("mean").at("albedo_psnr").is_null());
    EXPECT_FALSE(json.contains("seeds"));
}

} // namespace
} // namespace unividx
