// Time codes as people write them.

#include "core/time/timecode.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    const auto timecode = parseTimecode(fuzz::textOf(data, size));
    if (!timecode)
        return 0;
    fuzz::require(parseTimecode(formatTimecode(*timecode)) == timecode, "a time code is the same after it was written");
    for (const FrameRate rate : {FrameRate{24, 1}, FrameRate{24000, 1001}, FrameRate{30000, 1001}, FrameRate{60, 1}})
        timecodeOfFrame(frameOfTimecode(*timecode, rate), rate, timecode->dropFrame);
    return 0;
}
