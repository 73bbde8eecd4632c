#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace unividx::e2e {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

/// Exit codes as README.md documents them.
constexpr int usage = 2;
constexpr int model = 4;
constexpr int output = 6;

/// What the program must never do to files of the user's.
class SafetyTest : public ProgramTest {
protected:
    static std::string contents(const fs::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    fs::path write(const fs::path& file, const std::string& text = "precious") const
    {
        fs::create_directories((folder_ / file).parent_path());
        std::ofstream(folder_ / file) << text;
        return folder_ / file;
    }
    Outcome decompose(const std::string& clip, const std::string& out, std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(),
                    {"run", "--task", "decompose", "--in", "rgb=" + clip, "--out", (folder_ / out).string()});
        return unividx(more);
    }
    Outcome exported(const std::string& source, const std::string& out, std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"export", "--source", source, "--look", "cut-out", "--out", (folder_ / out).string(),
                                   "--existing", "replace"});
        return unividx(more);
    }
    /// Pictures "sh010.1001.exr" and on, in the form an export writes them.
    void makePlates(const std::string& folder, int count) const
    {
        fs::create_directories(folder_ / folder);
        for (int i = 0; i < count; ++i)
            ASSERT_EQ(runProgram({"ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64",
                                  "-frames:v", "1", "-pix_fmt", "gbrpf32le",
                                  (folder_ / folder / ("sh010." + std::to_string(1001 + i) + ".exr")).string()})
                          .code,
                      0);
    }
};

TEST_F(SafetyTest, AStateFolderOfOthersIsRefusedAndStays)
{
    const auto clip = makeClip("a.mp4", 3).string();
    const auto thesis = write("st/thesis.txt");
    const auto below = write("st/sub/thesis.txt");
    const auto run = decompose(clip, "out", {"--state", (folder_ / "st").string()});
    EXPECT_EQ(run.code, usage) << run.err;
    EXPECT_THAT(run.err, HasSubstr("--state"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
    const auto record = write("st/run.json", "{\"mine\":1}");
    EXPECT_EQ(decompose(clip, "out", {"--state", (folder_ / "st").string()}).code, usage);
    for (const auto& file : {thesis, below})
        EXPECT_EQ(contents(file), "precious");
    EXPECT_EQ(contents(record), "{\"mine\":1}");
}

TEST_F(SafetyTest, TheOutputIsNoStateFolder)
{
    const auto clip = makeClip("a.mp4", 3).string();
    const auto kept = write("out/keep.txt");
    EXPECT_EQ(decompose(clip, "out", {"--state", (folder_ / "out").string()}).code, usage);
    EXPECT_EQ(decompose(clip, "new", {"--state", (folder_ / "new").string()}).code, usage);
    EXPECT_EQ(contents(kept), "precious");
    EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(SafetyTest, AStateFolderOfOursGoesWhenTheRunIsDone)
{
    const auto clip = makeClip("a.mp4", 3).string();
    const auto run = decompose(clip, "out", {"--state", (folder_ / "st").string()});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_FALSE(fs::exists(folder_ / "st"));
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), 9U);
}

TEST_F(SafetyTest, AResumedRunRefusesAnInputThatHasChanged)
{
    const auto makeFrames = [&](const std::string& source) {
        runProgram({"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source + "=rate=24:size=64x48",
                    "-frames:v", "40", (folder_ / "in" / "s.%04d.png").string()});
    };
    fs::create_directories(folder_ / "in");
    makeFrames("testsrc2");
    const std::string clip = (folder_ / "in" / "s.####.png").string();
    const std::vector<std::string> state{"--window", "9", "--overlap", "4", "--state", (folder_ / "state").string()};
    std::vector<std::string> killed{std::string(UNIVIDX_BINARY_DIR) + "/unividx",
                                    "--json",
                                    "run",
                                    "--task",
                                    "decompose",
                                    "--in",
                                    "rgb=" + clip,
                                    "--out",
                                    (folder_ / "out").string()};
    killed.insert(killed.end(), state.begin(), state.end());
    auto slow = environment_;
    slow["UNIVIDX_FAKE_STEP_MS"] = "100";
    runProgram(killed, slow, [](int process, const std::string& out) {
        if (out.find("\"frames_done\":5") != std::string::npos)
            ::kill(process, SIGKILL);
    });
    const std::size_t before = filesIn(folder_ / "out", ".exr").size();
    ASSERT_GT(before, 0u);
    ASSERT_LT(before, 3 * 40u);

    makeFrames("smptebars");
    const auto refused = decompose(clip, "out", state);
    EXPECT_EQ(refused.code, 3) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("s.0001.png has other contents"));
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), before) << "what was finished stays";

    auto anyway = state;
    anyway.emplace_back("--resume-anyway");
    EXPECT_EQ(decompose(clip, "out", anyway).code, 0);
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), 3 * 40u);
}

