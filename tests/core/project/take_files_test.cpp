// The files of takes: which are ours, what they occupy, and that nothing else is ever deleted.

#include "core/project/take_files.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/media/exr_writer.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "tests/core/project/random_project.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class TakeFilesTest : public FolderTest {
protected:
    TakeFilesTest()
    {
        take.folder = folder_ / "shot-R2AIN";
        take.layerPrefix = "shot";
        take.layers = {"albedo"};
        take.frames = {1001, 3};
        fs::create_directories(take.folder);
        for (std::int64_t frame = 1001; frame < 1004; ++frame)
            writeOurs(framePath(take.folder, "shot", "albedo", frame, ".exr"));
    }

    static void writeOurs(const fs::path& file)
    {
        ExrHeader header;
        header.attributes = {{"task", "R2AIN"}};
        writeExr(file,
                 {{"albedo", {"albedo.R", "albedo.G", "albedo.B"}, Image({2, 2}, 3, std::vector<float>(12, 0.5f))}},
                 header);
    }

    Take take;
};

TEST_F(TakeFilesTest, OnlyPicturesThatWeWroteAreOurs)
{
    std::ofstream(take.folder / "notes.txt") << "mine";
    std::ofstream(take.folder / "shot_albedo.1004.exr") << "painted over by another program";
    writeOurs(take.folder / "other_albedo.1001.exr");
    const TakeFiles files = findTakeFiles(take);
    EXPECT_THAT(files.made, SizeIs(3));
    EXPECT_THAT(files.others, ElementsAre(take.folder / "notes.txt", take.folder / "other_albedo.1001.exr",
                                          take.folder / "shot_albedo.1004.exr"));
    EXPECT_EQ(files.bytes, static_cast<std::int64_t>(3 * fs::file_size(take.folder / "shot_albedo.1001.exr")));
    deleteTakeFiles(take, files.made);
    EXPECT_TRUE(fs::exists(take.folder / "notes.txt"));
    EXPECT_TRUE(fs::exists(take.folder / "shot_albedo.1004.exr"));
    EXPECT_FALSE(fs::exists(take.folder / "shot_albedo.1001.exr"));
}

TEST_F(TakeFilesTest, AFolderGoesWithItsLastFile)
{
    const TakeFiles files = findTakeFiles(take);
    EXPECT_EQ(bytesOnDisk(take), files.bytes);
    deleteTakeFiles(take, files.made);
    EXPECT_FALSE(fs::exists(take.folder));
    EXPECT_THAT(findTakeFiles(take).made, IsEmpty());
    EXPECT_EQ(bytesOnDisk(take), 0);
}

TEST_F(TakeFilesTest, ALinkIsNotFollowed)
{
    const fs::path elsewhere = folder_ / "plate.exr";
    writeOurs(elsewhere);
    fs::create_symlink(elsewhere, take.folder / "shot_albedo.1009.exr");
    const TakeFiles files = findTakeFiles(take);
    EXPECT_THAT(files.made, SizeIs(3));
    EXPECT_THAT(files.others, ElementsAre(take.folder / "shot_albedo.1009.exr"));
}

TEST_F(TakeFilesTest, HalvesOfASplitClipShareTheirFolder)
{
    Project project = newProject();
    auto media = addMedia(project, testing_project::movie("a.mov"));
    auto clip = addClip(media.project, media.project.tracks.back().id, media.id, 0);
    project = addTake(clip.project, clip.id, take).project;
    auto split = splitClip(project, clip.id, 50);
    EXPECT_THAT(clipsWithTakeIn(split.project, take.folder), ElementsAre(clip.id, split.id));
    EXPECT_THAT(clipsWithTakeIn(withoutTakesIn(split.project, take.folder), take.folder), IsEmpty());
}

} // namespace
} // namespace unividx
