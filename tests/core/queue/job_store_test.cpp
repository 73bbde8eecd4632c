#include "core/queue/job_store.h"

#include "core/base/error.h"
#include "core/queue/lanes.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <random>

namespace unividx {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class JobStoreTest : public FolderTest {
protected:
    std::filesystem::path file() const { return folder_ / "deep" / "queue.db"; }

    static std::vector<NewItem> items(int count)
    {
        std::vector<NewItem> made(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < made.size(); ++i) {
            made[i].title = "shot " + std::to_string(i);
            made[i].description = R"({"task": "decompose"})";
        }
        return made;
    }

    static JobStore::Ids order(const JobStore& store)
    {
        JobStore::Ids ids;
        for (const QueueItem& item : store.list())
            ids.push_back(item.id);
        return ids;
    }

    static void run(const std::filesystem::path& file, const char* sql)
    {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }

    const ProcessIdentity self_ = currentProcess();
    ProcessIdentity dead() const
    {
        ProcessIdentity other = self_;
        other.startTicks += 1;
        return other;
    }
};

TEST_F(JobStoreTest, WhatWasAddedIsThereAfterTheFileIsOpenedAgain)
{
    JobStore::Ids ids;
    {
        JobStore store(file());
        auto two = items(2);
        two[1].priority = 3;
        two[1].lane = Lane::Export;
        two[1].holdUntil = 77;
        ids = store.add(two);
    }
    const auto list = JobStore(file()).list();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].id, ids[0]);
    EXPECT_EQ(list[0].title, "shot 0");
    EXPECT_EQ(list[0].state, ItemState::Queued);
    EXPECT_EQ(list[1].priority, 3);
    EXPECT_EQ(list[1].lane, Lane::Export);
    EXPECT_EQ(list[1].holdUntil, 77);
}

TEST_F(JobStoreTest, ItemsGoWhereTheyAreMoved)
{
    JobStore store(file());
    const auto id = store.add(items(4));
    store.move({id[3], id[1]}, {QueuePlace::Kind::First});
    EXPECT_THAT(order(store), ElementsAre(id[3], id[1], id[0], id[2]));
    store.move({id[3]}, {QueuePlace::Kind::Last});
    EXPECT_THAT(order(store), ElementsAre(id[1], id[0], id[2], id[3]));
    store.move({id[2], id[1]}, {QueuePlace::Kind::Before, id[0]});
    EXPECT_THAT(order(store), ElementsAre(id[2], id[1], id[0], id[3]));
    EXPECT_THROW(store.move({id[2]}, {QueuePlace::Kind::Before, 99}), Error);
}

TEST_F(JobStoreTest, AnyMovesEndInTheOrderAListWouldHave)
{
    for (unsigned seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        JobStore store(folder_ / (std::to_string(seed) + ".db"));
        JobStore::Ids expected = store.add(items(6));
        for (int turn = 0; turn < 60; ++turn) {
            const ItemId moved = expected[random() % expected.size()];
            const ItemId before = expected[random() % 2]; // always the same gap, so that it runs out of room
            store.move({moved}, {QueuePlace::Kind::Before, before});
            if (moved != before) {
                std::erase(expected, moved);
                expected.insert(std::find(expected.begin(), expected.end(), before), moved);
            }
            ASSERT_EQ(order(store), expected);
        }
    }
}

TEST_F(JobStoreTest, TheHighestPriorityRunsFirstThenTheFirst)
{
    JobStore store(file());
    const auto id = store.add(items(3));
    store.setPriority({id[2]}, 5);
    store.setLaneWidth(Lane::Accelerator, 3);
    EXPECT_EQ(store.claim(Lane::Accelerator, self_, 0)->id, id[2]);
    EXPECT_EQ(store.claim(Lane::Accelerator, self_, 0)->id, id[0]);
    EXPECT_EQ(store.claim(Lane::Accelerator, self_, 0)->id, id[1]);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 0));
}

