#include "core/queue/estimate.h"

#include "core/queue/item_kind.h"
#include "core/run/run_fields.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

QueueItem item(ItemState state, std::int64_t framesTotal = 0)
{
    QueueItem made;
    made.state = state;
    made.progress.framesTotal = framesTotal;
    return made;
}

QueueItem done(double seconds, std::int64_t frames)
{
    QueueItem made = item(ItemState::Done, frames);
    made.progress.framesDone = frames;
    made.seconds = seconds;
    return made;
}

TEST(Estimate, AnEmptyQueueIsThroughNow)
{
    EXPECT_EQ(estimateSeconds({}), 0.0);
    EXPECT_EQ(estimateSeconds({item(ItemState::Paused, 100), done(5, 5)}), 0.0);
}

TEST(Estimate, WithoutAMeasurementThereIsNone)
{
    EXPECT_FALSE(estimateSeconds({item(ItemState::Queued, 100)}));
}

TEST(Estimate, FramesAreCountedAtTheSpeedOfThoseThatAreDone)
{
    EXPECT_DOUBLE_EQ(*estimateSeconds({done(20, 10), item(ItemState::Queued, 30)}), 60.0);
    EXPECT_DOUBLE_EQ(*estimateSeconds({done(20, 10), item(ItemState::Queued)}), 20.0);
}

TEST(Estimate, ARunningItemIsEstimatedByItsOwnProgress)
{
    QueueItem running = item(ItemState::Running, 100);
    running.progress.done = 25;
    running.progress.total = 100;
    running.seconds = 10;
    EXPECT_DOUBLE_EQ(*estimateSeconds({running}), 30.0);
}

TEST(Estimate, AnItemIsAsFastAsThoseOfItsModelAndTask)
{
    const auto of = [](const char* task, QueueItem made) {
        RunSpec spec;
        setTask(spec, task);
        made.description = formatRunSpec(spec);
        return made;
    };
    const std::vector<QueueItem> finished{of("decompose", done(10, 10)), of("generate", done(100, 10))};
    const auto with = [&](QueueItem next) {
        auto items = finished;
        items.push_back(std::move(next));
        return *estimateSeconds(items);
    };
    EXPECT_DOUBLE_EQ(with(of("decompose", item(ItemState::Queued, 20))), 20.0);
    EXPECT_DOUBLE_EQ(with(of("generate", item(ItemState::Queued, 20))), 200.0);
    EXPECT_DOUBLE_EQ(with(of("relight", item(ItemState::Queued, 20))), 110.0) << "any run tells something";
}

TEST(Estimate, TheCostOfARunIsItsStepsPassesAndSize)
{
    RunSpec spec;
    setTask(spec, "generate");
    spec.out = "/out";
    const double usual = newItem(spec).cost;
    spec.modelSize = Resolution{1280, 960};
    EXPECT_DOUBLE_EQ(newItem(spec).cost, 4 * usual);
    spec.steps = 10;
    EXPECT_DOUBLE_EQ(newItem(spec).cost, 2 * usual);
    spec.guidance = 3.0F;
    EXPECT_DOUBLE_EQ(newItem(spec).cost, 4 * usual);
}

TEST(Estimate, LanesRunSideBySideAndWideOnesFaster)
{
    QueueItem exported = item(ItemState::Queued, 10);
    exported.lane = Lane::Export;
    QueueItem exportDone = done(1, 1);
    exportDone.lane = Lane::Export;
    const std::vector<QueueItem> items{done(20, 10), item(ItemState::Queued, 30), item(ItemState::Queued, 30), exported,
                                       exportDone};
    EXPECT_DOUBLE_EQ(*estimateSeconds(items), 120.0);
    EXPECT_DOUBLE_EQ(*estimateSeconds(items, {{Lane::Accelerator, 2}}), 60.0);
    EXPECT_DOUBLE_EQ(*estimateSeconds(items, {{Lane::Accelerator, 100}}), 60.0) << "one item is not shared";
}

} // namespace
} // namespace unividx
