#include "core/base/error.h"
#include "core/media/exr_writer.h"
#include "core/media/sequence_png.h"
#include "inference/evaluation/folder_pairs.h"
#include "tests/core/layers/temporary_folder.h"
#include "tests/inference/evaluation/figures.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing_evaluation::figure;
using unividx::testing::TemporaryFolder;

Image flat(float value, Resolution size = {16, 12})
{
    return {
        size, 3,
        std::vector<float>(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3, value)};
}

/// A sequence of one grey, 8 bit.
void write(const fs::path& folder, const std::string& layer, float value, int frames, Resolution size = {16, 12},
           int first = 1)
{
    fs::create_directories(folder);
    for (int frame = 0; frame < frames; ++frame)
        writePng(folder / (layer + "." + std::to_string(1000 + first + frame) + ".png"), flat(value, size));
}

class FolderPairsTest : public ::testing::Test {
protected:
    std::vector<FigureGroup> measure(FolderPairs pairs = {})
    {
        pairs.made = made;
        pairs.wanted = wanted;
        return measureFolders(pairs, {}, [this](const std::string& sentence) { notes.push_back(sentence); });
    }

    /// The sentence of the error that it must give.
    std::string refusal(const FolderPairs& pairs = {})
    {
        try {
            measure(pairs);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input) << error.what();
            return error.what();
        }
        ADD_FAILURE() << "it was measured";
        return "";
    }

    TemporaryFolder folder;
    fs::path made = folder / "made";
    fs::path wanted = folder / "wanted";
    std::vector<std::string> notes;
};

TEST_F(FolderPairsTest, ComparesLayersFrameByFrameWhateverTheirNumbers)
{
    write(made, "shot_albedo", 0, 3, {16, 12}, 1);
    write(wanted, "albedo", 1, 3, {16, 12}, 101);
    write(wanted, "rgb", 1, 3, {16, 12}, 101);
    const auto groups = measure();
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_EQ(groups[0].name, "intrinsic");
    ASSERT_EQ(groups[0].clips.size(), 1u);
    EXPECT_EQ(groups[0].clips[0].clip, "wanted");
    EXPECT_NEAR(figure(groups[0].clips[0].figures, "albedo_psnr")->value, 0, 1e-6);
    EXPECT_TRUE(figure(groups[0].clips[0].figures, "albedo_warped_error"));
    EXPECT_THAT(notes, IsEmpty());
}

TEST_F(FolderPairsTest, MeasuresBothFamiliesAndManyClips)
{
    for (const char* clip : {"a", "b"}) {
        for (const fs::path& side : {made, wanted}) {
            write(side / clip, "albedo", 0.4F, 1);
            write(side / clip, "alpha", 1, 1);
        }
    }
    const auto groups = measure();
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].clips.size(), 2u);
    EXPECT_EQ(groups[1].name, "alpha");
    EXPECT_EQ(groups[1].clips[1].clip, "b");
    EXPECT_EQ(figure(groups[1].clips[1].figures, "alpha_mad")->value, 0);
}

TEST_F(FolderPairsTest, ClipsOfTheTwoFamiliesMayLieSideBySide)
{
    // As `run` leaves them: without the rgb that both families have among the true layers.
    write(made / "room", "albedo", 0.4F, 1);
    write(made / "subject", "alpha", 1, 1);
    write(wanted / "room", "albedo", 0.4F, 1);
    write(wanted / "room", "rgb", 0.4F, 1);
    write(wanted / "subject", "alpha", 1, 1);
    write(wanted / "subject", "rgb", 0.4F, 1);
    for (const bool renderings : {false, true}) {
        SCOPED_TRACE(renderings);
        if (renderings) {
            write(made / "room", "rgb", 0.4F, 1);
            write(made / "subject", "rgb", 0.4F, 1);
        }
        const auto groups = measure();
        ASSERT_EQ(groups.size(), 2u);
        ASSERT_EQ(groups[0].clips.size(), 1u);
        EXPECT_EQ(groups[0].clips[0].clip, "room");
        ASSERT_EQ(groups[1].clips.size(), 1u);
        EXPECT_EQ(groups[1].clips[0].clip, "subject");
    }
}

TEST_F(FolderPairsTest, RenderingsAloneAreMeasuredOnce)
{
    write(made, "rgb", 0.2F, 1);
    write(wanted, "rgb", 0.2F, 1);
    const auto groups = measure();
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_TRUE(figure(groups[0].clips[0].figures, "rgb_psnr"));
}

TEST_F(FolderPairsTest, SaysWhatIsNotMeasured)
{
    write(made, "albedo", 0.5F, 1);
    write(wanted, "albedo", 0.5F, 1);
    write(wanted, "normal", 0.5F, 1);
    measure();
    ASSERT_EQ(notes.size(), 2u);
    EXPECT_THAT(notes[0], HasSubstr("normal"));
    EXPECT_THAT(notes[1], HasSubstr("rgb"));
}

TEST_F(FolderPairsTest, NamesALayerWithoutPartner)
{
    write(made, "albedo", 0.5F, 1);
    write(made, "normal", 0.5F, 1);
    write(wanted, "albedo", 0.5F, 1);
    EXPECT_THAT(refusal(), HasSubstr("normal"));
}

