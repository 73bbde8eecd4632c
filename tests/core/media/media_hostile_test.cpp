#include "tests/core/media/clip_maker.h"

#include "core/base/error.h"
#include "core/media/media_reader.h"
#include "core/media/sequence_attributes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace unividx {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::filesystem::path hostile(const std::string& name)
{
    return std::filesystem::path(UNIVIDX_TEST_DATA) / "hostile" / name;
}

/// Ends this process: 0 if the file is refused as input in memory that fits it, the sentence on standard error.
[[noreturn]] void openAndExit(const std::filesystem::path& path)
{
    constexpr long mostKilobytes = 512 * 1024; // libraries and a sanitizer's shadow; the claims ask for 1 to 7 GB
    try {
        const auto reader = openMedia(path);
        reader->read(reader->info().frames.first);
        std::cerr << "was read";
    } catch (const Error& error) {
        std::cerr << error.what();
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        if (usage.ru_maxrss > mostKilobytes)
            std::cerr << " with " << usage.ru_maxrss << " KB";
        else if (error.kind() == ErrorKind::Input)
            std::_Exit(0);
    }
    std::_Exit(1);
}

class HostilePicture : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(HostilePicture, IsRefusedInMemoryThatFitsIt)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe"); // the libraries keep threads
    const auto& [file, reason] = GetParam();
    EXPECT_EXIT(openAndExit(hostile(file)), ::testing::ExitedWithCode(0), reason);
}

INSTANTIATE_TEST_SUITE_P(Files, HostilePicture,
                         ::testing::Values(std::pair{"bomb_header_only.png", "bomb_header_only.png.*65536x7800"},
                                           std::pair{"pic_info_mem_310.dpx", "pic_info_mem_310.dpx.*claims a part"},
                                           std::pair{"exr_info_mem_60.exr", "exr_info_mem_60.exr.*attribute of"},
                                           std::pair{"exr_info_mem_230.exr", "exr_info_mem_230.exr.*attribute of"},
                                           std::pair{"exr_info_mem_376.exr", "exr_info_mem_376.exr.*attribute of"}));

TEST(HostileMovie, WithAWrongTimeShowsItsFramesInOrder)
{
    for (const char* name : {"gap.mkv", "gap2.mkv"}) {
        SCOPED_TRACE(name);
        const auto reader = openMedia(hostile(name));
        EXPECT_EQ(reader->info().frames.count, 6);
        EXPECT_THAT(reader->info().notes, Contains(HasSubstr("times in the file are damaged")));
        const Image first = reader->read(reader->info().frames.first);
        for (std::int64_t frame = reader->info().frames.last(); frame > reader->info().frames.first; --frame)
            EXPECT_EQ(reader->read(frame).resolution(), first.resolution());
        EXPECT_EQ(testing::pixelsOf(reader->read(reader->info().frames.first)), testing::pixelsOf(first));
    }
}

TEST(HostilePictures, AreReadByTheirContentAlone)
{
    const testing::TemporaryFolder folder;
    // Read by its content, this would make FFmpeg listen on the network.
    testing::writeFile(folder / "session.png", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                                               "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
    testing::makeClip(folder / "movie.mkv", 2, "-c:v mjpeg -pix_fmt yuvj420p", "testsrc2=s=48x32:r=24");
    std::filesystem::rename(folder / "movie.mkv", folder / "movie.exr");
    testing::makeClip(folder / "picture.png", 1, "-update 1", "testsrc2=s=48x32:r=24");
    std::filesystem::rename(folder / "picture.png", folder / "picture.exr");
    for (const char* name : {"session.png", "movie.exr"}) {
        EXPECT_THROW(openMedia(folder / name), Error) << name;
        EXPECT_TRUE(readOwnAttributes(folder / name).empty()) << name;
    }
    EXPECT_EQ(openMedia(folder / "picture.exr")->info().format, "png");
}

} // namespace
} // namespace unividx
