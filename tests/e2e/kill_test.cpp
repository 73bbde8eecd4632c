// The queue is killed at random moments, its runner or its worker, and everything is done in the end.

#include "tests/e2e/program.h"
#include "tests/e2e/same_files.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

namespace unividx::e2e {
namespace {

/// Kills in a run of this test, or what $UNIVIDX_TEST_KILLS says: 100 for the long one.
int killsWanted()
{
    const char* kills = std::getenv("UNIVIDX_TEST_KILLS");
    return kills ? std::atoi(kills) : 12;
}

/// Processes whose parent is, or was said to be, this one: its workers.
std::set<int> workersOf(int supervisor)
{
    std::set<int> workers;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        std::ifstream file(entry.path() / "cmdline", std::ios::binary);
        const std::string line{std::istreambuf_iterator<char>(file), {}};
        const std::string wanted =
            std::string("worker") + '\0' + "--supervisor" + '\0' + std::to_string(supervisor) + '\0';
        if (line.find(wanted) != std::string::npos)
            workers.insert(std::stoi(name));
    }
    return workers;
}

class KillTest : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        environment_["UNIVIDX_QUEUE"] = (folder_ / "queue").string();
        environment_["UNIVIDX_FAKE_STEP_MS"] = "1";
    }
    Outcome add(const std::filesystem::path& clip, const std::filesystem::path& out, const std::string& format) const
    {
        return unividx({"queue", "add", clip.string(), "--task", "decompose", "--window", "5", "--overlap", "2",
                        "--out", out.string(), "--format", format});
    }
    nlohmann::json items() const { return unividx({"--json", "queue", "list"}).event("queue").at("items"); }
};

TEST_F(KillTest, NothingIsLostDoubledOrHalfDoneHoweverOftenTheQueueIsKilled)
{
    constexpr int count = 10;
    const auto clip = makeClip("shot.mp4", 14, "48x32");
    for (int i = 0; i < count; ++i)
        ASSERT_EQ(add(clip, folder_ / "made" / std::to_string(i), i == 4 ? "mp4" : "exr").code, 0);
    const auto whole = [&](const char* format) {
        const auto out = folder_ / "wanted" / format;
        EXPECT_EQ(unividx({"run", "--task", "decompose", "--window", "5", "--overlap", "2", "--in",
                           "rgb=" + clip.string(), "--out", out.string(), "--format", format})
                      .code,
                  0);
        return out;
    };
    const auto wantedExr = whole("exr");
    const auto wantedMp4 = whole("mp4");

    const std::string program = UNIVIDX_BINARY_DIR "/unividx"; // not in the list: it would look like a missing comma
    std::mt19937 random(5);
    int kills = 0;
    while (kills < killsWanted()) {
        const std::size_t lines = 1 + random() % 30;
        const bool killWorker = random() % 4 == 0;
        bool shot = false;
        int runner = 0;
        const Outcome outcome = runProgram(
            {program, "--json", "queue", "run", "--resume"}, environment_, [&](int process, const std::string& text) {
                runner = process;
                if (shot || static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < lines)
                    return;
                shot = true;
                ++kills;
                if (!killWorker) {
                    ::kill(process, SIGKILL);
                    return;
                }
                for (const int worker : workersOf(process))
                    ::kill(worker, SIGKILL);
            });
        // The kernel ends the workers of a runner that is gone; they may take a moment to die.
        for (int attempt = 0; attempt < 1000 && !workersOf(runner).empty(); ++attempt)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        EXPECT_TRUE(workersOf(runner).empty()) << "an orphan works on";
        const auto list = items();
        ASSERT_EQ(list.size(), static_cast<std::size_t>(count));
        for (const auto& item : list)
            EXPECT_NE(item.at("state"), "failed") << item;
        if (outcome.code == 128 + SIGKILL)
            continue;
        unividx({"queue", "retry", "all"}); // a worker of one item may have been hit three times
        const bool all = std::all_of(list.begin(), list.end(),
                                     [](const nlohmann::json& item) { return item.at("state") == "done"; });
        if (!all || kills >= killsWanted())
            continue;
        // Everything is done before all kills have fallen: look at it, and begin again.
        for (int i = 0; i < count; ++i)
            expectSameFiles(folder_ / "made" / std::to_string(i) / "shot", i == 4 ? wantedMp4 : wantedExr);
        unividx({"queue", "remove", "all"});
        std::filesystem::remove_all(folder_ / "made");
        for (int i = 0; i < count; ++i)
            ASSERT_EQ(add(clip, folder_ / "made" / std::to_string(i), i == 4 ? "mp4" : "exr").code, 0);
    }
    unividx({"queue", "retry", "all"});
    const Outcome last = unividx({"--json", "queue", "run", "--resume"});
    EXPECT_EQ(last.code, 0) << last.out;
    for (const auto& item : items())
        EXPECT_EQ(item.at("state"), "done") << item;
    for (int i = 0; i < count; ++i)
        expectSameFiles(folder_ / "made" / std::to_string(i) / "shot", i == 4 ? wantedMp4 : wantedExr);
    EXPECT_TRUE(filesIn(folder_ / "queue" / "work").empty());
}

TEST_F(KillTest, AnItemThatWasRunningWaitsAndIsTheOnlyOne)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "20";
    const auto clip = makeClip("shot.mp4", 14, "48x32");
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(add(clip, folder_ / std::to_string(i), "exr").code, 0);
    runProgram({UNIVIDX_BINARY_DIR "/unividx", "--json", "queue", "run"}, environment_,
               [](int process, const std::string& text) {
                   if (text.find("\"frames_done\":3") != std::string::npos)
                       ::kill(process, SIGKILL);
               });
    const auto run = unividx({"--json", "queue", "run"});
    EXPECT_EQ(run.code, 0);
    // By the time the kill arrives the next one may have begun; whichever ran is the one that waits.
    int interrupted = 0;
    for (const auto& item : items()) {
        interrupted += item.at("interrupted").get<bool>() ? 1 : 0;
        EXPECT_EQ(item.at("state"), item.at("interrupted").get<bool>() ? "paused" : "done") << item;
    }
    EXPECT_EQ(interrupted, 1);
}

} // namespace
} // namespace unividx::e2e
