// The worker, spoken to as its supervisor does.

#include "core/base/process_identity.h"
#include "tests/e2e/program.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

class WorkerTest : public ProgramTest {
protected:
    enum class Input { KeptOpen, Closed };

    /// Runs a worker under bash, which writes `lines` to it and then keeps its input open until it ends, or not.
    Outcome worker(const std::string& lines, Input input = Input::KeptOpen) const
    {
        const std::string script = "mkfifo \"$PIPE\"; " UNIVIDX_BINARY_DIR "/unividx worker < \"$PIPE\" & "
                                   "exec 3> \"$PIPE\"; printf '%s\\n' \"$LINES_TO_SEND\" >&3; " +
                                   std::string(input == Input::Closed ? "exec 3>&-; " : "") + "wait $!";
        auto environment = environment_;
        environment["PIPE"] = (folder_ / "pipe").string();
        environment["LINES_TO_SEND"] = lines;
        Outcome outcome = runProgram({"/bin/bash", "-c", script}, environment);
        std::filesystem::remove(folder_ / "pipe");
        return outcome;
    }
    enum class Stay { No, Yes };

    std::string runLine(const std::filesystem::path& clip, const char* out = "out", Stay stay = Stay::No) const
    {
        const nlohmann::json options = {{"task", "decompose"},
                                        {"inputs", {{{"name", "rgb"}, {"path", clip.string()}}}},
                                        {"out", (folder_ / out).string()}};
        return nlohmann::json{{"command", "run"},
                              {"protocol", 1},
                              {"options", options},
                              {"state", (folder_ / "state" / out).string()},
                              {"stay", stay == Stay::Yes}}
            .dump();
    }
};

TEST_F(WorkerTest, ItSaysHelloRunsAndSaysWhatItMade)
{
    const Outcome run = worker(runLine(makeClip("shot.mp4", 3, "48x32")));
    EXPECT_EQ(run.event("hello").at("protocol"), 1);
    EXPECT_EQ(run.event("plan").at("frames"), 3);
    EXPECT_FALSE(run.event("heartbeat").is_null());
    EXPECT_EQ(run.event("done").at("files").size(), 3U);
    EXPECT_EQ(filesIn(folder_ / "out", ".exr").size(), 9U);
}

TEST_F(WorkerTest, AFailureIsAnEventOfItsKind)
{
    const Outcome run = worker(runLine(folder_ / "absent.mp4"));
    EXPECT_EQ(run.event("error").at("kind"), "input");
    EXPECT_THAT(run.event("error").at("message"), HasSubstr("absent.mp4"));
}

TEST_F(WorkerTest, ACancelAndAClosedInputStopIt)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "50";
    const auto clip = makeClip("shot.mp4", 200, "48x32");
    const Outcome cancelled = worker(runLine(clip) + "\n{\"command\":\"cancel\"}");
    EXPECT_FALSE(cancelled.event("cancelled").is_null());
    const Outcome alone = worker(runLine(clip), Input::Closed);
    EXPECT_TRUE(alone.event("done").is_null());
}

TEST_F(WorkerTest, ItStaysForMoreItemsWithItsModelLoaded)
{
    const auto clip = makeClip("shot.mp4", 3, "48x32");
    const Outcome run = worker(runLine(clip, "a", Stay::Yes) + "\n" + runLine(folder_ / "absent.mp4", "b", Stay::Yes) +
                               "\n" + runLine(clip, "c"));
    std::vector<bool> warm;
    std::vector<std::string> said;
    for (const auto& event : run.events()) {
        if (event.at("event") == "engine")
            warm.push_back(event.at("warm"));
        for (const char* word : {"done", "error", "ready"}) {
            if (event.at("event") == word)
                said.emplace_back(word);
        }
    }
    EXPECT_THAT(warm, testing::ElementsAre(false, true));
    EXPECT_THAT(said, testing::ElementsAre("done", "ready", "error", "ready", "done"));
    EXPECT_EQ(filesIn(folder_ / "c", ".exr").size(), 9U);
}

TEST_F(WorkerTest, NonsenseAndOtherVersionsAreRefused)
{
    EXPECT_EQ(worker("dance").event("error").at("kind"), "usage");
    EXPECT_EQ(worker(R"({"command":"run","protocol":99,"options":{},"state":"s"})").event("error").at("kind"), "usage");
}

TEST_F(WorkerTest, ItDoesNothingForASupervisorThatIsNotItsParent)
{
    const Outcome run = unividx({"worker", "--supervisor", "1"});
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.out, "");
}

} // namespace
} // namespace unividx::e2e
