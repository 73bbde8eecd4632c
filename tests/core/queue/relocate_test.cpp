// The queue's rows follow layers that moved with their project.

#include "core/queue/relocate.h"

#include "core/queue/item_kind.h"
#include "core/queue/job_store.h"
#include "core/run/run_fields.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class Relocate : public FolderTest {
protected:
    static NewItem runInto(const fs::path& out)
    {
        RunSpec spec = runOfShot();
        setFile(spec, "rgb", "/shots/shot.mov");
        setTask(spec, "decompose");
        spec.out = out;
        spec.shot = "shot";
        spec.frames = FrameRange{1001, 1};
        return newItem(spec);
    }

    const fs::path queue = queueFile(folder_);
    const std::vector<FolderMove> moves{{"/data/layers/one", "/show/show_layers/one"}};
};

TEST_F(Relocate, AFinishedItemLeadsToWhereItsFilesAre)
{
    JobStore store(queue);
    const ItemId id = store.add({runInto("/data/layers/one")}).front();
    const auto item = store.claim({Lane::Accelerator, "cpu"}, currentProcess(), 1);
    ASSERT_TRUE(item);
    ItemOutcome outcome;
    outcome.files = {"/data/layers/one/shot_albedo.####.exr"};
    outcome.frames = {1001, 1};
    store.finish(*item, outcome);
    relocateItems(queue, moves, "/show/show.uvx");
    const QueueItem moved = *store.find(id);
    EXPECT_THAT(moved.files, ElementsAre("/show/show_layers/one/shot_albedo.####.exr"));
    EXPECT_EQ(parseRunSpec(moved.description, "item").out, "/show/show_layers/one");
    EXPECT_EQ(moved.origin.project, "/show/show.uvx");
}

TEST_F(Relocate, OtherItemsStayByteForByte)
{
    JobStore store(queue);
    const ItemId id = store.add({runInto("/data/layers/one-2")}).front();
    const QueueItem before = *store.find(id);
    relocateItems(queue, moves, "/show/show.uvx");
    EXPECT_EQ(store.find(id)->description, before.description);
    EXPECT_EQ(store.find(id)->origin.project, "");
    EXPECT_EQ(relocated("no JSON", moves), "no JSON");
}

TEST_F(Relocate, AnItemNamesTheFoldersItReadsAndWrites)
{
    RunSpec spec = runOfShot();
    setTask(spec, "decompose");
    setFile(spec, "rgb", "/data/layers/read/shot_rgb.####.exr");
    spec.out = "/data/layers/written";
    const std::string description = newItem(spec).description;
    EXPECT_TRUE(namesFolder(description, "/data/layers/read"));
    EXPECT_TRUE(namesFolder(description, "/data/layers/written"));
    EXPECT_FALSE(namesFolder(description, "/data/layers/writ"));
    EXPECT_FALSE(namesFolder("no JSON", "/data"));
}

} // namespace
} // namespace unividx