TEST_F(SafetyTest, AnExportNeverReplacesItsSource)
{
    makePlates("plates", 2);
    const std::string before = contents(folder_ / "plates" / "sh010.1001.exr");
    fs::create_directory_symlink("plates", folder_ / "link");
    for (const char* out : {"plates", "link"}) {
        const auto run = exported((folder_ / "plates" / "sh010.####.exr").string(), out,
                                  {"--pattern", "{shot}.{frame}.{extension}"});
        EXPECT_EQ(run.code, output) << run.err;
        EXPECT_THAT(run.err, HasSubstr("sh010.1001.exr"));
    }
    const auto nodes =
        unividx({"comp", "--source", (folder_ / "plates" / "sh010.####.exr").string(), "--look", "cut-out", "--out",
                 (folder_ / "o").string(), "--save-nodes", (folder_ / "plates" / "sh010.1002.exr").string()});
    EXPECT_EQ(nodes.code, output) << nodes.err;
    EXPECT_EQ(contents(folder_ / "plates" / "sh010.1001.exr"), before);
    EXPECT_EQ(filesIn(folder_ / "plates").size(), 2U);
}

TEST_F(SafetyTest, ARunNeverReplacesItsInputThroughALink)
{
    const auto clip = makeClip("a.mp4", 2);
    const std::string before = contents(clip);
    fs::create_directories(folder_ / "out");
    fs::create_symlink(clip, folder_ / "out" / "a_albedo.mp4");
    const auto run = decompose(clip.string(), "out", {"--format", "mp4", "--overwrite"});
    EXPECT_EQ(run.code, output) << run.err;
    EXPECT_THAT(run.err, HasSubstr("a_albedo.mp4"));
    EXPECT_EQ(contents(clip), before);
}

