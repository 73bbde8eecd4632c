// Timelines of other editors (OpenTimelineIO): what is accepted is a project without faults.

#include "core/project/otio.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    fuzz::accepts([&] {
        const OtioImport read = readOtio(fuzz::textOf(data, size), "/timeline", "t.otio");
        fuzz::require(findFaults(read.project).empty(), "an imported timeline keeps the rules of projects");
        formatOtio(read.project);
    });
    return 0;
}
