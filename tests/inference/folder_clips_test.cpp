#include "core/base/error.h"
#include "core/media/sequence_png.h"
#include "inference/train/data/clip_source.h"
#include "inference/train/data/folder_clips.h"
#include "tests/core/layers/temporary_folder.h"

#include <gmock/gmock.h>
#include <torch/utils.h>

#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

constexpr TrainingShape shape{{16, 16}, 1};

/// Writes pictures of 16x16 whose every pixel is one colour, 8 bits: `frames` of them, each a step brighter.
void paint(const fs::path& folder, std::array<float, 3> color, int frames = 3, Resolution size = {16, 16})
{
    fs::create_directories(folder);
    for (int frame = 0; frame < frames; ++frame) {
        std::vector<float> pixels;
        for (int i = 0; i < size.width * size.height; ++i) {
            for (const float value : color)
                pixels.push_back(value + static_cast<float>(frame) / 255.0F);
        }
        writePng(folder / ("000" + std::to_string(frame + 1) + ".png"), Image(size, 3, std::move(pixels)));
    }
}

void paintIntrinsic(const fs::path& folder, float level)
{
    paint(folder / "rgb", {level, level, level});
    paint(folder / "albedo", {level, 0, 0});
    paint(folder / "irradiance", {0, level, 0});
    paint(folder / "normal", {0.8F, 0.5F, 0.9F});
}

DataSource folders(const fs::path& path)
{
    DataSource source;
    source.kind = DataSource::Kind::Folders;
    source.path = path;
    source.degrade = false;
    return source;
}

/// Mean of a row and channel, back in [0, 1].
double meanOf(const TrainingClip& clip, std::int64_t row, std::int64_t channel)
{
    return (clip.videos[row][channel].mean().item<double>() + 1) / 2;
}

TEST(FolderClips, GiveEveryLayerOfAClipInTheFamilysOrder)
{
    const TemporaryFolder folder;
    paintIntrinsic(folder / "one", 0.2F);
    std::ofstream(folder / "one/caption.txt") << "A room.\n";
    FolderClips clips(folders(folder.path()), 1);
    EXPECT_TRUE(clips.has(intrinsicFamily));
    EXPECT_FALSE(clips.has(alphaFamily));
    const TrainingClip clip = clips.clip(intrinsicFamily, 5, {{32, 16}, 5});
    EXPECT_EQ(clip.videos.sizes(), (at::IntArrayRef{4, 3, 5, 16, 32}));
    EXPECT_EQ(clip.caption, "A room.");
    EXPECT_NEAR(meanOf(clip, 1, 0), 0.2, 0.01);
    EXPECT_NEAR(meanOf(clip, 2, 1), 0.2, 0.01);
    EXPECT_NEAR(meanOf(clip, 2, 0), 0.0, 0.01);
}

TEST(FolderClips, RepeatTheLastFrameOfAClipThatIsTooShort)
{
    const TemporaryFolder folder;
    paintIntrinsic(folder / "one", 0.2F);
    FolderClips clips(folders(folder.path()), 1);
    const TrainingClip clip = clips.clip(intrinsicFamily, 0, {{16, 16}, 5});
    const at::Tensor levels = clip.videos[0][0].flatten(1).mean(1); // by frame
    EXPECT_LT(levels[0].item<float>(), levels[2].item<float>());
    EXPECT_EQ(levels[2].item<float>(), levels[4].item<float>());
}

TEST(FolderClips, GiveTheSameClipForTheSameNumber)
{
    const TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"})
        paintIntrinsic(folder / name, static_cast<float>(name[0] - 'a') * 0.3F);
    FolderClips first(folders(folder.path()), 4);
    FolderClips second(folders(folder.path()), 4);
    std::vector<double> levels;
    for (std::int64_t index = 0; index < 12; ++index) {
        const TrainingClip clip = first.clip(intrinsicFamily, index, shape);
        EXPECT_TRUE(at::equal(clip.videos, second.clip(intrinsicFamily, index, shape).videos));
        levels.push_back(meanOf(clip, 0, 0));
    }
    std::sort(levels.begin(), levels.end());
    EXPECT_GT(levels.back(), levels.front() + 0.5); // not always the same one
}

