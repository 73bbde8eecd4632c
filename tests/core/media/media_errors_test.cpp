#include "tests/core/media/clip_maker.h"

#include "core/base/error.h"
#include "core/media/media_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
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

std::string errorOf(const std::filesystem::path& path)
{
    try {
        openMedia(path);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr(path.filename().string())) << "the file is named";
        return error.what();
    }
    return "no error";
}

TEST(BadMedia, IsRefusedWithItsNameAndTheReason)
{
    const testing::TemporaryFolder folder;
    EXPECT_THAT(errorOf(folder / "missing.mp4"), HasSubstr("no such file"));
    testing::writeFile(folder / "empty.mov", "");
    EXPECT_THAT(errorOf(folder / "empty.mov"), HasSubstr("empty"));
    testing::writeFile(folder / "text.mp4", "This is a letter, not a movie.\n" + std::string(5000, 'x'));
    EXPECT_THAT(errorOf(folder / "text.mp4"), HasSubstr("not a movie"));
    testing::writeFile(folder / "list.mp4", "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n");
    EXPECT_THAT(errorOf(folder / "list.mp4"), HasSubstr("not a movie"));
    testing::writeFile(folder / "text.png", "This is a letter, not a picture.\n");
    EXPECT_THAT(errorOf(folder / "text.png"), HasSubstr("not a picture"));
    ffmpeg("-f lavfi -i sine -t 0.2 " + quoted(folder / "sound.m4a"));
    EXPECT_THAT(errorOf(folder / "sound.m4a"), HasSubstr("no video stream"));
    EXPECT_THAT(errorOf("/dev/null"), HasSubstr("neither a file nor a folder"));
    makeClip(folder / "movie.mp4", 2, x264, small);
    EXPECT_THROW(openMedia(folder / "movie.mp4", {"albedo"}), Error);
}

TEST(BadMedia, WithoutItsIndexSaysThatItWasCutShort)
{
    const testing::TemporaryFolder folder;
    const std::string whole = testing::readFile(makeClip(folder / "whole.mp4", 43, x264, small));
    testing::writeFile(folder / "cut.mp4", whole.substr(0, whole.size() / 2)); // the index stands at the end
    EXPECT_THAT(errorOf(folder / "cut.mp4"), AllOf(HasSubstr("moov"), HasSubstr("cut short")));
}

class EveryTruncation : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryTruncation, KeepsTheGoodFramesAndReportsTheCut)
{
    const testing::TemporaryFolder folder;
    const std::string extension = std::filesystem::path(GetParam()).extension().string();
    const auto whole = makeClip(folder / ("whole" + extension), 43, x264 + "-g 12 -bf 0 -movflags +faststart", small);
    const std::string bytes = testing::readFile(whole);
    const auto all = openMedia(whole);
    EXPECT_FALSE(all->info().truncated);
    for (const double part : {0.55, 0.8, 0.93}) {
        SCOPED_TRACE(part);
        const auto cut = folder / ("cut" + extension);
        testing::writeFile(cut, bytes.substr(0, static_cast<std::size_t>(static_cast<double>(bytes.size()) * part)));
        const auto reader = openMedia(cut);
        const MediaInfo& info = reader->info();
        EXPECT_TRUE(info.truncated);
        EXPECT_THAT(info.notes, Contains(HasSubstr("end of the file")));
        EXPECT_GT(info.frames.count, 3);
        EXPECT_LT(info.frames.count, 43);
        EXPECT_FALSE(info.variableRate);
        for (std::int64_t frame = 1001; frame < info.frames.end(); ++frame)
            EXPECT_EQ(pixelsOf(reader->read(frame)), pixelsOf(all->read(frame))) << frame;
    }
}

INSTANTIATE_TEST_SUITE_P(BadMedia, EveryTruncation, ::testing::Values("a.mp4", "a.mkv", "a.avi"));

