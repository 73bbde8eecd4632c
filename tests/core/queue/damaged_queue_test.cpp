#include "core/base/error.h"
#include "core/queue/job_store.h"
#include "core/queue/queue_repair.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace unividx {
namespace {

namespace fs = std::filesystem;

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string bytesOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class DamagedQueue : public FolderTest {
protected:
    void bring(const std::string& name)
    {
        fs::copy_file(fs::path(UNIVIDX_TEST_DATA) / "hostile" / name, file_, fs::copy_options::overwrite_existing);
    }

    void execute(const std::string& sql) const
    {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    void fill(int items) const
    {
        JobStore store(file_);
        std::vector<NewItem> list;
        for (int i = 0; i < items; ++i) {
            NewItem item;
            item.title = "shot " + std::to_string(i);
            item.description = std::string(300, 'x');
            list.push_back(item);
        }
        store.add(list);
    }

    std::string refusal() const
    {
        try {
            JobStore(file_).list();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input);
            return error.what();
        }
        return "was taken";
    }

    const fs::path file_ = folder_ / "queue.db";
};

TEST_F(DamagedQueue, ADamagedSchemaNamesTheRepair)
{
    for (const char* name : {"db_exit1_11.db", "db_exit1_135.db"}) {
        SCOPED_TRACE(name);
        bring(name);
        EXPECT_THAT(refusal(), HasSubstr("unividx queue repair"));
    }
}

TEST_F(DamagedQueue, IsRepairedWithWhatCanBeRead)
{
    bring("db_exit1_11.db");
    const std::string before = bytesOf(file_);
    const QueueRepair repair = repairQueue(file_);
    EXPECT_TRUE(repair.wasDamaged);
    EXPECT_EQ(repair.kept, 3U);
    EXPECT_THAT(repair.lost, ElementsAre(HasSubstr("Item 4 (a.mp4: decompose)"))); // its lane is damaged too
    EXPECT_EQ(repair.damaged, folder_ / "queue.db.damaged");
    EXPECT_EQ(bytesOf(repair.damaged), before);
    EXPECT_THAT(JobStore(file_).list(), SizeIs(3));

    bring("db_exit1_135.db");
    EXPECT_EQ(repairQueue(file_).kept, 4U);
    EXPECT_EQ(JobStore(file_).list().front().title, "a.mp4: decompose");
    EXPECT_TRUE(fs::exists(folder_ / "queue.db.damaged-2"));
    const QueueRepair again = repairQueue(file_);
    EXPECT_FALSE(again.wasDamaged);
    EXPECT_EQ(again.kept, 4U);
}

TEST_F(DamagedQueue, OneBadRowIsOneBadRow)
{
    bring("queue_one_bad_row.db");
    JobStore store(file_);
    const auto items = store.list();
    ASSERT_THAT(items, SizeIs(3));
    EXPECT_EQ(items[0].state, ItemState::Queued);
    EXPECT_EQ(items[1].state, ItemState::Failed);
    EXPECT_THAT(items[1].sentence, HasSubstr("sleeping"));
    EXPECT_EQ(items[2].state, ItemState::Queued);
    EXPECT_EQ(store.claim(items[0].laneId(), currentProcess(), 0)->id, items[0].id);
    EXPECT_THAT(store.remove({items[1].id}), ElementsAre(items[1].id));
    EXPECT_THAT(store.list(), SizeIs(2));
}

TEST_F(DamagedQueue, DamagedPagesAreFoundWhenItIsOpened)
{
    fill(200);
    std::string bytes = bytesOf(file_);
    ASSERT_GT(bytes.size(), 10U * 4096);
    bytes.replace(6 * 4096, 4096, std::string(4096, '\xee')); // a page of rows
    std::ofstream(file_, std::ios::binary) << bytes;
    EXPECT_THAT(refusal(), HasSubstr("queue repair"));
    const QueueRepair repair = repairQueue(file_);
    EXPECT_GT(repair.kept, 100U);
    EXPECT_THAT(repair.lost, Contains(HasSubstr("cannot be read")));
    EXPECT_THAT(JobStore(file_).list(), SizeIs(repair.kept));
}

TEST_F(DamagedQueue, ATextFileIsPutAsideAndTheQueueBeginsAnew)
{
    std::ofstream(file_) << std::string(5000, 'x');
    EXPECT_THAT(refusal(), HasSubstr("queue repair"));
    const QueueRepair repair = repairQueue(file_);
    EXPECT_EQ(repair.kept, 0U);
    EXPECT_TRUE(fs::exists(repair.damaged));
    EXPECT_THAT(JobStore(file_).list(), IsEmpty());
}

TEST_F(DamagedQueue, TriggersOfAForeignHandAreRefused)
{
    fill(2);
    execute("CREATE TRIGGER t AFTER UPDATE ON items BEGIN DELETE FROM items; END");
    EXPECT_THAT(refusal(), HasSubstr("triggers"));
    EXPECT_EQ(repairQueue(file_).kept, 2U);
    EXPECT_THAT(JobStore(file_).list(), SizeIs(2));
}

TEST_F(DamagedQueue, AnotherProgramsDatabaseIsNeverRepaired)
{
    execute("CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')");
    const std::string before = bytesOf(file_);
    EXPECT_THROW(repairQueue(file_), Error);
    EXPECT_EQ(bytesOf(file_), before);
    EXPECT_THROW(repairQueue(folder_ / "none.db"), Error);
}

} // namespace
} // namespace unividx
