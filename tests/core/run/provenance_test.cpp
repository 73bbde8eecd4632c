#include "core/engine/fake_engine.h"
#include "core/run/provenance.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace unividx {
namespace {

TEST(Provenance, NamesTaskFramesPromptsAndInputsButNoFolders)
{
    GenerateRequest request;
    request.task = taskNamed("RA2IN");
    request.frames = {1001, 21};
    request.seed = 9;
    request.prompt = "a kitchen";
    const auto entries = provenanceOf(request, {"/shots/José/plate.mp4", "a.####.exr", {}, {}}, FakeEngine(), "1.2.3");
    EXPECT_EQ(entries.at("version"), "1.2.3");
    EXPECT_EQ(entries.at("task"), "RA2IN");
    EXPECT_EQ(entries.at("frames"), "1001-1021");
    EXPECT_EQ(entries.at("seed"), "9");
    EXPECT_EQ(entries.at("prompt"), "a kitchen");
    EXPECT_EQ(entries.at("input_rgb"), "plate.mp4");
    EXPECT_EQ(entries.at("input_albedo"), "a.####.exr");
    EXPECT_EQ(entries.count("input_normal"), 0U);
    EXPECT_EQ(entries.count("negative_prompt"), 0U);
    EXPECT_EQ(entries.at("model"), "fake");
    request.negativePrompt = "";
    EXPECT_EQ(provenanceOf(request, {}, FakeEngine(), "").count("negative_prompt"), 1U);
}

TEST(Provenance, OfARunNamesColourSpacesAndHints)
{
    RunSetup setup;
    setup.choice.task = taskNamed("R2AIN");
    setup.job.request.task = setup.choice.task;
    setup.inputs[0] = "/shots/plate.mov";
    setup.inputColors[0] = "ARRI LogC4";
    setup.hints[1] = {"/paint/a.png", "/paint/b.png"};
    const auto entries = provenanceOf(setup, FakeEngine(), "1.2.3");
    EXPECT_EQ(entries.at("input_rgb"), "plate.mov");
    EXPECT_EQ(entries.at("color_space_rgb"), "ARRI LogC4");
    EXPECT_EQ(entries.at("hints_albedo"), "a.png, b.png");
    EXPECT_EQ(entries.count("hints_normal"), 0U);
}

TEST(FakeEngineIfAsked, IsThereOnlyWhenTheEnvironmentSaysSo)
{
    ASSERT_EQ(setenv("UNIVIDX_ENGINE", "fake", 1), 0);
    EXPECT_NE(fakeEngineIfAsked(), nullptr);
    ASSERT_EQ(setenv("UNIVIDX_ENGINE", "", 1), 0);
    EXPECT_EQ(fakeEngineIfAsked(), nullptr);
    ASSERT_EQ(unsetenv("UNIVIDX_ENGINE"), 0);
    EXPECT_EQ(fakeEngineIfAsked(), nullptr);
}

} // namespace
} // namespace unividx
