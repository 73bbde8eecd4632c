#include "core/media/exr_writer.h"

#include "core/base/error.h"
#include "tests/core/layers/limited_disk.h"
#include "tests/core/layers/temporary_folder.h"

#include <OpenImageIO/half.h>
#include <OpenImageIO/imageio.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace unividx {
namespace {

using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

Image noise(Resolution size, int channels, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> values(0.3f, 1.0f);
    std::vector<float> pixels(static_cast<std::size_t>(size.width * size.height * channels));
    for (float& pixel : pixels)
        pixel = values(random);
    return Image(size, channels, pixels);
}

ExrLayer albedo(const Image& image)
{
    return {"albedo", {"albedo.R", "albedo.G", "albedo.B"}, image, false};
}

ExrLayer normals(const Image& image)
{
    return {"N", {"N.X", "N.Y", "N.Z"}, image, true};
}

/// A channel of a file by name, as float.
std::vector<float> channelOf(const std::filesystem::path& path, const std::string& name, int part = 0)
{
    const auto input = OIIO::ImageInput::open(path.string());
    if (!input || !input->seek_subimage(part, 0))
        return {};
    const int index = input->spec().channelindex(name);
    std::vector<float> pixels(static_cast<std::size_t>(input->spec().width * input->spec().height));
    if (index < 0 || !input->read_image(part, 0, index, index + 1, OIIO::TypeDesc::FLOAT, pixels.data()))
        return {};
    return pixels;
}

void expectChannel(const std::filesystem::path& path, const std::string& name, const Image& image, int channel,
                   int part = 0)
{
    const std::vector<float> read = channelOf(path, name, part);
    ASSERT_EQ(read.size(), image.byteSize() / sizeof(float) / static_cast<std::size_t>(image.channels())) << name;
    for (std::size_t i = 0; i < read.size(); ++i)
        ASSERT_EQ(
            read[i],
            static_cast<float>(
                half(image.data()[i * static_cast<std::size_t>(image.channels()) + static_cast<std::size_t>(channel)])))
            << name << " pixel " << i;
}

TEST(ExrWriter, WhatIsReadIsWhatWasWrittenForEveryLosslessCompression)
{
    const TemporaryFolder folder;
    for (const auto compression :
         {ExrCompression::None, ExrCompression::Zip, ExrCompression::ZipScanline, ExrCompression::Piz}) {
        const Image image = noise({37, 23}, 3, 1);
        const auto path = folder / ("José_albedo." + std::to_string(static_cast<int>(compression)) + ".exr");
        ExrOptions options;
        options.compression = compression;
        EXPECT_EQ(writeExr(path, {albedo(image)}, {}, options), ExrReport{});
        expectChannel(path, "albedo.R", image, 0);
        expectChannel(path, "albedo.G", image, 1);
        expectChannel(path, "albedo.B", image, 2);
    }
    EXPECT_EQ(folder.entries(), 4u);
}

TEST(ExrWriter, HoldsManyLayersInOnePartOrAPartEach)
{
    const TemporaryFolder folder;
    const Image a = noise({20, 10}, 3, 2);
    const Image n = noise({20, 10}, 3, 3);
    writeExr(folder / "single.exr", {albedo(a), normals(n)}, {});
    expectChannel(folder / "single.exr", "albedo.G", a, 1);
    expectChannel(folder / "single.exr", "N.Y", n, 1);

    ExrOptions options;
    options.parts = ExrParts::OnePerLayer;
    writeExr(folder / "multi.exr", {albedo(a), normals(n)}, {}, options);
    expectChannel(folder / "multi.exr", "albedo.B", a, 2, 0);
    expectChannel(folder / "multi.exr", "N.Z", n, 2, 1);
    const auto input = OIIO::ImageInput::open((folder / "multi.exr").string());
    ASSERT_TRUE(input && input->seek_subimage(1, 0));
    EXPECT_EQ(input->spec().get_string_attribute("oiio:subimagename"), "N");
    EXPECT_FALSE(input->seek_subimage(2, 0));
}

TEST(ExrWriter, TheHeaderSaysWhereThePictureComesFrom)
{
    const TemporaryFolder folder;
    ExrHeader header;
    header.frame = 1003;
    header.rate = {24000, 1001};
    header.timecode = Timecode{1, 0, 0, 2, false};
    header.chromaticities = Chromaticities{0.64f, 0.33f, 0.30f, 0.60f, 0.15f, 0.06f, 0.3127f, 0.3290f};
    header.colorSpace = "lin_rec709";
    header.owner = "José";
    header.comments = "a comment";
    header.attributes = {{"task", "R2AIN"}, {"seed", "1"}};
    writeExr(folder / "a.exr", {albedo(noise({4, 4}, 3, 4))}, header);

    const auto input = OIIO::ImageInput::open((folder / "a.exr").string());
    ASSERT_TRUE(input);
    const OIIO::ImageSpec& spec = input->spec();
    const auto* rate = static_cast<const int*>(spec.find_attribute("framesPerSecond", OIIO::TypeRational)
                                                   ? spec.find_attribute("framesPerSecond")->data()
                                                   : nullptr);
    ASSERT_NE(rate, nullptr);
    EXPECT_EQ(rate[0], 24000);
    EXPECT_EQ(rate[1], 1001);
    const auto* timecode = spec.find_attribute("smpte:TimeCode", OIIO::TypeTimeCode);
    ASSERT_NE(timecode, nullptr);
    EXPECT_EQ(static_cast<const unsigned*>(timecode->data())[0], 0x01000002u);
    EXPECT_EQ(spec.get_int_attribute("imageCounter"), 1003);
    const auto* primaries = spec.find_attribute("chromaticities");
    ASSERT_NE(primaries, nullptr);
    EXPECT_FLOAT_EQ(static_cast<const float*>(primaries->data())[6], 0.3127f);
    EXPECT_EQ(spec.get_string_attribute("compression"), "zip");
    EXPECT_EQ(spec.format, OIIO::TypeDesc::HALF);
    EXPECT_EQ(spec.get_string_attribute("unividx/encoding"), "scene-linear");
    EXPECT_EQ(spec.get_string_attribute("unividx/alpha"), "premultiplied");
    EXPECT_EQ(spec.get_string_attribute("unividx/colorSpace"), "lin_rec709");
    EXPECT_EQ(spec.get_string_attribute("unividx/task"), "R2AIN");
    EXPECT_EQ(spec.get_string_attribute("unividx/seed"), "1");
    // The library translates these two names on reading.
    EXPECT_EQ(spec.get_string_attribute("Copyright"), "José");
    EXPECT_EQ(spec.get_string_attribute("ImageDescription"), "a comment");
}

TEST(ExrWriter, DataSayThatTheyAreAndCarryNoColor)
{
    const TemporaryFolder folder;
    ExrHeader header;
    header.chromaticities = Chromaticities{};
    header.colorSpace = "lin_rec709";
    writeExr(folder / "n.exr", {normals(noise({4, 4}, 3, 5))}, header);
    const auto input = OIIO::ImageInput::open((folder / "n.exr").string());
    ASSERT_TRUE(input);
    EXPECT_EQ(input->spec().get_string_attribute("unividx/encoding"), "data");
    EXPECT_EQ(input->spec().find_attribute("chromaticities"), nullptr);
    EXPECT_EQ(input->spec().find_attribute("unividx/colorSpace"), nullptr);
}

TEST(ExrWriter, WhatDoesNotFitTheHalfRangeIsReplacedAndCounted)
{
    const TemporaryFolder folder;
    const float infinity = std::numeric_limits<float>::infinity();
    const Image image({2, 1}, 3, {1e9f, -70000.0f, 65504.0f, std::nanf(""), infinity, -infinity});
    const ExrReport report = writeExr(folder / "a.exr", {albedo(image)}, {});
    EXPECT_EQ(report.clamped, 2);
    EXPECT_EQ(report.nonFinite, 3);
    EXPECT_EQ(channelOf(folder / "a.exr", "albedo.R"), (std::vector<float>{65504.0f, 0.0f}));
    EXPECT_EQ(channelOf(folder / "a.exr", "albedo.G"), (std::vector<float>{-65504.0f, 65504.0f}));
    EXPECT_EQ(channelOf(folder / "a.exr", "albedo.B"), (std::vector<float>{65504.0f, -65504.0f}));
}

TEST(ExrWriter, NumbersBetweenTwoHalvesAreRoundedToTheNearestAndTiesToEven)
{
    const TemporaryFolder folder;
    constexpr Resolution size{250, 254}; // a width that is no multiple of what vectors hold
    std::vector<float> pixels;
    for (std::uint16_t bits = 0; bits < 0x7bff && pixels.size() < 63'500; ++bits) { // all that are finite
        const float low = half(half::FromBits, bits);
        const float high = half(half::FromBits, static_cast<std::uint16_t>(bits + 1));
        const float middle = low + (high - low) / 2;
        pixels.push_back(bits % 2 ? -middle : middle);
        pixels.push_back(std::nextafter(middle, bits % 3 ? low : high));
    }
    pixels.resize(static_cast<std::size_t>(size.width * size.height), 65504.0f);
    const Image image(size, 1, pixels);
    writeExr(folder.path() / "a.exr", {{"alpha", {"alpha.A"}, image, true}}, {});
    const std::vector<float> read = channelOf(folder.path() / "a.exr", "alpha.A");
    ASSERT_EQ(read.size(), pixels.size());
    for (std::size_t i = 0; i < read.size(); ++i)
        ASSERT_EQ(read[i], static_cast<float>(half(pixels[i]))) << pixels[i];
}

TEST(ExrWriter, AnExistingFileIsReplacedOnlyWhenAllowed)
{
    const TemporaryFolder folder;
    const auto path = folder / "a.exr";
    std::ofstream(path) << "mine";
    try {
        writeExr(path, {albedo(noise({4, 4}, 3, 6))}, {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr(path.string()));
    }
    std::string text;
    std::ifstream(path) >> text;
    EXPECT_EQ(text, "mine");
    ExrOptions options;
    options.existing = ExistingFile::Replace;
    writeExr(path, {albedo(noise({4, 4}, 3, 6))}, {}, options);
    EXPECT_EQ(channelOf(path, "albedo.R").size(), 16u);
    EXPECT_EQ(folder.entries(), 1u);
}

TEST(ExrWriter, LossyCompressionIsRefusedForDataAndWorksForColor)
{
    const TemporaryFolder folder;
    ExrOptions options;
    options.compression = ExrCompression::Dwaa;
    EXPECT_THROW(writeExr(folder / "n.exr", {normals(noise({64, 64}, 3, 7))}, {}, options), Error);
    EXPECT_EQ(folder.entries(), 0u);
    writeExr(folder / "a.exr", {albedo(noise({64, 64}, 3, 7))}, {}, options);
    EXPECT_EQ(channelOf(folder / "a.exr", "albedo.R").size(), 64u * 64u);
}

TEST(ExrWriter, NamesThatOtherProgramsStumbleOverAreRefused)
{
    const TemporaryFolder folder;
    const Image one({1, 1}, 1, {0.0f});
    for (const std::string& bad : {std::string("Y"), std::string("1a.R"), std::string("a b.R"), std::string("é.R"),
                                   std::string("a..R"), std::string(65, 'a'), std::string()}) {
        const ExrLayer layer{"layer", {bad}, one, true};
        EXPECT_THROW(writeExr(folder / "a.exr", {layer}, {}), Error) << bad;
    }
    const ExrLayer twice{"layer", {"A", "A"}, Image({1, 1}, 2, {0, 0}), true};
    EXPECT_THROW(writeExr(folder / "a.exr", {twice}, {}), Error);
    EXPECT_EQ(folder.entries(), 0u);
}

TEST(ExrWriter, AMissingFolderIsAnOutputErrorNamingTheFile)
{
    try {
        writeExr("/nowhere/at/all.exr", {albedo(noise({4, 4}, 3, 8))}, {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("/nowhere/at/all.exr"));
    }
}

TEST(ExrWriterDeathTest, AFullDiskIsAnOutputErrorAndLeavesNothing)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            int result = 1;
            {
                const TemporaryFolder folder;
                unividx::testing::limitFileSize(20000);
                try {
                    writeExr(folder / "full.exr", {albedo(noise({200, 200}, 3, 9))}, {});
                } catch (const Error& error) {
                    const bool named = std::string(error.what()).find("full.exr") != std::string::npos &&
                                       std::string(error.what()).find(".part-") == std::string::npos;
                    result = error.kind() == ErrorKind::Output && named && folder.entries() == 0 ? 0 : 2;
                }
            }
            std::_Exit(result);
        },
        ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace unividx
