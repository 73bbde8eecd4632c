// The queue is killed at random moments, its runner or its worker, and everything is done in the end.

#include "core/queue/job_store.h"
#include "core/run/run_fields.h"
#include "tests/e2e/program.h"
#include "tests/e2e/same_files.h"
#include "tests/seed.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <sstream>
#include <thread>
#include <utility>

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
        std::ostringstream read; // a process that goes while it is read ends the line, and throws nothing
        read << file.rdbuf();
        const std::string line = read.str();
        const std::string wanted =
            std::string("worker") + '\0' + "--supervisor" + '\0' + std::to_string(supervisor) + '\0';
        if (line.find(wanted) != std::string::npos)
            workers.insert(std::stoi(name));
    }
    return workers;
}

JobStore::Ids idsOf(const std::vector<QueueItem>& items)
{
    JobStore::Ids ids;
    for (const QueueItem& item : items)
        ids.push_back(item.id);
    return ids;
}

bool allDone(const std::vector<QueueItem>& items)
{
    return std::all_of(items.begin(), items.end(), [](const QueueItem& item) { return item.state == ItemState::Done; });
}

class KillTest : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        environment_["UNIVIDX_QUEUE"] = (folder_ / "queue").string();
        clip_ = makeClip("shot.mp4", 14, "48x32");
    }
    JobStore store() const { return JobStore(queueFile(folder_ / "queue")); }
    RunSpec runTo(const std::filesystem::path& out, LayerFileFormat format) const
    {
        RunSpec options;
        setTask(options, "decompose");
        setFile(options, "rgb", clip_.string());
        options.window = 5;
        options.overlap = 2;
        options.out = out;
        options.format = format;
        return options;
    }
    /// Puts `count` items into the queue; the one in their middle makes movies.
    void addItems(int count) const
    {
        std::vector<NewItem> items;
        for (int i = 0; i < count; ++i) {
            const auto format = i == count / 2 ? LayerFileFormat::Mp4 : LayerFileFormat::Exr;
            NewItem item;
            item.title = std::to_string(i);
            item.description = formatRunSpec(runTo(made(i), format));
            items.push_back(std::move(item));
        }
        store().add(items);
    }
    std::filesystem::path made(int item) const { return folder_ / "made" / std::to_string(item); }

    /// The files of a run that nobody disturbs.
    std::filesystem::path undisturbed(const std::string& format)
    {
        const auto out = folder_ / "wanted" / format;
        EXPECT_EQ(unividx({"run", "--task", "decompose", "--window", "5", "--overlap", "2", "--in",
                           "rgb=" + clip_.string(), "--out", out.string(), "--format", format})
                      .code,
                  0);
        return out;
    }

    /// Runs the queue and kills it, or its workers, once it has written so many lines. `kills` counts the kills that
    /// fell.
    Outcome runAndKill(std::size_t lines, bool killWorker, int& kills)
    {
        const std::string program =
            UNIVIDX_BINARY_DIR "/unividx"; // not in the list: it would look like a missing comma
        bool fell = false;
        int runner = 0;
        Outcome outcome = runProgram(
            {program, "--json", "queue", "run", "--resume"}, environment_, [&](int process, const std::string& text) {
                runner = process;
                if (fell || static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < lines)
                    return;
                fell = true;
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
        return outcome;
    }

    std::filesystem::path clip_;
};

TEST_F(KillTest, NothingIsLostDoubledOrHalfDoneHoweverOftenTheQueueIsKilled)
{
    constexpr int count = 10;
    environment_["UNIVIDX_FAKE_STEP_MS"] = "1";
    const auto wantedExr = undisturbed("exr");
    const auto wantedMp4 = undisturbed("mp4");
    const auto expectAllMade = [&] {
        for (int i = 0; i < count; ++i)
            expectSameFiles(made(i), i == count / 2 ? wantedMp4 : wantedExr);
    };

    addItems(count);
    const unsigned seed = testSeed(5);
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    int kills = 0;
    while (kills < killsWanted()) {
        const std::size_t lines = 1 + random() % 30;
        const bool killWorker = random() % 4 == 0;
        const Outcome outcome = runAndKill(lines, killWorker, kills);
        const auto list = store().list();
        ASSERT_EQ(list.size(), static_cast<std::size_t>(count));
        for (const QueueItem& item : list)
            EXPECT_NE(item.state, ItemState::Failed) << item.title << ": " << item.sentence;
        if (outcome.code == 128 + SIGKILL)
            continue;
        store().retry(idsOf(list)); // a worker of one item may have been hit three times
        if (!allDone(list) || kills >= killsWanted())
            continue;
        // Everything is done before all kills have fallen: look at it, and begin again.
        expectAllMade();
        store().remove(idsOf(list));
        std::filesystem::remove_all(folder_ / "made");
        addItems(count);
    }
    store().retry(idsOf(store().list()));
    const Outcome last = unividx({"--json", "queue", "run", "--resume"});
    EXPECT_EQ(last.code, 0) << last.out;
    EXPECT_TRUE(allDone(store().list()));
    expectAllMade();
    EXPECT_TRUE(filesIn(folder_ / "queue" / "work").empty());
}

TEST_F(KillTest, AnItemThatWasRunningWaitsAndIsTheOnlyOne)
{
    addItems(3);
    // A step that takes an hour: however late the kill arrives, it finds the first item running.
    environment_["UNIVIDX_FAKE_STEP_MS"] = "3600000";
    const auto killed = runProgram({UNIVIDX_BINARY_DIR "/unividx", "--json", "queue", "run"}, environment_,
                                   [](int process, const std::string& text) {
                                       if (text.find("\"stage\":\"denoising\"") != std::string::npos)
                                           ::kill(process, SIGKILL);
                                   });
    ASSERT_EQ(killed.code, 128 + SIGKILL);
    // Whoever only looks is told, too.
    EXPECT_EQ(unividx({"--json", "queue", "list"}).event("queue").at("items").at(0).at("waits_for"), "resume");
    environment_["UNIVIDX_FAKE_STEP_MS"] = "0";
    EXPECT_EQ(unividx({"--json", "queue", "run"}).code, 0);
    const auto list = store().list();
    ASSERT_EQ(list.size(), 3U);
    for (std::size_t i = 0; i < list.size(); ++i) {
        EXPECT_EQ(list[i].state, i == 0 ? ItemState::Interrupted : ItemState::Done) << list[i].sentence;
    }
}

} // namespace
} // namespace unividx::e2e
