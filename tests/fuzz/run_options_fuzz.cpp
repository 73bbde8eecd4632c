// Options of a run as texts, which is how Open Job Description hands parameters on: one a line. What is accepted comes
// back from the command line and from JSON, and makes a template without strange parameters.

#include "core/farm/openjd.h"
#include "core/run/run_fields.h"
#include "tests/fuzz/fuzz.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    RunSpec spec;
    std::string_view rest = fuzz::textOf(data, size);
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const std::size_t blank = std::min(line.find(' '), line.size());
        const RunField* field = findRunField(line.substr(0, blank));
        if (!field)
            continue;
        fuzz::accepts([&] { setText(*field, spec, std::string(line.substr(std::min(line.size(), blank + 1)))); });
    }
    argumentsOf(spec);
    std::string text;
    if (fuzz::accepts([&] { text = formatRunSpec(spec); })) {
        RunSpec again;
        if (fuzz::accepts([&] { again = parseRunSpec(text, "run"); }))
            fuzz::require(formatRunSpec(again) == text, "a run is the same after it was written");
        fuzz::accepts([&] { fuzz::require(nlohmann::json::accept(openJdTemplate({spec, 3})), "a template is JSON"); });
    }
    return 0;
}
