// Several processes at the windows of one run.

#include "core/run/window_lock.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/part_run.h"
#include "tests/child_process.h"
#include "tests/core/queue/temporary_folder.h"
#include "tests/seed.h"
#include "tests/without_locks.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <thread>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// For whoever has nobody in its way.
void mustNotWait(const std::string& holder)
{
    throw Error(ErrorKind::Internal, "in the way: " + holder);
}

void waitAShortWhile(const std::string& /*holder*/)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

class WindowLockTest : public FolderTest {
protected:
    fs::path state() const { return folder_ / "state"; }
};

TEST_F(WindowLockTest, NoTwoProcessesAreAtOneWindow)
{
    std::array<pid_t, 4> children{};
    for (unsigned index = 0; index < children.size(); ++index) {
        children[index] = inProcess([&] {
            std::mt19937 random(testSeed(index));
            for (int turn = 0; turn < 200; ++turn) {
                const std::size_t first = random() % 6;
                const WindowSpan span = random() % 8 == 0 ? WindowLock::all : WindowSpan{first, first + random() % 4};
                const WindowLock lock(state(), span, waitAShortWhile);
                // A flag on each window: that it is not there yet is the whole test.
                for (std::size_t window = span.first; window < std::min<std::size_t>(span.end, 10); ++window) {
                    const fs::path flag = state() / ("flag-" + std::to_string(window));
                    const int descriptor = ::open(flag.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0644);
                    if (descriptor < 0)
                        throw std::runtime_error("two at " + flag.string());
                    ::close(descriptor);
                }
                for (std::size_t window = span.first; window < std::min<std::size_t>(span.end, 10); ++window)
                    fs::remove(state() / ("flag-" + std::to_string(window)));
            }
        });
    }
    for (const pid_t child : children)
        EXPECT_EQ(statusOf(child), 0);
}

TEST_F(WindowLockTest, ProcessesAtOtherWindowsDoNotWaitAndOneForAllDoes)
{
    const WindowLock first(state(), {0, 3}, mustNotWait);
    const WindowLock second(state(), {3, 5}, mustNotWait);
    const WindowLock nothing(state(), {2, 2}, mustNotWait);
    EXPECT_TRUE(first.keepsLocks());
    for (const WindowSpan span : {WindowSpan{2, 4}, WindowSpan{4, 9}, WindowSpan{0, 1}, WindowLock::all})
        EXPECT_THROW(WindowLock(state(), span, mustNotWait), Error) << span.first;
    const WindowLock third(state(), {5, 9}, mustNotWait);
}

TEST_F(WindowLockTest, OneThatIsKilledGivesItsLockBackAndWasNamedToThoseWhoWaited)
{
    const Signpost locked;
    const pid_t child = inProcess([&] {
        const WindowLock lock(state(), {1, 2}, mustNotWait);
        locked.say();
        for (;;)
            ::pause();
    });
    locked.hear();
    std::string holder;
    const WindowLock lock(state(), {0, 4}, [&](const std::string& named) {
        if (holder.empty()) {
            holder = named;
            ::kill(child, SIGKILL);
            statusOf(child);
        } else {
            FAIL() << "still locked by " << named;
        }
    });
    if (holder.empty())
        ::kill(child, SIGKILL);
    EXPECT_THAT(holder, HasSubstr("process " + std::to_string(child) + " on "));
}

TEST_F(WindowLockTest, AFileThatWasTakenAwayWithItsFolderLocksNobody)
{
    auto done = std::make_unique<WindowLock>(state(), WindowLock::all, mustNotWait);
    const WindowLock later(state(), {0, 1}, [&](const std::string&) {
        fs::remove_all(state()); // the run is done
        done.reset();
    });
    EXPECT_THROW(WindowLock(state(), {0, 1}, mustNotWait), Error) << "the later one's lock is not where others look";
}

TEST_F(WindowLockTest, WhereTheFileSystemKeepsNoLocksTheWorkIsDoneAndThatIsTold)
{
    EXPECT_TRUE(keepsLocks(folder_));
    const WindowLock first(folder_, {0, 1}, mustNotWait);
    EXPECT_TRUE(keepsLocks(folder_)) << "though somebody has one";
    const pid_t child = inProcess([&] {
        withoutLocks();
        const WindowLock lock(state(), {0, 1}, mustNotWait);
        if (lock.keepsLocks() || keepsLocks(folder_))
            throw std::runtime_error("it is not told");
    });
    EXPECT_EQ(statusOf(child), 0);
}

TEST_F(WindowLockTest, WaitingCanBeGivenUp)
{
    const WindowLock lock(state(), {0, 1}, mustNotWait);
    EXPECT_THROW(WindowLock(state(), {0, 1}, [](const std::string&) { throw Cancelled(); }), Cancelled);
}

TEST_F(WindowLockTest, AStateThatIsBegunAnewKeepsItsLock)
{
    const WindowLock lock(state(), WindowLock::all, mustNotWait);
    Checkpoint(state(), "a run", OtherRun::BeginAnew).begin();
    Checkpoint(state(), "another run", OtherRun::BeginAnew).begin();
    EXPECT_THROW(WindowLock(state(), WindowLock::all, mustNotWait), Error);
}

TEST_F(WindowLockTest, AFolderThatCannotBeMadeIsAnErrorThatNamesIt)
{
    std::ofstream(folder_ / "file") << "no folder";
    try {
        const WindowLock lock(folder_ / "file" / "state", {0, 1}, mustNotWait);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr((folder_ / "file" / "state").string()));
    }
}

// --- One shard, written by two processes at once, as the program does it ---

