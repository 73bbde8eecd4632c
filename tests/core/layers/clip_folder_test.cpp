#include "core/base/error.h"
#include "core/layers/clip_folder.h"
#include "core/media/exr_writer.h"
#include "tests/core/layers/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

/// Names are all that is looked at where layers have one.
void touch(const fs::path& path)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "not a picture";
}

std::string nameOf(const ClipFolder& clip, std::size_t row)
{
    return clip.layers[row] ? clip.layers[row]->path.filename().string() : "";
}

TEST(ClipFolder, FindsMoviesSequencesAndFoldersByTheirNames)
{
    const TemporaryFolder folder;
    touch(folder / "rgb.mp4");
    touch(folder / "shot_albedo.1001.exr");
    touch(folder / "shot_albedo.1002.exr");
    touch(folder / "irradiance/0001.png");
    touch(folder / "Normal.png");
    touch(folder / "caption.txt");
    const ClipFolder clip = findLayersIn(folder.path(), intrinsicFamily);
    EXPECT_EQ(nameOf(clip, 0), "rgb.mp4");
    EXPECT_EQ(nameOf(clip, 1), "shot_albedo.#.exr");
    EXPECT_EQ(nameOf(clip, 2), "irradiance");
    EXPECT_EQ(nameOf(clip, 3), "Normal.png");
    EXPECT_EQ(clip.name, folder.path().filename().string());
}

TEST(ClipFolder, KnowsThePublishedNamesAndThoseOfExrLayers)
{
    const TemporaryFolder folder;
    touch(folder / "pha_gen.mp4");
    touch(folder / "fgr.mov");
    touch(folder / "shot-bg.0001.png");
    touch(folder / "com.mp4");
    const ClipFolder clip = findLayersIn(folder.path(), alphaFamily);
    EXPECT_EQ(nameOf(clip, 0), "com.mp4");
    EXPECT_EQ(nameOf(clip, 1), "pha_gen.mp4");
    EXPECT_EQ(nameOf(clip, 2), "fgr.mov");
    EXPECT_EQ(nameOf(clip, 3), "shot-bg.#.png");
}

TEST(ClipFolder, TakesOnlyWholeWords)
{
    const TemporaryFolder folder;
    touch(folder / "subalbedo.mp4");
    touch(folder / "albedo_old.mp4");
    touch(folder / "albedo.txt");
    EXPECT_TRUE(findLayersIn(folder.path(), intrinsicFamily).rows().none());
}

TEST(ClipFolder, RefusesTwoOfOneLayer)
{
    const TemporaryFolder folder;
    touch(folder / "albedo.mp4");
    touch(folder / "shot_albedo.mov");
    try {
        findLayersIn(folder.path(), intrinsicFamily);
        FAIL() << "it chose one";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr("albedo.mp4"));
        EXPECT_THAT(error.what(), HasSubstr("shot_albedo.mov"));
    }
}

TEST(ClipFolder, LooksIntoFilesWithManyLayers)
{
    const TemporaryFolder folder;
    const Image grey({2, 2}, 3, std::vector<float>(12, 0.5F));
    writeExr(folder / "shot.1001.exr",
             {{"albedo", {"albedo.R", "albedo.G", "albedo.B"}, grey, false}, {"N", {"N.X", "N.Y", "N.Z"}, grey, true}},
             {});
    const ClipFolder clip = findLayersIn(folder.path(), intrinsicFamily);
    EXPECT_EQ(clip.rows(), ModalitySet(0b1010));
    ASSERT_TRUE(clip.layers[1] && clip.layers[3]);
    EXPECT_EQ(clip.layers[1]->layer, "albedo");
    EXPECT_EQ(clip.layers[3]->layer, "N");
}

TEST(ClipFolder, IsAClipItselfOrHoldsSome)
{
    const TemporaryFolder folder;
    touch(folder / "two/albedo.mp4");
    touch(folder / "one/albedo.mp4");
    touch(folder / "other/readme.txt");
    const auto clips = findClipsIn(folder.path(), intrinsicFamily);
    ASSERT_EQ(clips.size(), 2u);
    EXPECT_EQ(clips[0].name, "one");
    EXPECT_EQ(clips[1].name, "two");
    EXPECT_TRUE(findClipsIn(folder.path(), alphaFamily).empty());
    EXPECT_EQ(findClipsIn(folder / "one", intrinsicFamily).size(), 1u);
}

TEST(ClipFolder, ThatIsNotThereIsAnInputError)
{
    const TemporaryFolder folder;
    EXPECT_THROW(findClipsIn(folder / "none", intrinsicFamily), Error);
}

} // namespace
} // namespace unividx
