#include "core/run/part_run.h"

#include "core/base/error.h"
#include "core/engine/window_join.h"
#include "core/image/upsample.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>
#include <set>

namespace unividx {
namespace {

/// Every window paints its own number, so that a fade that is missing or done twice shows.
class WindowEngine final : public Engine {
public:
    void run(const GenerateRequest& request, const std::array<FrameSource, 4>&, const LayerSink& sink,
             JobContext& job) override
    {
        const auto windows = planWindows(request.frames, windowsOf(request));
        job.plan(static_cast<std::int64_t>(windows.size()), request.frames.count);
        WindowJoin join(*request.task.family, request.frames, windows, sink);
        for (const FrameRange& window : windows) {
            ++windowsMade;
            std::vector<LayerFrame> frames(static_cast<std::size_t>(window.count));
            for (std::size_t i = 0; i < frames.size(); ++i)
                frames[i] = picture(window.first, window.first + static_cast<std::int64_t>(i));
            join.add(std::move(frames));
            job.advance(1);
        }
    }
    WindowOptions windowsOf(const GenerateRequest& request) const override
    {
        return {*request.windowLength, *request.windowOverlap};
    }
    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest&) const override { return {}; }

    int windowsMade = 0;

private:
    static LayerFrame picture(std::int64_t window, std::int64_t frame)
    {
        LayerFrame layers;
        const auto value = static_cast<float>((window * 37 + frame * 11) % 101) / 101.0f;
        layers[1] = Image({2, 1}, 3, {value, 1 - value, value * value, 0.3f, value, 0.1f});
        layers[3] = normalizeVectors(Image({1, 1}, 3, {value, 0.5f - value, 0.7f}));
        return layers;
    }
};

GenerateRequest requestFor(FrameRange frames, WindowOptions options)
{
    GenerateRequest request;
    request.task = *findTask("R2AIN");
    request.frames = frames;
    request.windowLength = options.length;
    request.windowOverlap = options.overlap;
    return request;
}

/// Frames that "reached their files".
using Published = std::map<std::int64_t, LayerFrame>;

bool sameBits(const Published& a, const Published& b)
{
    if (a.size() != b.size())
        return false;
    for (const auto& [frame, layers] : a) {
        const auto other = b.find(frame);
        if (other == b.end())
            return false;
        for (std::size_t row = 0; row < 4; ++row) {
            const Image& x = layers[row];
            const Image& y = other->second[row];
            if (x.byteSize() != y.byteSize() ||
                !std::equal(x.data(), x.data() + x.byteSize() / sizeof(float), y.data()))
                return false;
        }
    }
    return true;
}

Published inOnePiece(const GenerateRequest& request)
{
    Published frames;
    CancelToken token;
    JobContext job(token);
    WindowEngine().run(
        request, {}, [&](std::int64_t frame, const LayerFrame& layers) { frames[frame] = layers; }, job);
    return frames;
}

struct Killed {};

class PartRunTest : public FolderTest {
protected:
    /// Runs a span, and is killed before it publishes its frame number `fuse`; false if it came to its end.
    bool killed(const GenerateRequest& request, const WindowPlan& plan, WindowSpan span, Published& published, int fuse,
                int* windowsMade = nullptr)
    {
        Checkpoint checkpoint(folder_ / "state", "the run", OtherRun::Refuse, std::to_string(span.first));
        checkpoint.begin();
        const PartRun run{request, plan, span, [&](std::int64_t frame) { return published.contains(frame); }};
        CancelToken token;
        JobContext job(token);
        WindowEngine engine;
        bool dead = false;
        try {
            runParts(
                run, engine, {}, checkpoint,
                [&](std::int64_t frame, const LayerFrame& layers) {
                    if (fuse-- == 0)
                        throw Killed();
                    EXPECT_FALSE(published.contains(frame)) << "made twice: " << frame;
                    published[frame] = layers;
                },
                token, job);
            EXPECT_TRUE(isFinished(run, checkpoint));
        } catch (const Killed&) {
            dead = true;
        }
        if (windowsMade)
            *windowsMade = engine.windowsMade;
        return dead;
    }
};

TEST_F(PartRunTest, ARunThatWasKilledAnywhereEndsWithTheBitsOfOneThatWasNot)
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        WindowOptions options{1 + 4 * static_cast<std::int64_t>(random() % 4), 0};
        options.overlap = static_cast<std::int64_t>(random()) % options.length;
        const FrameRange range{static_cast<std::int64_t>(random() % 50) - 20,
                               1 + static_cast<std::int64_t>(random() % 60)};
        const GenerateRequest request = requestFor(range, options);
        const WindowPlan plan(range, options);
        Published published;
        int kills = 0;
        while (killed(request, plan, plan.whole(), published, static_cast<int>(random() % 20))) {
            ++kills;
            // A power cut can take the last file that was written.
            if (random() % 3 == 0 && !published.empty())
                published.erase(std::prev(published.end()));
            ASSERT_LT(kills, 1000) << "it makes no headway";
        }
        EXPECT_TRUE(sameBits(published, inOnePiece(request)));
        std::filesystem::remove_all(folder_ / "state");
    }
}

