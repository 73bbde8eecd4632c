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

TEST(FarmSimulation, TenThousandShotsWithFailingTasksAreEachFinishedExactlyOnce)
{
    constexpr int accelerators = 200;
    SCOPED_TRACE(testSeed(0));
    std::vector<Shot> shots = shotsOf(10'000, testSeed(3));
    std::vector<std::size_t> windows;
    for (const Shot& shot : shots)
        windows.push_back(WindowPlan(shot.request.frames, FakeEngine().windowsOf(shot.request)).windows().size());
    const std::vector<FarmTask> tasks = planFarm(windows, windowsPerTask);

    struct Running {
        double end = 0;
        std::size_t task = 0;
        bool fails = false;
        bool operator>(const Running& other) const { return end > other.end; }
    };
    std::mt19937 random(testSeed(9));
    std::deque<std::size_t> ready;
    std::map<std::size_t, std::size_t> joins; // by shot
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (tasks[i].join)
            joins[tasks[i].shot] = i;
        else
            ready.push_back(i);
    }
    std::priority_queue<Running, std::vector<Running>, std::greater<>> running;
    double now = 0;
    double busy = 0;
    int failures = 0;
    int begun = 0;
    while (!ready.empty() || !running.empty()) {
        while (!ready.empty() && running.size() < accelerators) {
            // Tasks take a minute a window, more or less; one in a hundred dies on its way and loses what it had begun.
            const FarmTask& task = tasks[ready.front()];
            const double length =
                task.join ? 1 : 60.0 * windowsPerTask * (0.5 + static_cast<double>(random() % 100) / 100);
            running.push({now + length, ready.front(), random() % 100 == 0});
            busy += length;
            ready.pop_front();
            ++begun;
        }
        const Running next = running.top();
        running.pop();
        now = next.end;
        const FarmTask& task = tasks[next.task];
        Shot& shot = shots[task.shot];
        if (next.fails) {
            ++failures;
            ready.push_back(next.task); // --requeue
            continue;
        }
        if (task.join)
            runJoin(shot, task);
        else
            runPart(shot, task);
        if (!task.join && task.shards > 1 && shot.partsDone == task.shards)
            ready.push_back(joins.at(task.shot));
        if (task.join || task.shards == 1)
            ++shot.finished;
    }
    for (std::size_t i = 0; i < shots.size(); ++i) {
        ASSERT_EQ(shots[i].finished, 1) << "shot " << i;
        ASSERT_EQ(static_cast<std::int64_t>(shots[i].published.size()), shots[i].request.frames.count) << "shot " << i;
    }
    EXPECT_GT(failures, 50);
    EXPECT_EQ(begun, static_cast<int>(tasks.size()) + failures);
    const double use = busy / (now * accelerators);
    EXPECT_GT(use, 0.9) << "accelerators stood idle";
    std::printf("%zu tasks, %d failures, %.1f hours, accelerators busy %.1f %%, %.2f tasks begun a second\n",
                tasks.size(), failures, now / 3600, 100 * use, begun / now);
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
