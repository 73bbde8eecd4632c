// Projects (.uvx): one that is accepted is the same after it was written and read again.

#include "core/project/project_file.h"
#include "tests/fuzz/fuzz.h"

#include <optional>
#include <string>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    std::optional<Project> project;
    if (!fuzz::accepts([&] { project = parseProject(fuzz::textOf(data, size), "/project", "p.uvx").project; }))
        return 0;
    std::string text;
    if (fuzz::accepts([&] { text = formatProject(*project, "/project"); }))
        fuzz::require(parseProject(text, "/project", "p.uvx").project == *project,
                      "a project that is saved is read back the same");
    return 0;
}
