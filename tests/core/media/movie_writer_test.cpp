#include "core/media/ffmpeg_movie_writer.h"

#include "core/base/error.h"
#include "core/media/quantize.h"
#include "tests/core/layers/limited_disk.h"
#include "tests/core/layers/temporary_folder.h"
#include "tests/core/media/program_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace unividx {
namespace {

using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

std::string probe(const std::filesystem::path& path, const std::string& entries)
{
    return outputOf("ffprobe -v error -select_streams v:0 -count_packets -show_entries " + entries +
                    " -of default=nw=1 '" + path.string() + "'");
}

// Smooth colour, so that the codec's own loss is small, with saturated corners where a wrong matrix shows most.
Image colors(Resolution size, int frame)
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            pixels.push_back(static_cast<float>(x) / static_cast<float>(size.width - 1));
            pixels.push_back(static_cast<float>(y) / static_cast<float>(size.height - 1));
            pixels.push_back(0.5f + 0.4f * std::sin(static_cast<float>(frame)));
        }
    }
    return Image(size, 3, pixels);
}

TEST(MovieWriter, IsConvertedAndTaggedAsBt709Limited)
{
    const TemporaryFolder folder;
    for (const ChromaSampling chroma : {ChromaSampling::Half, ChromaSampling::Full}) {
        SCOPED_TRACE(chroma == ChromaSampling::Half ? "4:2:0" : "4:4:4");
        const auto path = folder / (chroma == ChromaSampling::Half ? "映像 half.mp4" : "映像 full.mp4");
        MovieOptions options;
        options.rate = {24000, 1001};
        options.chroma = chroma;
        options.quality = 0; // lossless, so that only the conversion is judged
        MovieWriter writer(path, options);
        for (int frame = 0; frame < 5; ++frame)
            writer.write(colors({128, 96}, frame));
        EXPECT_FALSE(std::filesystem::exists(path)) << "no name before it is complete";
        writer.finish();

        const std::string tags = probe(path, "stream=codec_name,pix_fmt,width,height,color_range,color_space,"
                                             "color_transfer,color_primaries,r_frame_rate,nb_read_packets");
        EXPECT_THAT(tags, HasSubstr("codec_name=h264"));
        EXPECT_THAT(tags, HasSubstr(chroma == ChromaSampling::Half ? "pix_fmt=yuv420p" : "pix_fmt=yuv444p"));
        EXPECT_THAT(tags, HasSubstr("color_range=tv"));
        EXPECT_THAT(tags, HasSubstr("color_space=bt709"));
        EXPECT_THAT(tags, HasSubstr("color_transfer=bt709"));
        EXPECT_THAT(tags, HasSubstr("color_primaries=bt709"));
        EXPECT_THAT(tags, HasSubstr("r_frame_rate=24000/1001"));
        EXPECT_THAT(tags, HasSubstr("nb_read_packets=5"));

        // Decoded by another program, by the tags.
        const std::string raw = outputOf("ffmpeg -v error -i '" + path.string() +
                                         "' -vf scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=bicubic+"
                                         "accurate_rnd+full_chroma_int+full_chroma_inp -f rawvideo -pix_fmt rgb24 -");
        ASSERT_EQ(raw.size(), 5u * 128 * 96 * 3);
        double worst = 0.0;
        double sum = 0.0;
        for (int frame = 0; frame < 5; ++frame) {
            const auto expected = toEightBit(colors({128, 96}, frame));
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const double difference =
                    std::abs(static_cast<unsigned char>(raw[static_cast<std::size_t>(frame) * expected.size() + i]) -
                             static_cast<double>(expected[i]));
                worst = std::max(worst, difference);
                sum += difference;
            }
        }
        EXPECT_LT(sum / (5 * 128 * 96 * 3), 1.0);
        if (chroma == ChromaSampling::Full) // half chroma blurs colour by design
            EXPECT_LE(worst, 2.0);
    }
}