TEST_F(JobStoreTest, ALaneRunsNoMoreThanItsWidth)
{
    JobStore store(file());
    auto three = items(3);
    three[2].lane = Lane::Export;
    const auto id = store.add(three);
    const auto first = store.claim(Lane::Accelerator, self_, 0);
    ASSERT_TRUE(first);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 0));
    EXPECT_EQ(store.claim(Lane::Export, self_, 0)->id, id[2]) << "the other lane is free";
    EXPECT_TRUE(store.finish(*first, {}));
    EXPECT_EQ(store.claim(Lane::Accelerator, self_, 0)->id, id[1]);
}

TEST_F(JobStoreTest, AnItemOnHoldWaitsForItsTimeEvenIfTheClockIsSetBack)
{
    JobStore store(file());
    const auto id = store.add(items(1));
    store.holdUntil(id, 1000);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 999));
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 1));
    EXPECT_TRUE(store.claim(Lane::Accelerator, self_, 1000));
}

TEST_F(JobStoreTest, AnItemSaysHowItStandsAndWhatItWaitsFor)
{
    JobStore store(file());
    const ItemId id = store.add(items(1)).front();
    const auto expect = [&](ItemState state, WaitsFor waits, std::int64_t now = 1000) {
        const auto item = store.find(id, now);
        EXPECT_EQ(nameOf(item->state), nameOf(state));
        EXPECT_EQ(nameOf(item->waits), nameOf(waits));
        EXPECT_EQ(store.list(now).front().state, state);
    };
    expect(ItemState::Queued, WaitsFor::Turn);
    store.holdUntil({id}, 1001);
    expect(ItemState::Held, WaitsFor::Time);
    expect(ItemState::Queued, WaitsFor::Turn, 1001);
    store.setLaneWidth(Lane::Accelerator, 0);
    expect(ItemState::Held, WaitsFor::Lane, 1001);
    store.startNow({id});
    expect(ItemState::Queued, WaitsFor::Turn);
    store.pause({id});
    expect(ItemState::Paused, WaitsFor::Resume);
    store.resume({id});
    const auto claimed = store.claim(Lane::Accelerator, self_, 1000);
    ASSERT_TRUE(claimed);
    expect(ItemState::Running, WaitsFor::Nothing);
    store.finish(*claimed, {ItemState::Failed, "no", {}, 1});
    expect(ItemState::Failed, WaitsFor::Nothing);
    run(file(), "UPDATE items SET state = 'queued', kind = 'hologram'");
    expect(ItemState::Held, WaitsFor::Version);
}

TEST_F(JobStoreTest, AKindOfANewerVersionIsLeftAlone)
{
    JobStore store(file());
    auto one = items(1);
    one[0].kind = "hologram";
    const auto id = store.add(one);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 0));
    EXPECT_FALSE(store.hasWork(Lane::Accelerator));
    EXPECT_EQ(store.find(id[0])->kind, "hologram");
}

TEST_F(JobStoreTest, AnItemThatIsStartedNowNeedsNoOpenLaneAndKeepsThat)
{
    JobStore store(file());
    const auto id = store.add(items(3));
    store.setPriority({id[1]}, 9);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 0, Claims::StartedNow)) << "the queue is held";
    EXPECT_FALSE(store.hasWork(Lane::Accelerator, Claims::StartedNow));
    store.holdUntil({id[2]}, 1'000'000);
    store.setLaneWidth(Lane::Accelerator, 0);
    EXPECT_THAT(store.startNow({id[2]}), ElementsAre(id[2]));
    EXPECT_TRUE(store.hasWork(Lane::Accelerator, Claims::StartedNow));
    const auto claimed = store.claim(Lane::Accelerator, self_, 0, Claims::StartedNow);
    ASSERT_TRUE(claimed);
    EXPECT_EQ(claimed->id, id[2]);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 0)) << "the lane is stopped for the others";
    store.pause({id[2]});
    store.finish(*claimed, {ItemState::Queued, "", {}, 1});
    EXPECT_EQ(store.find(id[2])->state, ItemState::Paused);
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 0, Claims::StartedNow)) << "it is paused";
    store.resume({id[2]});
    EXPECT_EQ(JobStore(file()).claim(Lane::Accelerator, self_, 0, Claims::StartedNow)->id, id[2]);
}

