// The plan on paper (packaging/farm/README.md), driven: 10,000 shots, 200 accelerators, tasks that fail.

#include "core/engine/fake_engine.h"
#include "core/engine/window_parts.h"
#include "core/farm/farm_plan.h"
#include "tests/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <queue>
#include <random>
#include <set>

namespace unividx {
namespace {

constexpr std::int64_t windowsPerTask = 8;

struct Shot {
    GenerateRequest request;
    std::set<std::int64_t> published; ///< frames
    std::size_t partsDone = 0;
    int finished = 0; ///< times
};

std::vector<Shot> shotsOf(int count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<Shot> shots(static_cast<std::size_t>(count));
    for (Shot& shot : shots) {
        shot.request.task.conditions = 0; // made from nothing: no clips to read
        // Small, for there are many: most shots fit one task, one in fifty is long.
        const std::int64_t more = random() % 50 == 0 ? 80 : 0;
        shot.request.frames = {1001, 1 + static_cast<std::int64_t>(random() % 9) + more};
        shot.request.windowLength = 5;
        shot.request.windowOverlap = 1;
        shot.request.modelSize = Resolution{16, 16};
        shot.request.steps = 1;
    }
    return shots;
}

/// Makes a shard's frames with the engine, as `unividx run --shard` does; those that two shards share are the join's.
void runPart(Shot& shot, const FarmTask& task)
{
    FakeEngine engine;
    const WindowPlan plan(shot.request.frames, engine.windowsOf(shot.request));
    const WindowSpan span = plan.shard(task.shard, task.shards);
    if (!span.empty()) {
        GenerateRequest request = shot.request;
        request.frames = plan.framesOf(span);
        const FrameRange own = plan.ownFrames(span);
        CancelToken token;
        JobContext job(token);
        engine.run(
            request, {},
            [&](std::int64_t frame, const std::array<Image, 4>&) {
                if (own.contains(frame)) {
                    EXPECT_TRUE(shot.published.insert(frame).second) << "made twice: " << frame;
                }
            },
            job);
    }
    ++shot.partsDone;
}

void runJoin(Shot& shot, const FarmTask& task)
{
    FakeEngine engine;
    const WindowPlan plan(shot.request.frames, engine.windowsOf(shot.request));
    EXPECT_EQ(shot.partsDone, task.shards) << "it was joined before its parts were there";
    for (std::size_t shard = 1; shard < task.shards; ++shard) {
        const FrameRange shared = plan.sharedBefore(plan.shard(shard, task.shards).first);
        for (std::int64_t frame = shared.first; frame < shared.end(); ++frame)
            EXPECT_TRUE(shot.published.insert(frame).second) << "made twice: " << frame;
    }
}

/// A farm that takes tasks as their turn comes, and its clock in seconds.
class Farm {
public:
    Farm(std::vector<Shot>& shots, const std::vector<FarmTask>& tasks, std::size_t accelerators, unsigned seed)
        : shots_(shots), tasks_(tasks), accelerators_(accelerators), random_(seed)
    {
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            if (tasks[i].join)
                joins_[tasks[i].shot] = i;
            else
                ready_.push_back(i);
        }
    }

    void run()
    {
        while (!ready_.empty() || !running_.empty()) {
            while (!ready_.empty() && running_.size() < accelerators_)
                beginNext();
            const Running next = running_.top();
            running_.pop();
            now = next.end;
            end(next);
        }
    }

    double now = 0;
    double busy = 0; ///< seconds of all accelerators
    int failures = 0;
    int begun = 0;

private:
    struct Running {
        double end = 0;
        std::size_t task = 0;
        bool fails = false;
        bool operator>(const Running& other) const { return end > other.end; }
    };

    /// Tasks take a minute a window, more or less; one in a hundred dies on its way and loses what it had begun.
    void beginNext()
    {
        const FarmTask& task = tasks_[ready_.front()];
        const double length =
            task.join ? 1 : 60.0 * windowsPerTask * (0.5 + static_cast<double>(random_() % 100) / 100);
        running_.push({now + length, ready_.front(), random_() % 100 == 0});
        busy += length;
        ready_.pop_front();
        ++begun;
    }

    void end(const Running& ended)
    {
        const FarmTask& task = tasks_[ended.task];
        Shot& shot = shots_[task.shot];
        if (ended.fails) {
            ++failures;
            ready_.push_back(ended.task); // --requeue
            return;
        }
        if (task.join)
            runJoin(shot, task);
        else
            runPart(shot, task);
        if (!task.join && task.shards > 1 && shot.partsDone == task.shards)
            ready_.push_back(joins_.at(task.shot));
        if (task.join || task.shards == 1)
            ++shot.finished;
    }

    std::vector<Shot>& shots_;
    const std::vector<FarmTask>& tasks_;
    std::size_t accelerators_;
    std::mt19937 random_;
    std::deque<std::size_t> ready_;
    std::map<std::size_t, std::size_t> joins_; ///< by shot
    std::priority_queue<Running, std::vector<Running>, std::greater<>> running_;
};

TEST(FarmSimulation, TenThousandShotsWithFailingTasksAreEachFinishedExactlyOnce)
{
    constexpr std::size_t accelerators = 200;
    SCOPED_TRACE(testSeed(0));
    std::vector<Shot> shots = shotsOf(10'000, testSeed(3));
    std::vector<std::size_t> windows;
    for (const Shot& shot : shots)
        windows.push_back(WindowPlan(shot.request.frames, FakeEngine().windowsOf(shot.request)).windows().size());
    const std::vector<FarmTask> tasks = planFarm(windows, windowsPerTask);
    Farm farm(shots, tasks, accelerators, testSeed(9));
    farm.run();
    for (std::size_t i = 0; i < shots.size(); ++i) {
        ASSERT_EQ(shots[i].finished, 1) << "shot " << i;
        ASSERT_EQ(static_cast<std::int64_t>(shots[i].published.size()), shots[i].request.frames.count) << "shot " << i;
    }
    EXPECT_GT(farm.failures, 50);
    EXPECT_EQ(farm.begun, static_cast<int>(tasks.size()) + farm.failures);
    const double use = farm.busy / (farm.now * accelerators);
    EXPECT_GT(use, 0.9) << "accelerators stood idle";
    std::printf("%zu tasks, %d failures, %.1f hours, accelerators busy %.1f %%, %.2f tasks begun a second\n",
                tasks.size(), farm.failures, farm.now / 3600, 100 * use, farm.begun / farm.now);
}

TEST(FarmPlan, ShotsAreCutAsEvenlyAsTheirWindowsAllow)
{
    EXPECT_EQ(shardsFor(1, 8), 1U);
    EXPECT_EQ(shardsFor(8, 8), 1U);
    EXPECT_EQ(shardsFor(9, 8), 2U);
    EXPECT_EQ(shardsFor(0, 8), 1U);
    EXPECT_EQ(shardsFor(1'000'000, 1), mostShards);
    const std::vector<FarmTask> tasks = planFarm({3, 20}, 8);
    ASSERT_EQ(tasks.size(), 5U);
    EXPECT_EQ(tasks[0], (FarmTask{0, 0, 1, false}));
    EXPECT_EQ(tasks[4], (FarmTask{1, 0, 3, true}));
}

} // namespace
} // namespace unividx
