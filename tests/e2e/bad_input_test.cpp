#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

/// Exit codes as README.md documents them.
constexpr int usage = 2;
constexpr int input = 3;
constexpr int model = 4;
constexpr int output = 6;

class BadInputTest : public ProgramTest {
protected:
    Outcome decompose(const std::string& path, std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(),
                    {"run", "--task", "decompose", "--in", "rgb=" + path, "--out", (folder_ / "out").string()});
        return unividx(more);
    }

    void expectNothingMade() const { EXPECT_TRUE(filesIn(folder_ / "out").empty()); }
};

TEST_F(BadInputTest, AMissingFileIsNamed)
{
    const auto run = decompose((folder_ / "none.mp4").string());
    EXPECT_EQ(run.code, input);
    EXPECT_THAT(run.err, HasSubstr("none.mp4"));
    expectNothingMade();
}

TEST_F(BadInputTest, ATextFileNamedMp4IsRefused)
{
    std::ofstream(folder_ / "text.mp4") << "This is not a movie.\n";
    const auto run = decompose((folder_ / "text.mp4").string());
    EXPECT_EQ(run.code, input);
    EXPECT_THAT(run.err, HasSubstr("text.mp4"));
    expectNothingMade();
}

TEST_F(BadInputTest, AnEmptyFileIsRefused)
{
    std::ofstream(folder_ / "empty.mp4").flush();
    EXPECT_EQ(decompose((folder_ / "empty.mp4").string()).code, input);
    expectNothingMade();
}

TEST_F(BadInputTest, ATruncatedMovieGivesItsGoodFramesAndSaysSo)
{
    const auto whole = folder_ / "whole.mkv";
    ASSERT_EQ(runProgram({"ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=rate=24:size=96x64",
                          "-frames:v", "30", "-c:v", "libx264", "-g", "5", whole.string()})
                  .code,
              0);
    std::filesystem::resize_file(whole, std::filesystem::file_size(whole) / 2);
    const auto run = decompose(whole.string(), {"--json"});
    ASSERT_EQ(run.code, 0) << run.out;
    const auto frames = run.event("done").at("frames").get<std::size_t>();
    EXPECT_GT(frames, 3u);
    EXPECT_LT(frames, 30u);
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), 3 * frames);
    EXPECT_FALSE(run.event("note").is_null()) << "the cut is reported";
}

TEST_F(BadInputTest, AModalityOfTheOtherFamilyIsRefused)
{
    const auto clip = makeClip("clip.mp4", 2).string();
    const auto run = unividx({"run", "--task", "matte", "--in", "rgb=" + clip, "--in", "albedo=" + clip, "--out",
                              (folder_ / "out").string()});
    EXPECT_EQ(run.code, usage);
    EXPECT_THAT(run.err, HasSubstr("albedo"));
    expectNothingMade();
}

TEST_F(BadInputTest, AMissingInputIsNamed)
{
    const auto clip = makeClip("clip.mp4", 2).string();
    const auto run =
        unividx({"run", "--task", "relight", "--in", "albedo=" + clip, "--out", (folder_ / "out").string()});
    EXPECT_EQ(run.code, usage);
    EXPECT_THAT(run.err, HasSubstr("irradiance and normal"));
}

TEST_F(BadInputTest, TwoInputsOfDifferentLengthAreRefusedWithBothLengths)
{
    const auto run = unividx({"run", "--mode", "RA2IN", "--in", "rgb=" + makeClip("a.mp4", 5).string(), "--in",
                              "albedo=" + makeClip("b.mp4", 8).string(), "--out", (folder_ / "out").string()});
    EXPECT_EQ(run.code, input);
    EXPECT_THAT(run.err, HasSubstr("5 frames"));
    EXPECT_THAT(run.err, HasSubstr("8 frames"));
    expectNothingMade();
}