/// Paints every window's number.
class PaintingEngine final : public Engine {
public:
    void run(const GenerateRequest& request, const std::array<FrameSource, 4>& /*sources*/, const LayerSink& sink,
             JobContext& job) override
    {
        const auto windows = planWindows(request.frames, windowsOf(request));
        job.plan(static_cast<std::int64_t>(windows.size()), request.frames.count);
        WindowJoin join(*request.task.family, request.frames, windows, sink);
        for (const FrameRange& window : windows) {
            std::vector<LayerFrame> frames(static_cast<std::size_t>(window.count));
            for (std::size_t i = 0; i < frames.size(); ++i) {
                const auto value = static_cast<float>(window.first * 31 + static_cast<std::int64_t>(i) % 17) / 997.0f;
                frames[i][1] = Image({32, 32}, 3, std::vector<float>(32UL * 32 * 3, value));
            }
            join.add(std::move(frames));
            job.advance(1);
        }
    }
    WindowOptions windowsOf(const GenerateRequest& request) const override
    {
        return {*request.windowLength, *request.windowOverlap};
    }
    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest& /*request*/) const override
    {
        return {};
    }
};

class OneShardTwiceTest : public WindowLockTest {
protected:
    OneShardTwiceTest() : plan_(range, options)
    {
        request_.task = *findTask("R2AIN");
        request_.frames = range;
        request_.windowLength = options.length;
        request_.windowOverlap = options.overlap;
        fs::create_directories(folder_ / "out");
    }

    WindowSpan shard() const { return plan_.shard(1, 3); }
    fs::path fileOf(std::int64_t frame) const { return folder_ / "out" / ("albedo." + std::to_string(frame) + ".raw"); }
    std::vector<fs::path> files() const
    {
        std::vector<fs::path> all;
        const FrameRange own = plan_.ownFrames(shard());
        for (std::int64_t frame = own.first; frame < own.end(); ++frame)
            all.push_back(fileOf(frame));
        return all;
    }

    /// Makes the shard. `made` is called behind every frame.
    void makeShard(const std::function<void()>& made) const
    {
        const WindowLock lock(state(), shard(), waitAShortWhile);
        Checkpoint checkpoint(state(), "the run", OtherRun::Refuse, "2-of-3");
        checkpoint.begin();
        removeLeftovers(files());
        const PartRun run{request_, plan_, shard(), [&](std::int64_t frame) {
                              return checkpoint.isPublished(frame) && fs::exists(fileOf(frame));
                          }};
        CancelToken token;
        JobContext job(token);
        PaintingEngine engine;
        runParts(
            run, engine, {}, checkpoint,
            [&](std::int64_t frame, const LayerFrame& layers) {
                const auto* bytes = reinterpret_cast<const char*>(layers[1].data());
                writeFileAtomically(fileOf(frame), {bytes, layers[1].byteSize()});
                // Who made which, to be counted.
                std::ofstream(folder_ / "log", std::ios::app) << (std::to_string(frame) + '\n') << std::flush;
                checkpoint.markPublished(frame);
                made();
            },
            token, job);
        if (!isFinished(run, checkpoint))
            throw Error(ErrorKind::Internal, "the shard is not finished");
    }
    std::size_t framesMade() const
    {
        std::ifstream log(folder_ / "log");
        return static_cast<std::size_t>(std::count(std::istreambuf_iterator<char>(log), {}, '\n'));
    }
    std::map<std::string, std::string> contents() const
    {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::directory_iterator(folder_ / "out")) {
            std::ifstream file(entry.path(), std::ios::binary);
            all[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
        }
        return all;
    }

    static constexpr FrameRange range{1001, 57};
    static constexpr WindowOptions options{9, 3};
    WindowPlan plan_;
    GenerateRequest request_;
};

TEST_F(OneShardTwiceTest, EveryFrameIsMadeOnceThoughTwoProcessesAreAtIt)
{
    const pid_t first = inProcess([&] { makeShard([] {}); });
    const pid_t second = inProcess([&] { makeShard([] {}); });
    EXPECT_EQ(statusOf(first), 0);
    EXPECT_EQ(statusOf(second), 0);
    EXPECT_EQ(contents().size(), files().size());
    EXPECT_EQ(framesMade(), files().size());
}

TEST_F(OneShardTwiceTest, WhereOneIsKilledAtAnyMomentTheOtherEndsWithTheSameFiles)
{
    ASSERT_EQ(statusOf(inProcess([&] { makeShard([] {}); })), 0);
    const auto wanted = contents();
    ASSERT_EQ(wanted.size(), files().size());
    for (std::size_t frames = 1; frames <= wanted.size(); ++frames) {
        SCOPED_TRACE(frames);
        fs::remove_all(state());
        fs::remove_all(folder_ / "out");
        fs::create_directories(folder_ / "out");
        fs::remove(folder_ / "log");
        const Signpost there;
        const pid_t first = inProcess([&] {
            std::size_t count = 0;
            makeShard([&] {
                if (++count < frames)
                    return;
                // Half a file is left, as by one that is killed while it writes.
                AtomicFile half(fileOf(plan_.ownFrames(shard()).end() - 1));
                std::ofstream(half.temporaryPath()) << "half";
                there.say();
                for (;;)
                    ::pause();
            });
        });
        there.hear();
        const pid_t second = inProcess([&] { makeShard([] {}); });
        ::kill(first, SIGKILL);
        EXPECT_TRUE(WIFSIGNALED(statusOf(first)));
        EXPECT_EQ(statusOf(second), 0);
        EXPECT_TRUE(contents() == wanted) << "files are missing, too many, half or others";
        EXPECT_LE(framesMade(), wanted.size() + static_cast<std::size_t>(options.length))
            << "finished windows were lost";
    }
}

} // namespace
} // namespace unividx