TEST_F(JobStoreTest, WhatRunsGivesWayToWhatIsStartedNow)
{
    JobStore store(file());
    const auto id = store.add(items(4));
    store.setLaneWidth(Lane::Accelerator, 2);
    const auto first = store.claim(Lane::Accelerator, self_, 0);
    const auto second = store.claim(Lane::Accelerator, self_, 0);
    EXPECT_FALSE(store.mustGiveWay(*first, 0));
    store.startNow({id[3]});
    EXPECT_FALSE(store.mustGiveWay(*first, 0)) << "one is enough";
    EXPECT_TRUE(store.mustGiveWay(*second, 0)) << "it stands behind the first";
    store.finish(*second, {ItemState::Queued, "", {}, 1});
    const auto urgent = store.claim(Lane::Accelerator, self_, 0);
    EXPECT_EQ(urgent->id, id[3]) << "before the one that gave way";
    store.startNow({id[2]});
    EXPECT_TRUE(store.mustGiveWay(*first, 0));
    EXPECT_FALSE(store.mustGiveWay(*urgent, 0)) << "it was started at once itself";
}

TEST_F(JobStoreTest, EachAcceleratorIsALaneOfItsOwn)
{
    JobStore store(file());
    auto three = items(3);
    three[0].device = "cuda:0";
    three[1].device = "cuda:0";
    three[2].device = "cuda:1";
    const auto id = store.add(three);
    EXPECT_EQ(store.claim({Lane::Accelerator, "cuda:0"}, self_, 0)->id, id[0]);
    EXPECT_FALSE(store.claim({Lane::Accelerator, "cuda:0"}, self_, 0)) << "its lane is one item wide";
    EXPECT_EQ(store.claim({Lane::Accelerator, "cuda:1"}, self_, 0)->id, id[2]);
    EXPECT_THAT(store.busyLanes(),
                ElementsAre(LaneId(Lane::Accelerator, "cuda:0"), LaneId(Lane::Accelerator, "cuda:1")));
    const auto lanes = lanesOf(store);
    const auto lane = std::find_if(lanes.begin(), lanes.end(),
                                   [](const LaneStatus& one) { return nameOf(one.lane) == "accelerator cuda:0"; });
    ASSERT_NE(lane, lanes.end());
    EXPECT_EQ(lane->running, 1);
    EXPECT_EQ(lane->waiting, 1);
    EXPECT_EQ(lane->width, 1);
}

TEST_F(JobStoreTest, FinishedItemsAreListedWithWhatTheyLeft)
{
    JobStore store(file());
    auto two = items(2);
    two[0].origin = {"/shots/harbour.uvx", 7};
    const auto id = store.add(two);
    const auto first = store.claim(Lane::Accelerator, self_, 0);
    store.finish(*first, {ItemState::Done, "", {"a"}, 1, false, false, {}, {}, {1001, 5}});
    const auto second = store.claim(Lane::Accelerator, self_, 0);
    store.finish(*second, {ItemState::Failed, "full", {}, 1, false, false, {}, ErrorKind::Output});
    const auto finished = store.listFinished();
    ASSERT_EQ(finished.size(), 2U);
    EXPECT_EQ(finished[0].id, id[1]);
    EXPECT_EQ(finished[0].error, ErrorKind::Output);
    EXPECT_EQ(finished[1].frames, (FrameRange{1001, 5}));
    EXPECT_EQ(finished[1].origin, (ItemOrigin{"/shots/harbour.uvx", 7}));
    EXPECT_GT(finished[1].finished, 0);
    store.retry({id[1]});
    EXPECT_EQ(store.find(id[1])->finished, 0);
    EXPECT_FALSE(store.find(id[1])->error);
}