TEST(FolderClips, TurnTheNormalsOfAMirroredClip)
{
    const TemporaryFolder folder;
    paintIntrinsic(folder / "one", 0.2F);
    FolderClips clips(folders(folder.path()), 1);
    bool plain = false, mirrored = false;
    for (std::int64_t index = 0; index < 16; ++index) {
        const double x = meanOf(clips.clip(intrinsicFamily, index, shape), 3, 0);
        plain = plain || std::abs(x - 0.8) < 0.02;
        mirrored = mirrored || std::abs(x - 0.2) < 0.02;
    }
    EXPECT_TRUE(plain);
    EXPECT_TRUE(mirrored);
}

TEST(FolderClips, PutAMatteAndItsForegroundBeforeABackground)
{
    const TemporaryFolder folder;
    paint(folder / "clips/one/pha", {0.25F, 0.25F, 0.25F}, 1);
    paint(folder / "clips/one/fgr", {0.8F, 0.4F, 0.0F}, 1);
    paint(folder / "plates", {0.0F, 0.4F, 0.8F}, 1);
    std::ofstream(folder / "plates/notes.txt") << "not a picture";
    EXPECT_THROW(FolderClips(folders(folder / "clips"), 1), Error); // before what?
    DataSource source = folders(folder / "clips");
    source.backgrounds = folder / "plates";
    FolderClips clips(source, 1);
    for (std::int64_t index = 0; index < 8; ++index) {
        const TrainingClip clip = clips.clip(alphaFamily, index, shape);
        EXPECT_NEAR(meanOf(clip, 0, 0), 0.25 * 0.8, 0.01);
        EXPECT_NEAR(meanOf(clip, 0, 1), 0.4, 0.01);
        EXPECT_NEAR(meanOf(clip, 0, 2), 0.75 * 0.8, 0.01);
        EXPECT_NEAR(meanOf(clip, 3, 2), 0.8, 0.01);
    }
    EXPECT_EQ(clips.leftOut(), 1); // the text among the plates
}

TEST(FolderClips, LeaveOutWhatCannotBeReadAndCountIt)
{
    const TemporaryFolder folder;
    paintIntrinsic(folder / "good", 0.2F);
    paintIntrinsic(folder / "torn", 0.2F);
    std::ofstream(folder / "torn/albedo/0002.png") << "no picture";
    paint(folder / "half/rgb", {0, 0, 0}, 1); // one layer alone
    FolderClips clips(folders(folder.path()), 1);
    EXPECT_EQ(clips.leftOut(), 1);
    for (std::int64_t index = 0; index < 8; ++index)
        EXPECT_NEAR(meanOf(clips.clip(intrinsicFamily, index, {{16, 16}, 5}), 1, 0), 0.2, 0.01);
    EXPECT_EQ(clips.leftOut(), 2);
}

TEST(FolderClips, SayWhatAFolderWithoutClipsLacks)
{
    const TemporaryFolder folder;
    paint(folder / "half/rgb", {0, 0, 0}, 1);
    try {
        const FolderClips clips(folders(folder.path()), 1);
        FAIL() << "was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr(folder.path().string()));
        EXPECT_THAT(error.what(), HasSubstr("irradiance"));
    }
    EXPECT_THROW(FolderClips(folders(folder / "nowhere"), 1), Error);
}

TEST(ClipMix, DrawsFromItsSourcesByTheirShares)
{
    const TemporaryFolder folder;
    paintIntrinsic(folder / "one", 0.2F);
    DataSource disk = folders(folder.path());
    disk.share = 3;
    ClipMix mix({DataSource{}, disk}, {&intrinsicFamily, &alphaFamily}, 7);
    int fromDisk = 0;
    for (std::int64_t index = 0; index < 400; ++index) {
        // Only the other source has something to tell it apart by.
        const std::string name = mix.cacheName(intrinsicFamily, index, shape);
        fromDisk += name != "intrinsic-7-" + std::to_string(index) + "-16x16x1";
        EXPECT_EQ(mix.cacheName(alphaFamily, index, shape), "alpha-7-" + std::to_string(index) + "-16x16x1");
    }
    EXPECT_NEAR(fromDisk, 300, 40);
}

TEST(ClipMix, SaysWhichFamilyNoSourceHas)
{
    const TemporaryFolder folder;
    paintIntrinsic(folder / "one", 0.2F);
    try {
        const ClipMix mix({folders(folder.path())}, {&intrinsicFamily, &alphaFamily}, 7);
        FAIL() << "was accepted";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("alpha"));
    }
}

} // namespace
} // namespace unividx
