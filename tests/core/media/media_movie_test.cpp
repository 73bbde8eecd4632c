#include "tests/core/media/clip_maker.h"

#include "core/base/error.h"
#include "core/media/media_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace unividx {
namespace {

using ::testing::Contains;
using testing::ffmpeg;
using ::testing::HasSubstr;
using testing::makeClip;
using testing::pixelsOf;
using testing::quoted;

const std::string x264 = "-c:v libx264 -preset veryfast -threads 1 -pix_fmt yuv420p ";
const std::string small = "testsrc2=s=96x64:r=24";

class EveryLength : public ::testing::TestWithParam<int> {};

TEST_P(EveryLength, IsCountedByDecoding)
{
    const testing::TemporaryFolder folder;
    const auto reader = openMedia(makeClip(folder / "a.mp4", GetParam(), x264 + "-bf 2", small));
    EXPECT_EQ(reader->info().frames, (FrameRange{1001, GetParam()}));
    EXPECT_EQ(reader->info().rate, (FrameRate{24, 1}));
    EXPECT_NO_THROW(reader->read(1001 + GetParam() - 1));
    EXPECT_THROW(reader->read(1001 + GetParam()), Error);
    EXPECT_THROW(reader->read(1000), Error);
}

INSTANTIATE_TEST_SUITE_P(Movie, EveryLength, ::testing::Values(1, 20, 21, 22, 43));

struct Encoding {
    std::string name;
    std::string pixelFormat;
    std::string matrix; ///< as ffmpeg calls it
    std::string range;
    std::string ours;
};
class EveryEncoding : public ::testing::TestWithParam<Encoding> {};

// Measured on a softened picture, because the scaler clips the overshoot beside hard chroma edges.
TEST_P(EveryEncoding, BecomesTheRgbThatFfmpegGives)
{
    const Encoding& encoding = GetParam();
    const testing::TemporaryFolder folder;
    const auto clip = folder / "c.mkv";
    ffmpeg("-f lavfi -i testsrc2=s=128x72:r=24,gblur=1.5,format=gbrp -frames:v 2 -vf scale=out_color_matrix=" +
           encoding.matrix + ":out_range=" + encoding.range + " -c:v ffv1 -pix_fmt " + encoding.pixelFormat +
           " -colorspace " + (encoding.ours == "bt601" ? "smpte170m" : encoding.ours) + " -color_range " +
           encoding.range + " " + quoted(clip));
    ffmpeg("-i " + quoted(clip) + " -vf scale=in_color_matrix=" + encoding.matrix + ":in_range=" + encoding.range +
           ":in_h_chr_pos=0:in_v_chr_pos=" + (encoding.pixelFormat.find("420") != std::string::npos ? "128" : "0") +
           ":flags=accurate_rnd+full_chroma_int+full_chroma_inp+bicubic -pix_fmt rgb24 -f rawvideo " +
           quoted(folder / "c.rgb"));
    const std::string expected = testing::readFile(folder / "c.rgb");
    const auto reader = openMedia(clip);
    EXPECT_EQ(reader->info().color.matrix, encoding.ours);
    EXPECT_EQ(reader->info().color.fullRange, encoding.range == "pc");
    EXPECT_EQ(reader->info().pixelFormat, encoding.pixelFormat);
    const std::vector<float> got = pixelsOf(reader->read(1002));
    ASSERT_EQ(expected.size(), 2 * got.size());
    double worst = 0;
    // At the upper and lower edge the scaler drops the taps that fall outside, where ours repeat the edge.
    const std::size_t border = 4 * 128 * 3;
    for (std::size_t i = border; i < got.size() - border; ++i)
        worst = std::max(worst, std::abs(got[i] * 255.0 - static_cast<unsigned char>(expected[got.size() + i])));
    EXPECT_LE(worst, 2);
}

INSTANTIATE_TEST_SUITE_P(Movie, EveryEncoding,
                         ::testing::Values(Encoding{"Bt601Limited420", "yuv420p", "bt601", "tv", "bt601"},
                                           Encoding{"Bt709Limited420", "yuv420p", "bt709", "tv", "bt709"},
                                           Encoding{"Bt709Limited422Ten", "yuv422p10le", "bt709", "tv", "bt709"},
                                           Encoding{"Bt709Full444", "yuv444p", "bt709", "pc", "bt709"},
                                           Encoding{"Bt709Full420", "yuv420p", "bt709", "pc", "bt709"},
                                           Encoding{"Bt2020Ten420", "yuv420p10le", "bt2020", "tv", "bt2020nc"},
                                           Encoding{"Bt2020Twelve444", "yuv444p12le", "bt2020", "tv", "bt2020nc"},
                                           Encoding{"Bt601Quarter411", "yuv411p", "bt601", "tv", "bt601"}),
                         [](const auto& test) { return test.param.name; });

TEST(Movie, ReadsEightBitRgbExactly)
{
    const testing::TemporaryFolder folder;
    const auto clip = makeClip(folder / "a.mkv", 1, "-c:v ffv1 -pix_fmt bgr0", "testsrc2=s=64x48:r=24,format=bgr0");
    ffmpeg("-i " + quoted(clip) + " -pix_fmt rgb24 -f rawvideo " + quoted(folder / "a.rgb"));
    const std::string codes = testing::readFile(folder / "a.rgb");
    const std::vector<float> got = pixelsOf(openMedia(clip)->read(1001));
    ASSERT_EQ(got.size(), codes.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        ASSERT_FLOAT_EQ(got[i], static_cast<float>(static_cast<unsigned char>(codes[i])) / 255.0F);
    EXPECT_EQ(*std::max_element(got.begin(), got.end()), 1.0F);
}

TEST(Movie, GuessesTheMatrixFromTheSizeAndSaysSo)
{
    const testing::TemporaryFolder folder;
    const auto sd = openMedia(makeClip(folder / "sd.mp4", 1, x264, small));
    EXPECT_EQ(sd->info().color.matrix, "bt601");
    EXPECT_THAT(sd->info().color.guesses, Contains(HasSubstr("bt601")));
    const auto hd = openMedia(makeClip(folder / "hd.mp4", 1, x264, "testsrc2=s=1280x720:r=24"));
    EXPECT_EQ(hd->info().color.matrix, "bt709");
    EXPECT_THAT(hd->info().color.guesses, Contains(HasSubstr("bt709")));
    const auto tagged = openMedia(
        makeClip(folder / "t.mp4", 1,
                 x264 + "-colorspace bt2020nc -color_trc smpte2084 -color_primaries bt2020 -color_range tv", small));
    EXPECT_EQ(tagged->info().color, (ColorTags{"bt2020nc", "pq", "bt2020", false, {}}));
}

TEST(Movie, KeepsAlpha)
{
    const testing::TemporaryFolder folder;
    const std::string source = "color=red@0.5:s=96x64:r=24,format=yuva444p";
    for (const auto& [file, codec] : {std::pair{"p.mov", "-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le"},
                                      std::pair{"v.webm", "-c:v libvpx-vp9 -lossless 1 -pix_fmt yuva420p"},
                                      std::pair{"q.mov", "-c:v qtrle -pix_fmt argb"}}) {
        SCOPED_TRACE(file);
        const auto reader = openMedia(makeClip(folder / file, 2, codec, source));
        EXPECT_EQ(reader->info().channels, 4);
        EXPECT_FALSE(reader->info().premultiplied);
        const Image image = reader->read(1002);
        EXPECT_NEAR(image.at(48, 32, 3), 0.5, 0.01);
        EXPECT_NEAR(image.at(48, 32, 0), 1.0, 0.03);
    }
}

class EveryRotation : public ::testing::TestWithParam<int> {};

TEST_P(EveryRotation, IsUndone)
{
    const testing::TemporaryFolder folder;
    // Red in the top left corner, so each turn puts it elsewhere.
    makeClip(folder / "a.mov", 2, "-c:v png -pix_fmt rgb24",
             "color=black:s=64x32:r=24,format=rgb24,drawbox=0:0:16:8:red:fill");
    ffmpeg("-i " + quoted(folder / "a.mov") + " -c copy -metadata:s:v rotate=" + std::to_string(GetParam()) + " " +
           quoted(folder / "r.mov"));
    ffmpeg("-i " + quoted(folder / "r.mov") + " -frames:v 1 -pix_fmt rgb24 -f rawvideo " + quoted(folder / "r.rgb"));
    const auto reader = openMedia(folder / "r.mov");
    const bool turned = GetParam() % 180 != 0;
    EXPECT_EQ(reader->info().resolution, turned ? (Resolution{32, 64}) : (Resolution{64, 32}));
    EXPECT_EQ(reader->info().rotation, 360 - GetParam()); // the tag turns the other way
    const std::vector<float> got = pixelsOf(reader->read(1001));
    const std::string expected = testing::readFile(folder / "r.rgb"); // the ffmpeg program turns it too
    ASSERT_EQ(got.size(), expected.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        ASSERT_NEAR(got[i] * 255, static_cast<unsigned char>(expected[i]), 0.5) << i;
}

INSTANTIATE_TEST_SUITE_P(Movie, EveryRotation, ::testing::Values(90, 180, 270));

TEST(Movie, StartsAtItsTimecode)
{
    const testing::TemporaryFolder folder;
    const auto plain = openMedia(makeClip(folder / "a.mov", 3, x264 + "-timecode 01:00:00:12", small));
    EXPECT_EQ(plain->info().frames, (FrameRange{86412, 3}));
    EXPECT_EQ(plain->info().timecode, "01:00:00:12");
    EXPECT_NO_THROW(plain->read(86414));
    const auto drop =
        openMedia(makeClip(folder / "d.mov", 3, x264 + "-timecode '00:01:00;02'", "testsrc2=s=96x64:r=30000/1001"));
    EXPECT_EQ(drop->info().rate, (FrameRate{30000, 1001}));
    EXPECT_EQ(drop->info().frames.first, 1800);
}

TEST(Movie, KeepsFractionalRatesInEveryContainer)
{
    const testing::TemporaryFolder folder;
    for (const char* file : {"a.mp4", "a.mkv", "a.avi", "a.ts"}) {
        SCOPED_TRACE(file);
        const auto reader = openMedia(makeClip(folder / file, 43, x264, "testsrc2=s=96x64:r=24000/1001"));
        EXPECT_EQ(reader->info().rate, (FrameRate{24000, 1001}));
        EXPECT_FALSE(reader->info().variableRate);
        EXPECT_EQ(reader->info().frames.count, 43);
    }
}

TEST(Movie, FlagsInterlacedContent)
{
    const testing::TemporaryFolder folder;
    const auto woven = openMedia(makeClip(folder / "i.mp4", 4, x264 + "-flags +ildct+ilme -field_order tt", small));
    EXPECT_TRUE(woven->info().interlaced);
    EXPECT_THAT(woven->info().notes, Contains(HasSubstr("interlaced")));
    EXPECT_FALSE(openMedia(makeClip(folder / "p.mp4", 4, x264, small))->info().interlaced);
}

TEST(Movie, MapsAVariableRateByPresentationTime)
{
    const testing::TemporaryFolder folder;
    // 24 a second, of which frames 8 to 15 keep only every second one: 0..8, 10, 12, 14, 16..23.
    const auto clip = folder / "v.mp4";
    ffmpeg(
        "-f lavfi -i testsrc2=s=96x64:r=24 -frames:v 20 -vf \"select='lt(n,8)+gte(n,16)+not(mod(n,2))'\" -vsync vfr " +
        x264 + "-bf 2 -g 6 -qp 0 " + quoted(clip));
    const auto whole = openMedia(makeClip(folder / "w.mp4", 24, x264 + "-qp 0", small));
    const auto reader = openMedia(clip);
    EXPECT_TRUE(reader->info().variableRate);
    EXPECT_EQ(reader->info().rate, (FrameRate{24, 1}));
    EXPECT_EQ(reader->info().frames, (FrameRange{1001, 24}));
    EXPECT_THAT(reader->info().notes, Contains(AllOf(HasSubstr("12 to 24"), HasSubstr("20 frames"))));
    for (int i = 23; i >= 0; --i) {
        const int shown = i >= 8 && i < 16 ? i / 2 * 2 : i;
        const auto fresh = openMedia(clip);
        EXPECT_EQ(pixelsOf(fresh->read(1001 + i)), pixelsOf(whole->read(1001 + shown))) << "frame " << i;
    }
}

TEST(Movie, FollowsEditListsAndNegativeStarts)
{
    const testing::TemporaryFolder folder;
    const auto whole = makeClip(folder / "w.mp4", 43, x264 + "-g 12 -bf 3", small);
    // A copy that starts between key frames: the edit list hides what comes before.
    ffmpeg("-ss 0.75 -i " + quoted(whole) + " -c copy " + quoted(folder / "cut.mp4"));
    const auto all = openMedia(whole);
    const auto cut = openMedia(folder / "cut.mp4");
    EXPECT_EQ(cut->info().frames.count, 43 - 18);
    EXPECT_FALSE(cut->info().truncated);
    for (int i = 0; i < 43 - 18; ++i) {
        const auto fresh = openMedia(folder / "cut.mp4");
        EXPECT_EQ(pixelsOf(fresh->read(1001 + i)), pixelsOf(all->read(1001 + 18 + i))) << i;
    }
    for (const char* shift : {"-output_ts_offset -0.5 -avoid_negative_ts disabled -use_editlist 0",
                              "-output_ts_offset 5", "-movflags +negative_cts_offsets"}) {
        SCOPED_TRACE(shift);
        ffmpeg("-i " + quoted(whole) + " -c copy " + shift + " " + quoted(folder / "shifted.mp4"));
        const auto shifted = openMedia(folder / "shifted.mp4");
        EXPECT_EQ(shifted->info().frames, (FrameRange{1001, 43}));
        for (const int frame : {1030, 1001, 1043, 1012})
            EXPECT_EQ(pixelsOf(shifted->read(frame)), pixelsOf(all->read(frame)));
    }
}

TEST(Movie, LongerThanIsDecodedOnOpeningIsStillExact)
{
    const testing::TemporaryFolder folder;
    const auto clip = folder / "long.mp4";
    // Over 320 million pixels only both ends are decoded on opening.
    ffmpeg("-f lavfi -i testsrc2=s=1920x1280:r=24 -frames:v 132 -c:v libx264 -preset ultrafast -g 24 -bf 2 -pix_fmt "
           "yuv420p " +
           quoted(clip));
    const auto reader = openMedia(clip);
    EXPECT_EQ(reader->info().frames.count, 132);
    EXPECT_FALSE(reader->info().truncated);
    std::vector<std::pair<int, std::vector<float>>> samples;
    for (int i = 0; i < 132; ++i) {
        const Image image = reader->read(1001 + i);
        if (i % 29 == 0 || i == 131)
            samples.emplace_back(i, std::vector<float>(image.data(), image.row(64)));
    }
    std::reverse(samples.begin(), samples.end());
    for (const auto& [i, pixels] : samples) {
        const Image image = reader->read(1001 + i);
        EXPECT_EQ(std::vector<float>(image.data(), image.row(64)), pixels) << i;
    }
}

} // namespace
} // namespace unividx
