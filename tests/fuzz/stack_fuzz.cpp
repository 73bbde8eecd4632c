// Lists of compositing nodes (.uvcomp), which also stand in projects, exports and queue rows.

#include "core/comp/stack_file.h"
#include "tests/fuzz/fuzz.h"

#include <optional>
#include <string>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    std::optional<CompStack> stack;
    if (!fuzz::accepts([&] { stack = parseStack(fuzz::textOf(data, size), "/comp", "c.uvcomp"); }))
        return 0;
    std::string text;
    if (fuzz::accepts([&] { text = formatStack(*stack, "/comp"); }))
        fuzz::require(parseStack(text, "/comp", "c.uvcomp") == *stack, "nodes that are saved are read back the same");
    return 0;
}