TEST_F(JobStoreTest, TheItemOfADeadProgramIsFoundAndPaused)
{
    JobStore store(file());
    const auto id = store.add(items(2));
    const auto lost = store.claim(Lane::Accelerator, dead(), 0);
    ASSERT_TRUE(lost);
    EXPECT_THAT(store.recover(), ElementsAre(id[0]));
    const auto found = store.find(id[0]);
    EXPECT_EQ(found->state, ItemState::Interrupted);
    EXPECT_FALSE(store.report(*lost, {}, 1)) << "what its old runner says counts no more";
    EXPECT_FALSE(store.finish(*lost, {}));
    EXPECT_EQ(store.askedOf(*lost), Asked::Cancel);
    EXPECT_THAT(store.resume({id[0]}), ElementsAre(id[0]));
    EXPECT_EQ(store.find(id[0])->sentence, "") << "it is over that it had been interrupted";
    EXPECT_EQ(store.claim(Lane::Accelerator, self_, 0)->id, id[0]);
}

TEST_F(JobStoreTest, AFolderThatCannotBeMadeIsToldAsTheQueues)
{
    std::ofstream(folder_ / "file") << "no folder";
    try {
        const JobStore store(folder_ / "file" / "queue" / "queue.db");
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr((folder_ / "file" / "queue").string()));
        EXPECT_THAT(error.what(), HasSubstr("$UNIVIDX_QUEUE"));
    }
}