TEST_F(SafetyTest, ARefusedRunLeavesNoFolderBehind)
{
    const auto clip = makeClip("a.mp4", 2).string();
    environment_.erase("UNIVIDX_ENGINE");
    fs::create_directories(folder_ / "broken");
    std::ofstream(folder_ / "broken" / "model.json") << "{";
    EXPECT_EQ(decompose(clip, "new/out", {"--model", (folder_ / "broken").string()}).code, model);
    EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(SafetyTest, NamesCannotSteerTheTerminal)
{
    const auto clip = makeClip("a\x1b[31m\rred.mp4", 2).string();
    const auto info = unividx({"info", clip});
    EXPECT_EQ(info.code, 0);
    EXPECT_THAT(info.out, HasSubstr("\\x1b[31m\\x0dred.mp4"));
    const auto missing = unividx({"info", "\x1b]0;title\a.mp4"});
    EXPECT_THAT(missing.err + missing.out + info.out, Not(HasSubstr("\x1b")));
}

TEST_F(SafetyTest, OutputThatCannotBeWrittenIsAnError)
{
    const auto run = runProgram(
        {"/bin/sh", "-c", "'" + std::string(UNIVIDX_BINARY_DIR) + "/unividx' tasks > /dev/full"}, environment_);
    EXPECT_EQ(run.code, output);
    EXPECT_THAT(run.err, HasSubstr("standard output"));
}

TEST_F(SafetyTest, WithoutAHomeNothingIsMadeInTheCurrentFolder)
{
    const auto run =
        runProgram({"/bin/sh", "-c",
                    "cd '" + folder_.string() + "' && '" + std::string(UNIVIDX_BINARY_DIR) + "/unividx' queue list"},
                   {{"HOME", ""}, {"XDG_STATE_HOME", "state"}, {"UNIVIDX_QUEUE", ""}, {"PATH", "/usr/bin:/bin"}});
    EXPECT_NE(run.code, 1) << run.err;
    EXPECT_TRUE(filesIn(folder_).empty());
}

TEST_F(SafetyTest, APathIsNeverAnAddress)
{
    const auto clip = makeClip("a.mp4", 2).string();
    const auto run =
        runProgram({"/bin/sh", "-c",
                    "cd '" + folder_.string() + "' && UNIVIDX_ENGINE=fake '" + std::string(UNIVIDX_BINARY_DIR) +
                        "/unividx' run --task decompose --format mp4 --in 'rgb=" + clip + "' --out http:127.0.0.1"},
                   environment_);
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(filesIn(folder_ / "http:127.0.0.1", ".mp4").size(), 3U);
}

TEST_F(SafetyTest, LongNamesAreRefusedBeforeTheFirstFrame)
{
    const auto clip = makeClip(std::string(245, 'n') + ".mp4", 2).string();
    for (const char* format : {"exr", "mp4"}) {
        const auto run = decompose(clip, "out", {"--overwrite", "--format", format});
        EXPECT_EQ(run.code, output) << run.err;
        EXPECT_THAT(run.err, HasSubstr("too long"));
        EXPECT_FALSE(fs::exists(folder_ / "out"));
    }
}

TEST_F(SafetyTest, AFarmWithoutSlurmLeavesNothingBehind)
{
    const auto clip = makeClip("a.mp4", 2).string();
    environment_["PATH"] = folder_.string();
    const auto run = unividx({"farm", "submit", clip, "--task", "decompose", "--out", (folder_ / "out").string()});
    EXPECT_EQ(run.code, output) << run.err;
    EXPECT_THAT(run.err, HasSubstr("sbatch"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(SafetyTest, TwoRunsOfOneNameDoNotWriteIntoOneFolder)
{
    const auto clip = makeClip("shot.mp4", 40).string();
    fs::create_directories(folder_ / "other");
    fs::copy_file(clip, folder_ / "other" / "shot.mp4");
    auto slow = environment_;
    slow["UNIVIDX_FAKE_STEP_MS"] = "100";
    bool tried = false;
    const auto first =
        runProgram({std::string(UNIVIDX_BINARY_DIR) + "/unividx", "--json", "run", "--task", "decompose", "--in",
                    "rgb=" + clip, "--out", (folder_ / "out").string(), "--window", "9", "--overlap", "4"},
                   slow, [&](int process, const std::string& out) {
                       if (tried || out.find("\"frames_done\":5") == std::string::npos)
                           return;
                       tried = true;
                       const auto other = (folder_ / "other" / "shot.mp4").string();
                       const auto second = decompose(other, "out", {"--overwrite"});
                       EXPECT_EQ(second.code, output) << second.err;
                       EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(process) + " on "));
                       const auto beside = decompose(other, "out", {"--shot", "another"});
                       EXPECT_EQ(beside.code, 0) << beside.err;
                   });
    EXPECT_TRUE(tried);
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(filesIn(folder_ / "out").size(), 2 * 3 * 40U) << "and no lock stays";
}

class SignalTest : public SafetyTest, public testing::WithParamInterface<int> {};

TEST_P(SignalTest, OneIsEnough)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "300";
    const auto clip = makeClip("a.mp4", 40).string();
    bool sent = false;
    const auto run = runProgram({std::string(UNIVIDX_BINARY_DIR) + "/unividx", "run", "--task", "decompose", "--in",
                                 "rgb=" + clip, "--out", (folder_ / "out").string(), "--json"},
                                environment_, [&](int process, const std::string& out) {
                                    if (!sent && out.find("denoising") != std::string::npos) {
                                        sent = true;
                                        ::kill(process, GetParam());
                                    }
                                });
    EXPECT_TRUE(sent);
    EXPECT_EQ(run.code, 130) << run.err;
}

INSTANTIATE_TEST_SUITE_P(Signals, SignalTest, testing::Values(SIGTERM, SIGHUP, SIGINT));

} // namespace
} // namespace unividx::e2e
