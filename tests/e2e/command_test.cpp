#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

class CommandTest : public ProgramTest {};

TEST_F(CommandTest, TasksListsAllThirtyModesWithInputsAndOutputs)
{
    const auto text = unividx({"tasks"});
    EXPECT_EQ(text.code, 0);
    EXPECT_THAT(text.out, HasSubstr("decompose"));
    EXPECT_THAT(text.out, HasSubstr("t2RPFB"));
    int modes = 0;
    for (const auto& event : unividx({"tasks", "--json"}).events()) {
        if (event.at("event") != "mode")
            continue;
        ++modes;
        EXPECT_EQ(event.at("inputs").size() + event.at("outputs").size(), 4u);
    }
    EXPECT_EQ(modes, 30);
}

TEST_F(CommandTest, InfoTellsWhatIsInAMovie)
{
    const auto clip = makeClip("clip.mp4", 7, "96x64");
    const auto info = unividx({"info", clip.string(), "--json"}).event("info");
    EXPECT_EQ(info.at("frames"), 7);
    EXPECT_EQ(info.at("width"), 96);
    EXPECT_EQ(info.at("codec"), "h264");
    EXPECT_EQ(info.at("first_frame"), 1001);
    EXPECT_THAT(unividx({"info", clip.string()}).out, HasSubstr("7 frames (1001-1007)"));
    EXPECT_EQ(unividx({"info", "--cuts", clip.string()}).out, "") << "a clip of one shot";
    EXPECT_EQ(unividx({"info", (folder_ / "none.mov").string()}).code, 3);
}

TEST_F(CommandTest, DoctorTellsTheMachineAndTheLibraryThatMultiplies)
{
    const auto report = unividx({"doctor", "--json"}).event("doctor");
    EXPECT_GT(report.at("memory_total").get<double>(), 1e8);
    EXPECT_GT(report.at("blas_gflops").get<double>(), 0);
    EXPECT_THAT(report.at("torch").get<std::string>(), testing::MatchesRegex("[0-9]+[.][0-9]+.*"));
    EXPECT_THAT(report.at("blas").get<std::string>(), HasSubstr("blas"));
}

TEST_F(CommandTest, SampleMakesLayersAndASheetAndLeavesThemAloneTheSecondTime)
{
    const auto out = folder_ / "sample";
    const auto first = unividx({"sample", "--out", out.string()});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_TRUE(std::filesystem::exists(out / "contact_sheet.png"));
    EXPECT_EQ(filesIn(out, ".exr").size(), 2u * 3u * 43u);
    const auto made = std::filesystem::last_write_time(out / "contact_sheet.png");
    const auto second = unividx({"sample", "--out", out.string()});
    EXPECT_EQ(second.code, 0);
    EXPECT_THAT(second.out, HasSubstr("up to date"));
    EXPECT_EQ(std::filesystem::last_write_time(out / "contact_sheet.png"), made);
}

TEST_F(CommandTest, ACollectedProjectOpensFromAnotherPlace)
{
    const std::filesystem::path sample = std::filesystem::path(UNIVIDX_SOURCE_DIR) / "resources" / "sample";
    const auto out = folder_ / "all";
    const auto made =
        unividx({"project", "collect", (sample / "sample.uvx").string(), "--out", out.string(), "--json"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_EQ(made.event("collected").at("copied"), 8);
    EXPECT_EQ(made.event("collected").at("missing").size(), 0u);
    const auto moved = folder_ / "moved";
    std::filesystem::rename(out, moved);
    EXPECT_TRUE(std::filesystem::exists(moved / "media" / "rgb.mp4"));
    // Once more, from the copy: nothing is missing there.
    const auto again = unividx(
        {"project", "collect", (moved / "sample.uvx").string(), "--out", (folder_ / "again").string(), "--json"});
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(again.event("collected").at("missing").size(), 0u);
    std::filesystem::remove(moved / "media" / "rgb.mp4");
    const auto less =
        unividx({"project", "collect", (moved / "sample.uvx").string(), "--out", (folder_ / "less").string()});
    EXPECT_EQ(less.code, 0);
    EXPECT_THAT(less.out, HasSubstr("missing: " + (moved / "media" / "rgb.mp4").string()));
    EXPECT_EQ(unividx({"project", "collect", (moved / "sample.uvx").string(), "--out", moved.string()}).code, 6)
        << "a folder that is not empty";
}

TEST_F(CommandTest, HelpAndVersionAreAnswers)
{
    EXPECT_EQ(unividx({"--help"}).code, 0);
    EXPECT_EQ(unividx({"run", "--help"}).code, 0);
    EXPECT_EQ(unividx({"--version"}).code, 0);
}

} // namespace
} // namespace unividx::e2e
