#include "core/media/media_reader.h"
#include "core/task/task.h"
#include "tests/e2e/program.h"

#include <gmock/gmock.h>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

class RunTest : public ProgramTest {};

TEST_F(RunTest, DecomposeLeavesThreeLayersAtTheSourcesSizeAndNumbers)
{
    const auto clip = makeClip("shot.mp4", 22);
    const auto run =
        unividx({"run", "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), 66u);
    EXPECT_EQ(filesIn(folder_ / "out").size(), 66u) << "nothing else is left";
    for (const char* layer : {"albedo", "irradiance", "normal"}) {
        SCOPED_TRACE(layer);
        const MediaInfo info = openMedia(folder_ / "out" / ("shot_" + std::string(layer) + ".####.exr"))->info();
        EXPECT_EQ(info.frames, (FrameRange{1001, 22}));
        EXPECT_EQ(info.resolution, (Resolution{96, 64}));
        EXPECT_EQ(info.rate, (FrameRate{24, 1}));
    }
}

TEST_F(RunTest, ClipsOfAnyLengthComeOutWithExactlyTheirFrames)
{
    for (const int frames : {1, 20, 21, 22, 43, 51}) {
        SCOPED_TRACE(frames);
        const auto clip = makeClip("clip.mp4", frames);
        const auto out = folder_ / std::to_string(frames);
        const auto run = unividx(
            {"run", "--task", "matte", "--in", "rgb=" + clip.string(), "--out", out.string(), "--format", "png"});
        ASSERT_EQ(run.code, 0) << run.err;
        EXPECT_EQ(filesIn(out, ".png").size(), static_cast<std::size_t>(3 * frames));
    }
}

TEST_F(RunTest, AllThirtyModesMakeTheirTargets)
{
    const auto clip = makeClip("clip.mp4", 3, "48x32");
    for (const Task& task : allTasks()) {
        SCOPED_TRACE(task.name());
        std::vector<std::string> arguments{"run", "--mode", task.name(), "--format", "mp4", "--frames", "1001-1003"};
        for (std::size_t row = 0; row < 4; ++row) {
            if (task.conditions[row]) {
                arguments.emplace_back("--in");
                arguments.push_back(std::string(task.family->modalities[row].name) + "=" + clip.string());
            }
        }
        const auto out = folder_ / task.name();
        arguments.insert(arguments.end(), {"--out", out.string()});
        const auto run = unividx(arguments);
        ASSERT_EQ(run.code, 0) << run.err;
        EXPECT_EQ(filesIn(out, ".mp4").size(), task.targets().count());
    }
}

TEST_F(RunTest, ASingleLayerIsMadeFromRgbAlone)
{
    const auto clip = makeClip("shot.mp4", 2);
    const auto run =
        unividx({"run", "--task", "normals", "--in", "rgb=" + clip.string(), "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    const auto files = filesIn(folder_ / "out");
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].filename(), "shot_normal.1001.exr");
}

TEST_F(RunTest, LayersThatWereMadeAreInputsAgainWithTheirNumbers)
{
    const auto clip = makeClip("shot.mp4", 4);
    const auto first = folder_ / "first";
    ASSERT_EQ(unividx({"run", "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", first.string()}).code, 0);
    const auto run = unividx({"run", "--task", "relight", "--in", "albedo=" + (first / "shot_albedo.####.exr").string(),
                              "--in", "irradiance=" + (first / "shot_irradiance.####.exr").string(), "--in",
                              "normal=" + (first / "shot_normal.####.exr").string(), "--frames", "1002-1003", "--out",
                              (folder_ / "second").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    const auto files = filesIn(folder_ / "second");
    ASSERT_EQ(files.size(), 2u);
    EXPECT_THAT(files[0].filename().string(), HasSubstr("rgb.1002.exr"));
}

TEST_F(RunTest, JsonTellsProgressThatNeverFallsAndTheFilesAtTheEnd)
{
    const auto clip = makeClip("shot.mp4", 30);
    const auto run = unividx(
        {"--json", "run", "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    std::int64_t done = 0;
    int progressEvents = 0;
    for (const auto& event : run.events()) {
        if (event.at("event") != "progress")
            continue;
        ++progressEvents;
        EXPECT_GE(event.at("done").get<std::int64_t>(), done);
        done = event.at("done").get<std::int64_t>();
    }
    EXPECT_GT(progressEvents, 8);
    const auto end = run.event("done");
    EXPECT_EQ(end.at("frames"), 30);
    EXPECT_EQ(end.at("files").size(), 3u);
}

TEST_F(RunTest, ATemplateNamesTheFilesAndVersionsCountUp)
{
    const auto clip = makeClip("shot.mp4", 2, "48x32");
    const auto out = folder_ / "out";
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"run", "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", out.string(),
                                   "--project", "harbour", "--pattern",
                                   "{project}/{shot}/{version}/{shot}_{layer}_{version}.{frame}.{extension}"});
        return unividx(more);
    };
    for (const char* version : {"v001", "v002"}) {
        SCOPED_TRACE(version);
        const auto made = run({});
        ASSERT_EQ(made.code, 0) << made.err;
        const auto folder = out / "harbour" / "shot" / version;
        EXPECT_EQ(filesIn(folder, ".exr").size(), 6U);
        EXPECT_TRUE(std::filesystem::exists(folder / ("shot_albedo_" + std::string(version) + ".1001.exr")));
        EXPECT_THAT(made.out, HasSubstr((folder / ("shot_normal_" + std::string(version) + ".####.exr")).string()));
    }
    EXPECT_EQ(filesIn(out).size(), 12U) << "no mark is left";
    EXPECT_NE(run({"--version-number", "1"}).code, 0) << "it is there";
    EXPECT_EQ(run({"--version-number", "1", "--overwrite"}).code, 0);
    EXPECT_EQ(run({"--version-number", "7", "--format", "mp4", "--pattern", "{shot}_{layer}.{frame}.{extension}"}).code,
              2)
        << "a movie has no frame in its name";
}

TEST_F(RunTest, HostileNamesStayInTheOutputFolder)
{
    const auto clip = makeClip("shot.mp4", 1, "48x32");
    std::filesystem::create_directories(folder_ / "a" / "b");
    const auto out = folder_ / "a" / "b" / "out";
    const auto before = filesIn(folder_).size();
    int count = 0;
    for (const char* shot : {"../../../escape", "..", "/etc/passwd", ".hidden", "a\nb"}) {
        const auto made =
            unividx({"run", "--task", "albedo", "--in", "rgb=" + clip.string(), "--out", out.string(), "--shot", shot,
                     "--project", "..", "--pattern", "{project}/{shot}/{layer}.{version}.{frame}.{extension}"});
        ASSERT_EQ(made.code, 0) << made.err;
        EXPECT_EQ(filesIn(out).size(), static_cast<std::size_t>(++count));
    }
    EXPECT_EQ(filesIn(folder_).size(), before + 5U) << "and nowhere else";
    for (const char* pattern : {"/tmp/{layer}.{frame}.{extension}", "../{layer}.{frame}.{extension}"})
        EXPECT_EQ(unividx({"run", "--task", "albedo", "--in", "rgb=" + clip.string(), "--out", out.string(),
                           "--pattern", pattern})
                      .code,
                  2);
}

TEST_F(RunTest, HandlesAreMadeWhereTheClipHasThemUnderTheSourcesNumbers)
{
    const auto clip = makeClip("shot.mp4", 20, "48x32");
    const auto run = unividx({"run", "--task", "albedo", "--in", "rgb=" + clip.string(), "--out",
                              (folder_ / "out").string(), "--frames", "1003-1006", "--handles", "4", "--json"});
    ASSERT_EQ(run.code, 0) << run.err << run.out;
    EXPECT_EQ(run.event("done").at("first_frame"), 1001);
    EXPECT_EQ(run.event("done").at("frames"), 10);
    EXPECT_EQ(openMedia(folder_ / "out" / "shot_albedo.####.exr")->info().frames, (FrameRange{1001, 10}));
}

TEST_F(RunTest, ARunEndsWithASummaryAndItsPathsLast)
{
    const auto clip = makeClip("shot.mp4", 2, "48x32");
    const auto run =
        unividx({"run", "--task", "albedo", "--in", "rgb=" + clip.string(), "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(run.err, HasSubstr("2 frames, 2 files, "));
    EXPECT_EQ(run.out, (folder_ / "out" / "shot_albedo.####.exr").string() + "\n") << "nothing but paths";
}

TEST_F(RunTest, AnExistingLayerIsNeverOverwrittenUnasked)
{
    const auto clip = makeClip("shot.mp4", 2);
    const std::vector<std::string> arguments{
        "run", "--task", "albedo", "--in", "rgb=" + clip.string(), "--out", (folder_ / "out").string()};
    ASSERT_EQ(unividx(arguments).code, 0);
    const auto before = std::filesystem::last_write_time(filesIn(folder_ / "out").front());
    const auto again = unividx(arguments);
    EXPECT_EQ(again.code, 6);
    EXPECT_THAT(again.err, HasSubstr("shot_albedo.1001.exr"));
    EXPECT_EQ(std::filesystem::last_write_time(filesIn(folder_ / "out").front()), before);
    auto overwriting = arguments;
    overwriting.emplace_back("--overwrite");
    EXPECT_EQ(unividx(overwriting).code, 0);
}

} // namespace
} // namespace unividx::e2e