TEST_F(PartRunTest, AnInterruptedRunMakesNoFinishedWindowAgain)
{
    const WindowOptions options{9, 3};
    const GenerateRequest request = requestFor({1, 57}, options);
    const WindowPlan plan(request.frames, options);
    ASSERT_EQ(plan.windows().size(), 9U);
    Published published;
    int windows = 0;
    ASSERT_TRUE(killed(request, plan, plan.whole(), published, 30, &windows));
    EXPECT_EQ(windows, 6) << "five windows of six frames each are published, the sixth is lost";
    ASSERT_FALSE(killed(request, plan, plan.whole(), published, 1000, &windows));
    EXPECT_EQ(windows, 4) << "the sixth and those after it";
}

TEST_F(PartRunTest, ShardsPutTogetherHaveTheBitsOfOnePiece)
{
    for (unsigned seed = 1; seed <= 40; ++seed) {
        std::mt19937 random(seed);
        WindowOptions options{5 + 4 * static_cast<std::int64_t>(random() % 4), 0};
        options.overlap = static_cast<std::int64_t>(random()) % options.length;
        const FrameRange range{1001, 1 + static_cast<std::int64_t>(random() % 120)};
        const GenerateRequest request = requestFor(range, options);
        const WindowPlan plan(range, options);
        for (const std::size_t shards : {1U, 2U, 5U}) {
            SCOPED_TRACE(std::to_string(seed) + ", " + std::to_string(shards) + " shards");
            Published published;
            for (std::size_t shard = shards; shard-- > 0;) { // in any order
                while (killed(request, plan, plan.shard(shard, shards), published, static_cast<int>(random() % 40))) {}
            }
            const Checkpoint checkpoint(folder_ / "state", "the run", OtherRun::Refuse);
            for (std::size_t shard = 1; shard < shards; ++shard) {
                const WindowSpan span = plan.shard(shard, shards);
                if (!span.empty())
                    joinSeam(plan, *request.task.family, span.first, checkpoint,
                             [&](std::int64_t frame, const LayerFrame& layers) {
                                 EXPECT_FALSE(published.contains(frame));
                                 published[frame] = layers;
                             });
            }
            EXPECT_TRUE(sameBits(published, inOnePiece(request)));
            std::filesystem::remove_all(folder_ / "state");
        }
    }
}

TEST_F(PartRunTest, AStateFileThatWasDamagedIsMadeAgain)
{
    const WindowOptions options{9, 4};
    const GenerateRequest request = requestFor({1, 40}, options);
    const WindowPlan plan(request.frames, options);
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        Published published;
        while (killed(request, plan, plan.whole(), published, static_cast<int>(random() % 9))) {
            for (const auto& entry : std::filesystem::directory_iterator(folder_ / "state")) {
                if (entry.path().extension() != ".layers")
                    continue;
                std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
                file.seekp(static_cast<std::streamoff>(random() % entry.file_size()));
                file.put(static_cast<char>(random()));
            }
        }
        EXPECT_TRUE(sameBits(published, inOnePiece(request)));
        std::filesystem::remove_all(folder_ / "state");
    }
}

TEST_F(PartRunTest, AnotherRunsStateIsRefusedOrBegunAnew)
{
    {
        Checkpoint first(folder_ / "state", "seed 1", OtherRun::BeginAnew);
        EXPECT_FALSE(first.begun());
        first.begin();
        first.markPublished(7);
    }
    {
        const Checkpoint same(folder_ / "state", "seed 1", OtherRun::Refuse);
        EXPECT_TRUE(same.begun());
        EXPECT_TRUE(same.isPublished(7));
        EXPECT_FALSE(same.isPublished(8));
    }
    EXPECT_THROW(Checkpoint(folder_ / "state", "seed 2", OtherRun::Refuse), Error);
    const Checkpoint other(folder_ / "state", "seed 2", OtherRun::BeginAnew);
    EXPECT_FALSE(other.begun());
    EXPECT_FALSE(other.isPublished(7));
}

TEST_F(PartRunTest, ACancelStopsWithinAPart)
{
    const WindowOptions options{5, 1};
    const GenerateRequest request = requestFor({1, 40}, options);
    Checkpoint checkpoint(folder_ / "state", "the run", OtherRun::Refuse);
    checkpoint.begin();
    CancelToken token;
    JobContext job(token);
    WindowEngine engine;
    int frames = 0;
    const PartRun run{request, WindowPlan(request.frames, options), WindowPlan(request.frames, options).whole(),
                      [](std::int64_t) { return false; }};
    EXPECT_THROW(runParts(
                     run, engine, {}, checkpoint,
                     [&](std::int64_t, const LayerFrame&) {
                         if (++frames == 6)
                             token.cancel();
                     },
                     token, job),
                 Cancelled);
    EXPECT_LE(frames, 8);
    EXPECT_EQ(job.progress().total, 10) << "all windows were counted from the first on";
}

} // namespace
} // namespace unividx
