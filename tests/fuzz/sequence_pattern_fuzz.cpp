// Names of sequences with ranges of frames.

#include "core/media/sequence_pattern.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <optional>
#include <string>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // Ten million numbers are allowed, and take 80 MB whatever the text's length.
    const fuzz::MemoryBound bound(size + (std::size_t{4} << 20));
    const std::string text(fuzz::textOf(data, size));
    std::optional<SequencePattern> pattern;
    fuzz::accepts([&] { pattern = parseSequencePattern(text); });
    if (pattern) {
        fuzz::require(std::is_sorted(pattern->wanted.begin(), pattern->wanted.end()), "frames are in order");
        fuzz::require(pattern->padding >= 1, "a number has digits");
    }
    if (const auto name = splitNumberedName(text))
        fuzz::require(name->prefix + name->digits + name->suffix == text, "a name is its three parts");
    return 0;
}