/// Opens and reads whatever is left of a damaged file; only our own error may come out.
void exercise(const std::filesystem::path& path)
{
    try {
        const auto reader = openMedia(path);
        const FrameRange frames = reader->info().frames;
        ASSERT_GT(frames.count, 0);
        for (const std::int64_t frame : {frames.first, frames.first + frames.count / 2, frames.last()}) {
            try {
                const Image image = reader->read(frame);
                ASSERT_EQ(image.resolution(), reader->info().resolution);
            } catch (const Error& error) {
                ASSERT_THAT(error.what(), HasSubstr(std::to_string(frame)));
            }
        }
    } catch (const Error& error) {
        ASSERT_THAT(error.what(), HasSubstr(path.filename().string()));
    }
}

TEST(BadMedia, WithAnyBytesChangedNeverCrashes)
{
    const testing::TemporaryFolder folder;
    makeClip(folder / "a.mp4", 6, x264 + "-bf 2", "testsrc2=s=48x32:r=24");
    makeClip(folder / "a.mkv", 6, "-c:v mjpeg -pix_fmt yuvj420p", "testsrc2=s=48x32:r=24");
    makeClip(folder / "a.png", 1, "-update 1", "testsrc2=s=48x32:r=24");
    makeClip(folder / "a.exr", 1, "-pix_fmt gbrpf32le -update 1", "testsrc2=s=48x32:r=24");
    for (const char* name : {"a.mp4", "a.mkv", "a.png", "a.exr"}) {
        const std::string good = testing::readFile(folder / name);
        for (unsigned seed = 0; seed < 40; ++seed) {
            SCOPED_TRACE(std::string(name) + " seed " + std::to_string(seed));
            std::mt19937 random(seed);
            std::string bytes = good;
            // Half of the changes fall in the header, where they do most harm.
            for (unsigned i = 0; i < 1 + seed % 12; ++i)
                bytes[random() % (seed % 2 == 0 ? std::min<std::size_t>(bytes.size(), 600) : bytes.size())] =
                    static_cast<char>(random());
            if (seed % 5 == 4)
                bytes.resize(random() % bytes.size() + 1);
            const auto damaged = folder / ("damaged" + std::filesystem::path(name).extension().string());
            testing::writeFile(damaged, bytes);
            exercise(damaged);
        }
    }
}

TEST(BadMedia, NeverWritesToTheTerminal)
{
    const testing::TemporaryFolder folder;
    const std::string whole =
        testing::readFile(makeClip(folder / "whole.mp4", 30, x264 + "-movflags +faststart", small));
    std::string bytes = whole;
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 400; ++i)
        bytes[i] = static_cast<char>(i * 37);
    testing::writeFile(folder / "damaged.mp4", bytes);
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    exercise(folder / "damaged.mp4");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

/// Counts what reaches it.
class CountingReader final : public MediaReader {
public:
    explicit CountingReader(std::vector<std::int64_t>& reads) : reads_(reads) { info_.frames = {1, 10}; }
    const MediaInfo& info() const override { return info_; }
    Image read(std::int64_t frame) override
    {
        reads_.push_back(frame);
        return Image({1, 1}, 3, std::vector<float>(3, static_cast<float>(frame)));
    }

private:
    MediaInfo info_;
    std::vector<std::int64_t>& reads_;
};

TEST(FrameCache, KeepsTheMostRecentlyUsedWithinItsBudget)
{
    std::vector<std::int64_t> reads;
    const auto cached = withCache(std::make_unique<CountingReader>(reads), 3 * 12 + 11); // three frames of 12 bytes
    for (const int frame : {1, 2, 3, 1, 4, 1, 3, 2})
        EXPECT_EQ(cached->read(frame).at(0, 0, 0), static_cast<float>(frame));
    EXPECT_THAT(reads, ::testing::ElementsAre(1, 2, 3, 4, 2));
    reads.clear();
    const auto none = withCache(std::make_unique<CountingReader>(reads), 0);
    none->read(1);
    none->read(1);
    EXPECT_THAT(reads, ::testing::ElementsAre(1, 1));
}

} // namespace
} // namespace unividx
