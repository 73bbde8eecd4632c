#include "tests/core/media/clip_maker.h"

#include "core/media/media_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace unividx {
namespace {

using testing::makeClip;
using testing::pixelsOf;

struct Recipe {
    std::string name;
    std::string file;
    int frames = 22;
    std::string arguments;
    std::string pixelFormat;
    int channels = 3;
    std::string source = "testsrc2=s=160x96:r=24";
};

void PrintTo(const Recipe& recipe, std::ostream* out)
{
    *out << recipe.name;
}

class EveryCodec : public ::testing::TestWithParam<Recipe> {};

TEST_P(EveryCodec, GivesTheSamePixelsSoughtAsDecodedFromTheStart)
{
    const Recipe& recipe = GetParam();
    const testing::TemporaryFolder folder;
    const auto clip = makeClip(folder / recipe.file, recipe.frames, recipe.arguments, recipe.source);
    const auto reader = openMedia(clip);
    const MediaInfo& info = reader->info();
    EXPECT_EQ(info.frames, (FrameRange{1001, recipe.frames}));
    EXPECT_EQ(info.pixelFormat, recipe.pixelFormat);
    EXPECT_EQ(info.channels, recipe.channels);
    EXPECT_FALSE(info.truncated);
    EXPECT_FALSE(info.variableRate);
    EXPECT_EQ(info.rate, (FrameRate{24, 1}));
    std::vector<std::vector<float>> inOrder;
    for (int i = 0; i < recipe.frames; ++i)
        inOrder.push_back(pixelsOf(reader->read(1001 + i)));
    for (int i = 1; i < recipe.frames; ++i)
        EXPECT_NE(inOrder[static_cast<std::size_t>(i)], inOrder[static_cast<std::size_t>(i - 1)])
            << "frames " << i - 1 << " and " << i << " of a moving picture";
    for (int i = recipe.frames - 1; i >= 0; --i) {
        const auto fresh = openMedia(clip); // nothing is left over from other frames
        EXPECT_EQ(pixelsOf(fresh->read(1001 + i)), inOrder[static_cast<std::size_t>(i)]) << "frame " << i << " sought";
    }
    for (int i = 0; i < recipe.frames; ++i) {
        const int mixed = i * 7 % recipe.frames;
        EXPECT_EQ(pixelsOf(reader->read(1001 + mixed)), inOrder[static_cast<std::size_t>(mixed)]) << "frame " << mixed;
    }
}

const std::string x264 = "-c:v libx264 -preset veryfast -threads 1 ";

INSTANTIATE_TEST_SUITE_P(
    Movies, EveryCodec,
    ::testing::Values(
        Recipe{"H264BFrames", "a.mp4", 43, x264 + "-g 12 -bf 3 -b_strategy 0 -pix_fmt yuv420p", "yuv420p"},
        Recipe{"H264OpenGop", "a.mp4", 43,
               x264 + "-x264-params open-gop=1:keyint=10:bframes=3:b-adapt=0 -pix_fmt yuv420p", "yuv420p"},
        Recipe{"H264GradualRefresh", "a.mkv", 43, x264 + "-x264-params intra-refresh=1:keyint=12 -pix_fmt yuv420p",
               "yuv420p"},
        Recipe{"H264TransportStream", "a.ts", 22, x264 + "-g 8 -bf 2 -pix_fmt yuv420p", "yuv420p"},
        Recipe{"H264Raw", "a.h264", 21, x264 + "-g 8 -bf 2 -pix_fmt yuv420p -r 24", "yuv420p", 3,
               "testsrc2=s=160x96:r=24"},
        Recipe{"H264Avi", "a.avi", 21, x264 + "-g 8 -bf 2 -pix_fmt yuv420p", "yuv420p"},
        Recipe{"H264TenBit422", "a.mov", 20, x264 + "-g 6 -bf 2 -pix_fmt yuv422p10le", "yuv422p10le"},
        Recipe{"H264Rgb", "a.mkv", 1, "-c:v libx264rgb -preset veryfast -pix_fmt rgb24", "gbrp"},
        Recipe{"H264Interlaced", "a.mp4", 20, x264 + "-flags +ildct+ilme -g 6 -bf 2 -pix_fmt yuv420p", "yuv420p"},
        Recipe{"HevcOpenGop", "a.mp4", 43,
               "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=10:open-gop=1:bframes=3:pools=1 "
               "-pix_fmt yuv420p",
               "yuv420p"},
        Recipe{"HevcTwelveBit444", "a.mkv", 10,
               "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=5:pools=1 -pix_fmt yuv444p12le",
               "yuv444p12le"},
        Recipe{"ProRes422", "a.mov", 6, "-c:v prores_ks -profile:v 3", "yuv422p10le"},
        Recipe{"ProRes4444", "a.mov", 10, "-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le", "yuva444p12le", 4},
        Recipe{"DnxHr", "a.mov", 5, "-c:v dnxhd -profile:v dnxhr_hqx -pix_fmt yuv422p10le", "yuv422p10le", 3,
               "testsrc2=s=256x128:r=24"},
        Recipe{"DnxHr444InMxf", "a.mxf", 5,
               "-timecode 00:00:41:17 -c:v dnxhd -profile:v dnxhr_444 -pix_fmt yuv444p10le", "yuv444p10le", 3,
               "testsrc2=s=256x128:r=24"},
        Recipe{"Vp9", "a.webm", 22, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 8 -pix_fmt yuv420p", "yuv420p"},
        Recipe{"Vp9AltRef", "a.webm", 22,
               "-c:v libvpx-vp9 -deadline good -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 12 -g 11", "yuv420p"},
        Recipe{"Vp9Alpha", "a.webm", 20,
               "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -auto-alt-ref 0 -g 8 -pix_fmt yuva420p", "yuva420p", 4},
        Recipe{"Vp8", "a.webm", 20, "-c:v libvpx -deadline good -auto-alt-ref 1 -lag-in-frames 10 -g 8", "yuv420p"},
        Recipe{"Av1", "a.mp4", 20, "-c:v libsvtav1 -preset 12 -g 8", "yuv420p"},
        Recipe{"Mjpeg", "a.avi", 6, "-c:v mjpeg -q:v 3 -pix_fmt yuvj422p", "yuvj422p"},
        Recipe{"Mpeg2", "a.mpg", 21, "-c:v mpeg2video -g 6 -bf 2", "yuv420p"},
        Recipe{"QuickTimeAnimation", "a.mov", 10, "-c:v qtrle -pix_fmt argb", "argb", 4},
        Recipe{"PngInMov", "a.mov", 10, "-c:v png -pix_fmt rgba64be", "rgba64be", 4},
        Recipe{"Ffv1SixteenBit", "a.mkv", 10, "-c:v ffv1 -pix_fmt yuv420p16le", "yuv420p16le"}),
    [](const auto& test) { return test.param.name; });

} // namespace
} // namespace unividx
