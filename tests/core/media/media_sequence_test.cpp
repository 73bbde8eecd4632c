#include "tests/core/media/clip_maker.h"

#include "core/base/error.h"
#include "core/media/media_reader.h"

#include <OpenImageIO/imageio.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace unividx {
namespace {

using ::testing::ElementsAre;
using testing::ffmpeg;
using ::testing::HasSubstr;
using testing::quoted;

std::string errorOf(const std::filesystem::path& path, const OpenOptions& options = {})
{
    try {
        openMedia(path, options);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        return error.what();
    }
    return "no error";
}

std::string readErrorOf(MediaReader& reader, std::int64_t frame)
{
    try {
        reader.read(frame);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        return error.what();
    }
    return "no error";
}

/// Writes a picture whose channel c at pixel i is values[i * channels + c].
void writePicture(const std::filesystem::path& file, const OIIO::ImageSpec& spec, const std::vector<float>& values)
{
    const auto out = OIIO::ImageOutput::create(file.string());
    ASSERT_TRUE(out && out->open(file.string(), spec)) << OIIO::geterror();
    ASSERT_TRUE(out->write_image(OIIO::TypeFloat, values.data()) && out->close()) << out->geterror();
}

void writeGrey(const std::filesystem::path& file, float value)
{
    writePicture(file, OIIO::ImageSpec(4, 2, 3, OIIO::TypeHalf), std::vector<float>(24, value));
}

struct Spelling {
    const char* name;
    const char* pattern;
};
class EverySpelling : public ::testing::TestWithParam<Spelling> {};

TEST_P(EverySpelling, FindsTheNumberedFiles)
{
    const testing::TemporaryFolder folder;
    for (int i = 1001; i <= 1021; ++i)
        writeGrey(folder / ("shot." + std::to_string(i) + ".exr"), static_cast<float>(i));
    writeGrey(folder / "shot.matte.exr", 0);
    writeGrey(folder / "shot.0999b.exr", 0);
    const auto reader = openMedia(folder / GetParam().pattern);
    EXPECT_EQ(reader->info().frames, (FrameRange{1001, 21}));
    EXPECT_TRUE(reader->info().holes.empty());
    EXPECT_TRUE(reader->info().sceneLinear);
    EXPECT_EQ(reader->info().resolution, (Resolution{4, 2}));
    for (const int frame : {1001, 1021, 1010})
        EXPECT_EQ(reader->read(frame).at(3, 1, 2), static_cast<float>(frame));
}

INSTANTIATE_TEST_SUITE_P(Sequences, EverySpelling,
                         ::testing::Values(Spelling{"Hashes", "shot.####.exr"}, Spelling{"Printf", "shot.%04d.exr"},
                                           Spelling{"Ats", "shot.@@@@.exr"}, Spelling{"OneHash", "shot.#.exr"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Sequence, ReportsItsHolesAndRefusesThemByNumber)
{
    const testing::TemporaryFolder folder;
    for (const int i : {1, 2, 5, 7})
        writeGrey(folder / ("a_000" + std::to_string(i) + ".exr"), 1);
    const auto reader = openMedia(folder / "a_####.exr");
    EXPECT_EQ(reader->info().frames, (FrameRange{1, 7}));
    EXPECT_THAT(reader->info().holes, ElementsAre(3, 4, 6));
    EXPECT_THAT(reader->info().notes, ::testing::Contains(HasSubstr("3-4,6")));
    EXPECT_THAT(readErrorOf(*reader, 4), AllOf(HasSubstr("frame 4"), HasSubstr("missing")));
    EXPECT_THAT(readErrorOf(*reader, 8), AllOf(HasSubstr("frame 8"), HasSubstr("1 to 7")));
}

TEST(Sequence, TakesOnlyTheRangeAskedFor)
{
    const testing::TemporaryFolder folder;
    for (int i = 1; i <= 9; ++i)
        writeGrey(folder / ("a.000" + std::to_string(i) + ".exr"), static_cast<float>(i));
    const auto reader = openMedia(folder / "a.####.exr 2-3,6-8");
    EXPECT_EQ(reader->info().frames, (FrameRange{2, 7}));
    EXPECT_THAT(reader->info().holes, ElementsAre(4, 5));
    EXPECT_EQ(reader->read(8).at(0, 0, 0), 8);
    EXPECT_THAT(errorOf(folder / "a.####.exr 20-30"), HasSubstr("1 to 9"));
    EXPECT_THAT(errorOf(folder / "a.####.exr 5-2"), HasSubstr("backwards"));
    EXPECT_THAT(errorOf(folder / "a.####.exr 5-,2"), HasSubstr("'5-'"));
    EXPECT_THAT(errorOf(folder / "a.####.exr 0-999999999999"), HasSubstr("has more than 2000000 frames"));
    EXPECT_THAT(errorOf(folder / "b.####.exr"), HasSubstr("no file fits"));
}

TEST(Sequence, KeepsNegativeInfiniteAndNotANumberPixels)
{
    const testing::TemporaryFolder folder;
    const float inf = std::numeric_limits<float>::infinity();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    writePicture(folder / "n.0001.exr", OIIO::ImageSpec(2, 1, 3, OIIO::TypeFloat),
                 {-1.5F, nan, inf, 1e-30F, 7e9F, -inf});
    const Image image = openMedia(folder / "n.####.exr")->read(1);
    EXPECT_EQ(image.at(0, 0, 0), -1.5F);
    EXPECT_TRUE(std::isnan(image.at(0, 0, 1)));
    EXPECT_EQ(image.at(0, 0, 2), inf);
    EXPECT_EQ(image.at(1, 0, 0), 1e-30F);
    EXPECT_EQ(image.at(1, 0, 1), 7e9F);
    EXPECT_EQ(image.at(1, 0, 2), -inf);
}

TEST(Sequence, ReadsTheMainImageOrTheLayerAskedFor)
{
    const testing::TemporaryFolder folder;
    OIIO::ImageSpec spec(2, 1, 11, OIIO::TypeHalf);
    spec.channelnames = {"R", "G", "B", "A", "albedo.R", "albedo.G", "albedo.B", "N.X", "N.Y", "N.Z", "alpha.A"};
    spec.alpha_channel = 3;
    std::vector<float> values;
    for (int pixel = 0; pixel < 2; ++pixel)
        for (int c = 0; c < 11; ++c)
            values.push_back(static_cast<float>(c + 16 * pixel));
    writePicture(folder / "l.0001.exr", spec, values);
    const auto path = folder / "l.####.exr";

    const auto main = openMedia(path);
    EXPECT_EQ(main->info().channels, 4);
    EXPECT_TRUE(main->info().premultiplied);
    EXPECT_THAT(main->info().layers, ::testing::UnorderedElementsAre("albedo", "N", "alpha"));
    EXPECT_THAT(testing::pixelsOf(main->read(1)), ElementsAre(0, 1, 2, 3, 16, 17, 18, 19));
    EXPECT_THAT(testing::pixelsOf(openMedia(path, {"albedo"})->read(1)), ElementsAre(4, 5, 6, 20, 21, 22));
    EXPECT_THAT(testing::pixelsOf(openMedia(path, {"N"})->read(1)), ElementsAre(7, 8, 9, 23, 24, 25));
    EXPECT_THAT(testing::pixelsOf(openMedia(path, {"alpha"})->read(1)), ElementsAre(10, 10, 10, 26, 26, 26));
    EXPECT_THAT(testing::pixelsOf(openMedia(path, {"N.Y"})->read(1)), ElementsAre(8, 8, 8, 24, 24, 24));
    EXPECT_THAT(errorOf(path, {"depth"}), AllOf(HasSubstr("no layer 'depth'"), HasSubstr("albedo")));
}

TEST(Sequence, ReadsThePartsOfAMultiPartFile)
{
    const testing::TemporaryFolder folder;
    std::vector<OIIO::ImageSpec> specs(2, OIIO::ImageSpec(1, 1, 3, OIIO::TypeHalf));
    specs[0].attribute("oiio:subimagename", "rgba");
    specs[1].attribute("oiio:subimagename", "albedo");
    const std::string file = (folder / "p.0001.exr").string();
    const auto out = OIIO::ImageOutput::create(file);
    ASSERT_TRUE(out->open(file, 2, specs.data()));
    const std::vector<float> first{1, 2, 3};
    const std::vector<float> second{4, 5, 6};
    ASSERT_TRUE(out->write_image(OIIO::TypeFloat, first.data()));
    ASSERT_TRUE(out->open(file, specs[1], OIIO::ImageOutput::AppendSubimage));
    ASSERT_TRUE(out->write_image(OIIO::TypeFloat, second.data()) && out->close());
    const auto main = openMedia(file);
    EXPECT_THAT(main->info().layers, ElementsAre("albedo"));
    EXPECT_THAT(testing::pixelsOf(main->read(1)), ElementsAre(1, 2, 3));
    EXPECT_THAT(testing::pixelsOf(openMedia(file, {"albedo"})->read(1)), ElementsAre(4, 5, 6));
}

TEST(Sequence, PlacesTheDataWindowInTheDisplayWindow)
{
    const testing::TemporaryFolder folder;
    OIIO::ImageSpec spec(2, 2, 3, OIIO::TypeHalf);
    spec.x = -1; // one column of overscan on the left, one empty on the right
    spec.y = 0;
    spec.full_x = 0;
    spec.full_y = 0;
    spec.full_width = 2;
    spec.full_height = 2;
    writePicture(folder / "w.0001.exr", spec, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
    const auto reader = openMedia(folder / "w.####.exr");
    EXPECT_THAT(reader->info().notes, ::testing::Contains(HasSubstr("data window")));
    EXPECT_THAT(testing::pixelsOf(reader->read(1)), ElementsAre(2, 2, 2, 0, 0, 0, 4, 4, 4, 0, 0, 0));
}

TEST(Sequence, ReadsTheRateOfAnExr)
{
    const testing::TemporaryFolder folder;
    OIIO::ImageSpec spec(1, 1, 3, OIIO::TypeHalf);
    const std::vector<int> rate{24000, 1001};
    spec.attribute("FramesPerSecond", OIIO::TypeRational, rate.data());
    writePicture(folder / "r.0001.exr", spec, {0, 0, 0});
    EXPECT_EQ(openMedia(folder / "r.####.exr")->info().rate, (FrameRate{24000, 1001}));
    EXPECT_TRUE(openMedia(folder / "r.####.exr")->info().rateIsDeclared);
    writeGrey(folder / "s.0001.exr", 0);
    EXPECT_FALSE(openMedia(folder / "s.####.exr")->info().rateIsDeclared);
}

struct Kind {
    const char* name;
    const char* extension;
    bool sixteenBit; ///< as handed to the writer
    int bitDepth;
    int stored; ///< channels in the file
    int channels;
};
class EveryPictureFormat : public ::testing::TestWithParam<Kind> {};

TEST_P(EveryPictureFormat, ReadsWhiteAsOneAndKeepsItsDepth)
{
    const testing::TemporaryFolder folder;
    const Kind kind = GetParam();
    OIIO::ImageSpec spec(16, 8, kind.stored, kind.sixteenBit ? OIIO::TypeUInt16 : OIIO::TypeUInt8);
    spec.attribute("oiio:BitsPerSample", kind.bitDepth);
    for (int i = 1; i <= 3; ++i)
        writePicture(folder / ("s.000" + std::to_string(i) + kind.extension), spec,
                     std::vector<float>(static_cast<std::size_t>(16 * 8 * kind.stored), i == 3 ? 0.0F : 1.0F));
    const auto reader = openMedia(folder / ("s.####" + std::string(kind.extension)));
    const MediaInfo& info = reader->info();
    EXPECT_EQ(info.frames, (FrameRange{1, 3}));
    EXPECT_EQ(info.bitDepth, kind.bitDepth);
    EXPECT_EQ(info.channels, kind.channels);
    EXPECT_EQ(info.color.matrix, "rgb");
    EXPECT_FALSE(info.sceneLinear);
    EXPECT_THAT(testing::pixelsOf(reader->read(2)), ::testing::Each(1.0F));
    EXPECT_THAT(testing::pixelsOf(reader->read(3)), ::testing::Each(0.0F));
}

INSTANTIATE_TEST_SUITE_P(
    Sequences, EveryPictureFormat,
    ::testing::Values(Kind{"Png8", ".png", false, 8, 3, 3}, Kind{"PngAlpha", ".png", false, 8, 4, 4},
                      Kind{"Png16", ".png", true, 16, 3, 3}, Kind{"PngGrey", ".png", false, 8, 1, 3},
                      Kind{"Tiff16", ".tif", true, 16, 3, 3}, Kind{"Jpeg", ".jpg", false, 8, 3, 3},
                      Kind{"Dpx10", ".dpx", true, 10, 3, 3}, Kind{"Dpx12", ".dpx", true, 12, 3, 3}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Sequence, KeepsThePixelsOfATransparentPngAsStored)
{
    const testing::TemporaryFolder folder;
    ffmpeg("-f lavfi -i color=0xff8000@0.5:s=4x4,format=rgba -frames:v 1 " + quoted(folder / "t.png"));
    const auto reader = openMedia(folder / "t.png");
    EXPECT_FALSE(reader->info().premultiplied);
    EXPECT_EQ(reader->info().frames, (FrameRange{1001, 1}));
    const Image image = reader->read(1001);
    EXPECT_EQ(image.at(0, 0, 0), 1.0F);
    EXPECT_NEAR(image.at(0, 0, 1), 128 / 255.0, 1.5 / 255);
    EXPECT_NEAR(image.at(0, 0, 3), 0.5, 1.5 / 255);
}

TEST(Sequence, IsFoundInAFolderThatHoldsOnlyIt)
{
    const testing::TemporaryFolder folder;
    EXPECT_THAT(errorOf(folder.path()), HasSubstr("without pictures"));
    for (const char* name : {"shot.0001.exr", "shot.0002.exr", "shot.0003.exr"})
        writeGrey(folder / name, 1);
    testing::writeFile(folder / "notes.txt", "hello");
    EXPECT_EQ(openMedia(folder.path())->info().frames, (FrameRange{1, 3}));
    writeGrey(folder / "matte.0001.exr", 1);
    EXPECT_THAT(errorOf(folder.path()),
                AllOf(HasSubstr("2 sequences"), HasSubstr("shot.#.exr"), HasSubstr("matte.0001.exr")));
}

TEST(Sequence, NamesTheFrameThatIsDamagedOrOfAnotherSize)
{
    const testing::TemporaryFolder folder;
    writeGrey(folder / "d.0001.exr", 1);
    const std::string good = testing::readFile(folder / "d.0001.exr");
    testing::writeFile(folder / "d.0002.exr", good.substr(0, good.size() - 40));
    testing::writeFile(folder / "d.0003.exr", "not a picture");
    testing::writeFile(folder / "d.0004.exr", "");
    writePicture(folder / "d.0005.exr", OIIO::ImageSpec(8, 2, 3, OIIO::TypeHalf), std::vector<float>(48));
    const auto reader = openMedia(folder / "d.####.exr");
    EXPECT_EQ(reader->info().frames.count, 5);
    for (int frame = 2; frame <= 5; ++frame)
        EXPECT_THAT(readErrorOf(*reader, frame),
                    AllOf(HasSubstr("d.000" + std::to_string(frame)), HasSubstr("frame " + std::to_string(frame))));
    EXPECT_EQ(reader->read(1).at(0, 0, 0), 1) << "an error leaves the reader usable";
}

} // namespace
} // namespace unividx