TEST_F(BadInputTest, FramesThatAreNotThereOrNoRangeAreRefused)
{
    const auto clip = makeClip("clip.mp4", 5).string();
    EXPECT_EQ(decompose(clip, {"--frames", "2001-2005"}).code, input);
    for (const char* frames : {"1005-1001", "abc", "1001-", "", "1-99999999999999999999"})
        EXPECT_EQ(decompose(clip, {"--frames", frames}).code, usage) << frames;
}

TEST_F(BadInputTest, APromptOfTenThousandCharactersRuns)
{
    const auto clip = makeClip("clip.mp4", 1).string();
    const auto run = decompose(clip, {"--prompt", std::string(10000, 'a')});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(run.err, HasSubstr("prompt"));
}

TEST_F(BadInputTest, AFolderThatCannotBeWrittenIsAnOutputError)
{
    const auto clip = makeClip("clip.mp4", 1).string();
    std::ofstream(folder_ / "taken") << "a file where the folder should be";
    for (const auto& out : {folder_ / "taken", folder_ / "taken" / "below", std::filesystem::path("/proc/unividx")}) {
        const auto run = unividx({"run", "--task", "decompose", "--in", "rgb=" + clip, "--out", out.string()});
        EXPECT_EQ(run.code, output) << out;
        EXPECT_THAT(run.err, HasSubstr(out.string()));
    }
}

TEST_F(BadInputTest, APackageThatIsNotThereOrIsNoneIsAModelError)
{
    environment_ = {{"UNIVIDX_ENGINE", ""}};
    const auto clip = makeClip("clip.mp4", 1).string();
    const auto missing = decompose(clip, {"--model", "nobody-has-this"});
    EXPECT_EQ(missing.code, model);
    EXPECT_THAT(missing.err, HasSubstr("nobody-has-this"));
    std::filesystem::create_directories(folder_ / "package");
    EXPECT_EQ(decompose(clip, {"--model", (folder_ / "package").string()}).code, model);
    std::ofstream(folder_ / "package" / "model.json") << "{ this is not JSON";
    EXPECT_EQ(decompose(clip, {"--model", (folder_ / "package").string()}).code, model);
    expectNothingMade();
}

TEST_F(BadInputTest, ArgumentsThatMakeNoSenseAreUsageErrors)
{
    const auto clip = makeClip("clip.mp4", 1).string();
    EXPECT_EQ(unividx({}).code, usage);
    EXPECT_EQ(unividx({"paint"}).code, usage);
    EXPECT_EQ(unividx({"run", "--task", "decompose", "--mode", "R2AIN", "--in", "rgb=" + clip, "--out", "x"}).code,
              usage);
    EXPECT_EQ(unividx({"run", "--task", "nothing", "--in", "rgb=" + clip, "--out", (folder_ / "out").string()}).code,
              usage);
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--steps", "0"},
                                                                                       {"--steps", "many"},
                                                                                       {"--quality", "great"},
                                                                                       {"--cfg", "nan"},
                                                                                       {"--shift", "-1"},
                                                                                       {"--size", "640"},
                                                                                       {"--size", "0x480"},
                                                                                       {"--format", "gif"},
                                                                                       {"--window", "20"},
                                                                                       {"--threads", "-2"},
                                                                                       {"--bogus"}}) {
        EXPECT_EQ(decompose(clip, wrong).code, usage) << wrong.front();
    }
    expectNothingMade();
}

TEST_F(BadInputTest, JsonTellsTheErrorWithItsCode)
{
    const auto run = decompose((folder_ / "none.mp4").string(), {"--json"});
    EXPECT_EQ(run.code, input);
    const auto error = run.event("error");
    EXPECT_EQ(error.at("kind"), "input");
    EXPECT_EQ(error.at("exit_code"), input);
    EXPECT_THAT(error.at("message").get<std::string>(), HasSubstr("none.mp4"));
}

} // namespace
} // namespace unividx::e2e