TEST(MovieWriter, OddSizesGrowByOneWithHalfChromaAndStayWithFull)
{
    const TemporaryFolder folder;
    MovieOptions options;
    MovieWriter half(folder / "half.mp4", options);
    half.write(colors({33, 17}, 0));
    half.finish();
    EXPECT_THAT(probe(folder / "half.mp4", "stream=width,height"), HasSubstr("width=34\nheight=18"));
    options.chroma = ChromaSampling::Full;
    MovieWriter full(folder / "full.mp4", options);
    full.write(colors({33, 17}, 0));
    full.finish();
    EXPECT_THAT(probe(folder / "full.mp4", "stream=width,height"), HasSubstr("width=33\nheight=17"));
}

TEST(MovieWriter, EveryRateIsKeptAsAFraction)
{
    const TemporaryFolder folder;
    for (const FrameRate rate : {FrameRate{15, 1}, FrameRate{25, 1}, FrameRate{30000, 1001}, FrameRate{60000, 1001}}) {
        const std::string text = std::to_string(rate.numerator) + "/" + std::to_string(rate.denominator);
        const auto path = folder / (std::to_string(rate.numerator) + ".mp4");
        MovieOptions options;
        options.rate = rate;
        MovieWriter writer(path, options);
        for (int frame = 0; frame < 22; ++frame)
            writer.write(colors({32, 16}, frame));
        writer.finish();
        const std::string tags = probe(path, "stream=r_frame_rate,avg_frame_rate");
        EXPECT_THAT(tags, HasSubstr("r_frame_rate=" + text));
        EXPECT_THAT(tags, HasSubstr("avg_frame_rate=" + text));
    }
}

TEST(MovieWriter, TheTimecodeOfTheFirstFrameIsInTheFile)
{
    const TemporaryFolder folder;
    MovieOptions options;
    options.timecode = Timecode{1, 0, 0, 12, false};
    options.comment = "task=R2AIN";
    MovieWriter writer(folder / "t.mp4", options);
    writer.write(colors({32, 16}, 0));
    writer.finish();
    const std::string all = outputOf("ffprobe -v error -show_entries format_tags:stream_tags -of default=nw=1 '" +
                                     (folder / "t.mp4").string() + "'");
    EXPECT_THAT(all, HasSubstr("timecode=01:00:00:12"));
    EXPECT_THAT(all, HasSubstr("comment=task=R2AIN"));
}

TEST(MovieWriter, WithoutFinishNothingIsLeftAndWhatStoodThereStays)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "a.mp4") << "mine";
    EXPECT_THROW(MovieWriter(folder / "a.mp4", {}), Error);
    {
        MovieOptions options;
        options.existing = ExistingFile::Replace;
        MovieWriter writer(folder / "a.mp4", options);
        writer.write(colors({32, 16}, 0));
    }
    std::string text;
    std::ifstream(folder / "a.mp4") >> text;
    EXPECT_EQ(text, "mine");
    EXPECT_EQ(folder.entries(), 1u);
}

TEST(MovieWriter, RefusesFramesThatDoNotFitAndRatesThatAreNone)
{
    const TemporaryFolder folder;
    MovieWriter writer(folder / "a.mp4", {});
    writer.write(colors({32, 16}, 0));
    EXPECT_THROW(writer.write(colors({16, 32}, 0)), Error);
    MovieOptions options;
    options.rate = {0, 1};
    EXPECT_THROW(MovieWriter(folder / "b.mp4", options), Error);
    try {
        MovieWriter nowhere("/nowhere/a.mp4", {});
        nowhere.write(colors({32, 16}, 0));
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("/nowhere/a.mp4"));
    }
}

TEST(MovieWriterDeathTest, AFullDiskIsAnOutputErrorAndLeavesNothing)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            int result = 1;
            {
                const TemporaryFolder folder;
                unividx::testing::limitFileSize(8000);
                try {
                    MovieOptions options;
                    options.quality = 1;
                    MovieWriter writer(folder / "full.mp4", options);
                    for (int frame = 0; frame < 20; ++frame) {
                        std::mt19937 random(static_cast<unsigned>(frame));
                        std::vector<float> pixels(160 * 120 * 3);
                        for (float& value : pixels)
                            value = static_cast<float>(random() % 256) / 255.0f;
                        writer.write(Image({160, 120}, 3, pixels));
                    }
                    writer.finish();
                } catch (const Error& error) {
                    result = error.kind() == ErrorKind::Output ? 0 : 2;
                }
                if (folder.entries() != 0)
                    result = 3;
            }
            std::_Exit(result);
        },
        ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace unividx