TEST_F(JobStoreTest, AProgramThatLivesKeepsItsItemWhateverTheClockSays)
{
    JobStore store(file());
    store.add(items(1));
    ASSERT_TRUE(store.claim(Lane::Accelerator, self_, 4'000'000'000));
    EXPECT_THAT(store.recover(), IsEmpty());
    EXPECT_FALSE(store.claim(Lane::Accelerator, self_, 5));
}

TEST_F(JobStoreTest, ARunningItemIsAskedAndItsRunnerAnswers)
{
    JobStore store(file());
    const auto id = store.add(items(2));
    const auto claimed = store.claim(Lane::Accelerator, self_, 0);
    EXPECT_THAT(store.pause(id), ElementsAre(id[0], id[1]));
    EXPECT_EQ(store.find(id[0])->state, ItemState::Running);
    EXPECT_EQ(store.find(id[1])->state, ItemState::Paused);
    EXPECT_EQ(store.askedOf(*claimed), Asked::Pause);
    EXPECT_TRUE(store.finish(*claimed, {ItemState::Paused, "", {}, 2.0}));
    EXPECT_EQ(store.find(id[0])->state, ItemState::Paused);
    EXPECT_EQ(store.find(id[0])->asked, Asked::Nothing);
    EXPECT_THAT(store.cancel(id), ElementsAre(id[0], id[1]));
    EXPECT_EQ(store.find(id[0])->state, ItemState::Cancelled);
}

TEST_F(JobStoreTest, ACancelIsNotLostWhereTheRunnerWantedToTryAgain)
{
    JobStore store(file());
    const auto id = store.add(items(1));
    const auto claimed = store.claim(Lane::Accelerator, self_, 0);
    store.cancel(id);
    EXPECT_TRUE(store.finish(*claimed, {ItemState::Queued, "the worker crashed", {}, 1.0, true}));
    EXPECT_EQ(store.find(id[0])->state, ItemState::Cancelled);
    EXPECT_EQ(store.find(id[0])->deaths, 1);
}

TEST_F(JobStoreTest, WhatRunsCannotBeRemovedAndRetryBeginsAnew)
{
    JobStore store(file());
    const auto id = store.add(items(1));
    const auto claimed = store.claim(Lane::Accelerator, self_, 0);
    EXPECT_THAT(store.remove(id), IsEmpty());
    store.finish(*claimed, {ItemState::Quarantined, "it crashed", {}, 1.0, true});
    EXPECT_THAT(store.resume(id), IsEmpty());
    EXPECT_THAT(store.retry(id), ElementsAre(id[0]));
    EXPECT_EQ(store.find(id[0])->deaths, 0);
    EXPECT_EQ(store.find(id[0])->state, ItemState::Queued);
    EXPECT_THAT(store.remove(id), ElementsAre(id[0]));
    EXPECT_THAT(store.list(), IsEmpty());
}

TEST_F(JobStoreTest, WhatWasMadeSmallerForWantOfMemoryIsKnownAsThatUntilItIsToldOtherwise)
{
    JobStore store(file());
    const auto id = store.add(items(1));
    const auto claimed = store.claim(Lane::Accelerator, self_, 0);
    store.finish(*claimed, {ItemState::Failed, "no memory", {}, 1.0, false, true, "smaller"});
    store.retry(id);
    EXPECT_EQ(store.find(id[0])->stepsDown, 1);
    const auto copy = store.duplicate(id);
    EXPECT_EQ(store.find(copy[0])->stepsDown, 1);
    store.setDescription(id, "as large as before");
    EXPECT_EQ(store.find(id[0])->stepsDown, 0);
}

TEST_F(JobStoreTest, ACopyStandsBehindItsModelAndWaits)
{
    JobStore store(file());
    const auto id = store.add(items(2));
    const auto copies = store.duplicate({id[0]});
    ASSERT_EQ(copies.size(), 1U);
    EXPECT_THAT(order(store), ElementsAre(id[0], copies[0], id[1]));
    EXPECT_EQ(store.find(copies[0])->state, ItemState::Paused);
    EXPECT_EQ(store.find(copies[0])->description, store.find(id[0])->description);
}

TEST_F(JobStoreTest, ProgressAndFilesAreKept)
{
    JobStore store(file());
    store.add(items(1));
    const auto claimed = store.claim(Lane::Accelerator, self_, 0);
    Progress progress;
    progress.stage = Stage::Denoising;
    progress.done = 5;
    progress.total = 9;
    progress.framesDone = 16;
    progress.framesTotal = 51;
    EXPECT_TRUE(store.report(*claimed, progress, 3.5));
    const auto item = store.find(claimed->id);
    EXPECT_EQ(item->progress.stage, Stage::Denoising);
    EXPECT_EQ(item->progress.framesDone, 16);
    EXPECT_DOUBLE_EQ(item->seconds, 3.5);
    EXPECT_TRUE(store.finish(*claimed, {ItemState::Done, "", {"a_albedo.####.exr", "b"}, 4.0}));
    EXPECT_THAT(store.find(claimed->id)->files, ElementsAre("a_albedo.####.exr", "b"));
    EXPECT_DOUBLE_EQ(store.find(claimed->id)->seconds, 4.0);
}

TEST_F(JobStoreTest, AFileOfANewerVersionIsRefusedAndLeftAsItIs)
{
    JobStore(file()).add(items(1));
    run(file(), "PRAGMA user_version = 3");
    try {
        const JobStore store(file());
        FAIL() << "it was opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr("newer version"));
    }
    run(file(), "PRAGMA user_version = 2");
    EXPECT_EQ(JobStore(file()).list().size(), 1U);
}

TEST_F(JobStoreTest, FilesOfOthersAndDamagedOnesAreRefused)
{
    const auto other = folder_ / "other.db";
    run(other, "CREATE TABLE pictures (id INTEGER)");
    EXPECT_THROW(JobStore{other}, Error);
    const auto damaged = folder_ / "damaged.db";
    std::ofstream(damaged) << std::string(5000, 'x');
    try {
        const JobStore store(damaged);
        FAIL() << "it was opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr("damaged.db"));
    }
}

TEST_F(JobStoreTest, TenThousandItemsAreMovedAtOnce)
{
    JobStore store(file()); // how long it takes is measured by tests/bench/bench_queue.cpp
    const auto ids = store.add(items(10'000));
    ASSERT_EQ(order(store).size(), 10'000U);
    const JobStore::Ids reversed(ids.rbegin(), ids.rend());
    EXPECT_EQ(store.move(reversed, {QueuePlace::Kind::First}).size(), 10'000U);
    EXPECT_EQ(order(store), reversed);
}

} // namespace
} // namespace unividx
