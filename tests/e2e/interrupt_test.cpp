#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <csignal>

namespace unividx::e2e {
namespace {

class InterruptTest : public ProgramTest {
protected:
    /// Runs, and interrupts once `mark` has been seen `times` times on standard output.
    Outcome interrupted(const std::vector<std::string>& arguments, const std::string& mark, int times) const
    {
        std::vector<std::string> all{UNIVIDX_BINARY_DIR "/unividx", "--json"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        bool sent = false;
        return runProgram(all, environment_, [&](int process, const std::string& out) {
            int seen = 0;
            for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at + 1))
                ++seen;
            if (!sent && seen >= times) {
                sent = true;
                ::kill(process, SIGINT);
            }
        });
    }
};

TEST_F(InterruptTest, BetweenStepsNothingIsLeftAndTheCodeIs130)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "50";
    const auto clip = makeClip("clip.mp4", 21);
    const auto run = interrupted({"run", "--task", "decompose", "--steps", "400", "--in", "rgb=" + clip.string(),
                                  "--out", (folder_ / "out").string()},
                                 "\"denoising\"", 3);
    EXPECT_EQ(run.code, 130);
    EXPECT_FALSE(run.event("cancelled").is_null());
    EXPECT_TRUE(filesIn(folder_ / "out").empty());
}

TEST_F(InterruptTest, FramesThatWereDoneAreKeptWhole)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "50";
    const auto clip = makeClip("clip.mp4", 60);
    const auto run = interrupted({"run", "--task", "decompose", "--steps", "20", "--in", "rgb=" + clip.string(),
                                  "--out", (folder_ / "out").string()},
                                 "\"frames_done\":16", 1);
    EXPECT_EQ(run.code, 130);
    const auto files = filesIn(folder_ / "out");
    EXPECT_GE(files.size(), 48u);
    EXPECT_LT(files.size(), 180u);
    EXPECT_EQ(files.size() % 3, 0u);
    for (const auto& file : files)
        EXPECT_EQ(file.filename().string().substr(0, 5), "clip_") << "no temporary file is left";
}

TEST_F(InterruptTest, AMovieOfTheFramesDoneIsKept)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "50";
    const auto clip = makeClip("clip.mp4", 60);
    const auto run = interrupted({"run", "--task", "albedo", "--format", "mp4", "--steps", "20", "--in",
                                  "rgb=" + clip.string(), "--out", (folder_ / "out").string()},
                                 "\"frames_done\":16", 1);
    EXPECT_EQ(run.code, 130);
    const auto files = filesIn(folder_ / "out");
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files[0].filename(), "clip_albedo.mp4");
}

} // namespace
} // namespace unividx::e2e
