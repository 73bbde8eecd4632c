// Movies through our reader: opened, counted and read at both ends.

#include "core/media/media_reader.h"
#include "tests/fuzz/fuzz.h"

#include <cstdlib>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const bool limited = ::setenv("UNIVIDX_LIMITS", "movie-pixels=65536", 1) == 0;
    fuzz::require(limited, "the environment can be set");
    const auto file = fuzz::fileOf(data, size, "movie.mkv");
    const fuzz::MemoryBound bound(size);
    fuzz::accepts([&] {
        const auto reader = openMedia(file);
        const FrameRange frames = reader->info().frames;
        fuzz::accepts([&] { reader->read(frames.first); });
        fuzz::accepts([&] { reader->read(frames.end() - 1); });
    });
    return 0;
}
