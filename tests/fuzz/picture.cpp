#include "tests/fuzz/picture.h"

#include "core/media/media_reader.h"
#include "tests/fuzz/fuzz.h"

#include <cstdlib>

namespace unividx::fuzz {

void readPicture(const std::uint8_t* data, std::size_t size, const char* name)
{
    // A picture of one colour may be small on disk and 16384 x 8192 in memory; here it may not.
    static const bool limited =
        ::setenv("UNIVIDX_LIMITS", "picture-pixels=262144,channels=32,free-bytes=1048576", 1) == 0;
    require(limited, "the environment can be set");
    const auto file = fileOf(data, size, name);
    // OpenImageIO sets 64 MB of addresses aside to convert lines, for any picture, and touches what the lines need.
    constexpr std::size_t linesOfOpenImageIo = std::size_t{1} << 20; // of input, for which 64 times as much is allowed
    const MemoryBound bound(size + linesOfOpenImageIo);
    accepts([&] {
        const auto reader = openMedia(file);
        reader->read(reader->info().frames.first);
    });
}

} // namespace unividx::fuzz
