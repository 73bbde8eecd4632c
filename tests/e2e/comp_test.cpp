#include "core/media/media_reader.h"
#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <iterator>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

class CompTest : public ProgramTest {};

std::string textOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST_F(CompTest, WithoutNodesThePictureIsTheSource)
{
    const auto clip = makeClip("shot.mp4", 3);
    const auto run = unividx({"comp", "--source", clip.string(), "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    const Image before = openMedia(clip)->read(1002);
    const Image after = openMedia(folder_ / "out" / "shot_picture.####.png")->read(1002);
    ASSERT_EQ(after.resolution(), before.resolution());
    for (int y = 0; y < before.height(); y += 5) {
        for (int x = 0; x < before.width(); x += 5) {
            for (int c = 0; c < 3; ++c)
                ASSERT_NEAR(after.at(x, y, c), before.at(x, y, c), 1.0f / 65535) << x << " " << y;
        }
    }
}

TEST_F(CompTest, AnExportForNukeHasLayersScriptAndSidecarAndCanGoOn)
{
    const auto clip = makeClip("shot.mp4", 2);
    const std::vector<std::string> arguments{"export",
                                             "--source",
                                             clip.string(),
                                             "--layer",
                                             "albedo=" + clip.string(),
                                             "--layer",
                                             "irradiance=" + clip.string(),
                                             "--layer",
                                             "normal=" + clip.string(),
                                             "--layer",
                                             "alpha=" + clip.string(),
                                             "--look",
                                             "three-point",
                                             "--existing",
                                             "resume",
                                             "--out",
                                             (folder_ / "out").string(),
                                             "--json"};
    const auto run = unividx(arguments);
    ASSERT_EQ(run.code, 0) << run.err << run.out;
    EXPECT_EQ(run.event("exported")["written"], 2);
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), 2u);
    EXPECT_THAT(textOf(folder_ / "out" / "shot.nk"), HasSubstr("irradiance_relit"));
    EXPECT_THAT(textOf(folder_ / "out" / "shot_nuke.json"), HasSubstr("\"keepOriginal\""));
    const MediaInfo info = openMedia(folder_ / "out" / "shot.####.exr")->info();
    EXPECT_THAT(info.layers,
                testing::IsSupersetOf({"albedo", "irradiance", "N", "alpha", "matte", "irradiance_relit"}));
    EXPECT_EQ(unividx(arguments).event("exported")["kept"], 2);
}

TEST_F(CompTest, LayersInFilesOfTheirOwnComeWithATimeline)
{
    const auto clip = makeClip("shot.mp4", 2);
    const auto run = unividx({"export", "--source", clip.string(), "--layer", "alpha=" + clip.string(), "--look",
                              "cut-out", "--preset", "exr-layers", "--pattern", "{shot}_{layer}.{frame}.{extension}",
                              "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(textOf(folder_ / "out" / "shot_exr-layers.otio"), HasSubstr("shot_matte."));
}

TEST_F(CompTest, AnExportIsToldHowItsFilesAreNumberedAndMade)
{
    const auto clip = makeClip("shot.mp4", 2);
    const std::vector<std::string> common{
        "export", "--source", clip.string(), "--layer", "alpha=" + clip.string(),  "--first-number",
        "7",      "--digits", "6",           "--out",   (folder_ / "out").string()};
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.begin(), common.begin(), common.end());
        return unividx(more);
    };
    auto made = run({"--preset", "exr-layers", "--compression", "piz"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out" / "alpha" / "shot_alpha.000008.exr"));
    const std::string timeline = textOf(folder_ / "out" / "shot_exr-layers.otio");
    EXPECT_THAT(timeline, HasSubstr("\"name_prefix\": \"shot_alpha.\""));
    EXPECT_THAT(timeline, HasSubstr("\"start_frame\": 7"));
    EXPECT_THAT(timeline, HasSubstr("\"frame_zero_padding\": 6"));
    made = run({"--preset", "blender", "--multi-part"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(openMedia(folder_ / "out" / "shot.######.exr")->info().layers, testing::Contains("alpha"));
    made = run({"--preset", "h264", "--burn-in", "{layer} {frame}", "--quality", "30", "--444"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(textOf(folder_ / "out" / "shot_h264.otio"), HasSubstr("shot_picture.mp4"));
    EXPECT_EQ(run({"--preset", "h264", "--burn-in", "{sparkle}"}).code, 2);
    EXPECT_EQ(run({"--preset", "blender", "--compression", "lossy"}).code, 2);
}

TEST_F(CompTest, AnExportHasVersionsHandlesAndASummary)
{
    const auto clip = makeClip("shot.mp4", 10);
    const auto out = folder_ / "out";
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.begin(),
                    {"comp", "--source", clip.string(), "--frames", "1002-1004", "--handles", "2", "--project", "show",
                     "--pattern", "{project}/{shot}_{version}.{frame}.{extension}", "--out", out.string()});
        return unividx(more);
    };
    const auto first = run({});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(openMedia(out / "show" / "shot_v001.####.png")->info().frames, (FrameRange{1001, 6}));
    EXPECT_TRUE(first.out.starts_with((out / "show" / "shot_v001.####.png").string())) << first.out;
    EXPECT_THAT(first.err, HasSubstr("6 frames, 8 files, ")) << "with sidecar and timeline";
    const auto second = run({"--json"});
    ASSERT_EQ(second.code, 0) << second.out;
    EXPECT_EQ(second.event("exported").at("file_count"), 8);
    EXPECT_GT(second.event("exported").at("bytes"), 1000);
    EXPECT_EQ(filesIn(out / "show", ".png").size(), 12U);
    std::filesystem::remove(out / "show" / "shot_v002.1003.png");
    EXPECT_EQ(run({"--existing", "resume", "--json"}).event("exported").at("kept"), 5);
    EXPECT_EQ(filesIn(out / "show", ".png").size(), 12U);
}

TEST_F(CompTest, BadInputIsNamed)
{
    const auto clip = makeClip("shot.mp4", 1);
    const auto run = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"comp", "--source", clip.string(), "--out", (folder_ / "out").string()});
        return unividx(arguments);
    };
    EXPECT_EQ(run({"--look", "sparkle"}).code, 2);
    EXPECT_THAT(run({"--look", "sparkle"}).err, HasSubstr("three-point"));
    EXPECT_EQ(run({"--preset", "sparkle"}).code, 2);
    EXPECT_EQ(run({"--layer", "sparkle=" + clip.string()}).code, 2);
    const auto missing = run({"--look", "three-point"});
    EXPECT_EQ(missing.code, 2);
    EXPECT_THAT(missing.err, HasSubstr("relight"));
    std::ofstream(folder_ / "bad.uvcomp") << R"({"uvcomp": 1, "nodes": [{"kind": "matte", "grow": 1e9}]})";
    const auto bad = run({"--nodes", (folder_ / "bad.uvcomp").string()});
    EXPECT_EQ(bad.code, 3);
    EXPECT_THAT(bad.err, HasSubstr("nodes[0].grow"));
}

} // namespace
} // namespace unividx::e2e