TEST_F(FolderPairsTest, NamesAClipWithoutPartner)
{
    write(made / "a", "albedo", 0.5F, 1);
    write(made / "b", "albedo", 0.5F, 1);
    write(wanted / "a", "albedo", 0.5F, 1);
    write(wanted / "c", "albedo", 0.5F, 1);
    EXPECT_THAT(refusal(), HasSubstr("'c'"));
    fs::remove_all(wanted / "c");
    EXPECT_THAT(refusal(), HasSubstr("'b'"));
}

TEST_F(FolderPairsTest, NamesFoldersWithoutLayers)
{
    fs::create_directories(made);
    fs::create_directories(wanted);
    EXPECT_THAT(refusal(), HasSubstr("holds no layers"));
    write(wanted, "albedo", 0.5F, 1);
    EXPECT_THAT(refusal(), HasSubstr(made.string()));
    fs::remove_all(made);
    EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
}

TEST_F(FolderPairsTest, RefusesAnotherLengthUnlessToldHowManyFramesCount)
{
    write(made, "albedo", 0.5F, 2);
    write(wanted, "albedo", 0.5F, 3);
    const std::string sentence = refusal();
    EXPECT_THAT(sentence, HasSubstr("2 frames"));
    EXPECT_THAT(sentence, HasSubstr("3 frames"));
    FolderPairs two;
    two.frames = 2;
    EXPECT_EQ(figure(measure(two)[0].clips[0].figures, "albedo_psnr")->value, std::numeric_limits<double>::infinity());
    FolderPairs three;
    three.frames = 3;
    EXPECT_THAT(refusal(three), HasSubstr("3 frames are to be compared"));
}

TEST_F(FolderPairsTest, RefusesAnotherSize)
{
    write(made, "albedo", 0.5F, 1, {16, 12});
    write(wanted, "albedo", 0.5F, 1, {32, 24});
    const std::string sentence = refusal();
    EXPECT_THAT(sentence, HasSubstr("16x12"));
    EXPECT_THAT(sentence, HasSubstr("32x24"));
}

TEST_F(FolderPairsTest, RefusesASequenceWithHoles)
{
    write(made, "albedo", 0.5F, 3);
    write(wanted, "albedo", 0.5F, 3);
    fs::remove(made / "albedo.1002.png");
    EXPECT_THAT(refusal(), HasSubstr("1002"));
}

TEST_F(FolderPairsTest, HasASeamRatioWhereWindowsAreTold)
{
    for (const fs::path& side : {made, wanted}) {
        fs::create_directories(side);
        for (int frame = 0; frame < 9; ++frame)
            writePng(side / ("albedo." + std::to_string(1001 + frame) + ".png"),
                     flat(0.1F * static_cast<float>(frame)));
    }
    EXPECT_FALSE(figure(measure()[0].clips[0].figures, "albedo_seam_ratio"));
    FolderPairs pairs;
    pairs.window = 5; // frames 0 to 4 and 4 to 8
    pairs.overlap = 1;
    const auto ratio = figure(measure(pairs)[0].clips[0].figures, "albedo_seam_ratio");
    ASSERT_TRUE(ratio);
    // Steps of 0.1 all along; 8 bits make each a little more or less.
    EXPECT_NEAR(ratio->value, 1, 0.05);
    EXPECT_NEAR(ratio->beside.value(), ratio->value, 1e-9);
}

TEST_F(FolderPairsTest, ReadsOurOwnExrLayersLikeMovies)
{
    fs::create_directories(made);
    fs::create_directories(wanted);
    const Resolution size{16, 12};
    // The foreground is 0.5 in linear light under an alpha of 0.5, so 0.25 stands in the file, and 188 in 8 bits.
    std::vector<float> premultiplied;
    std::vector<float> normals;
    for (int pixel = 0; pixel < size.width * size.height; ++pixel) {
        premultiplied.insert(premultiplied.end(), {0.25F, 0.25F, 0.25F, 0.5F});
        normals.insert(normals.end(), {0, 0, 1});
    }
    writeExr(made / "shot_foreground.1001.exr",
             {{"fg", {"fg.R", "fg.G", "fg.B", "fg.A"}, Image(size, 4, premultiplied), false}}, {});
    writePng(wanted / "foreground.1.png", flat(188.0F / 255));
    writeExr(made / "shot_normal.1001.exr", {{"N", {"N.X", "N.Y", "N.Z"}, Image(size, 3, normals), true}}, {});
    std::vector<float> encoded;
    for (int pixel = 0; pixel < size.width * size.height; ++pixel)
        encoded.insert(encoded.end(), {128.0F / 255, 128.0F / 255, 1});
    writePng(wanted / "normal.1.png", Image(size, 3, encoded));
    const auto groups = measure();
    ASSERT_EQ(groups.size(), 2u);
    // Half a code of 8 bits is 0.3 degrees here.
    EXPECT_LT(figure(groups[0].clips[0].figures, "normal_mean_degrees")->value, 0.4);
    EXPECT_GT(figure(groups[1].clips[0].figures, "foreground_psnr")->value, 50);
}

} // namespace
} // namespace unividx
