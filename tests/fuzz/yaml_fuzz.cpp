// The check before every YAML document: what it lets through can be built and walked within the bound.

#include "core/base/yaml_text.h"
#include "tests/fuzz/fuzz.h"

#include <yaml-cpp/yaml.h>

#include <string>

using namespace unividx;

namespace {

std::size_t countOf(const YAML::Node& node)
{
    std::size_t count = 1;
    for (const auto& child : node)
        count += node.IsMap() ? countOf(child.second) : countOf(child);
    return count;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    const std::string text(fuzz::textOf(data, size));
    if (fuzz::accepts([&] { checkYaml(text, "t.yaml"); }))
        fuzz::require(countOf(YAML::Load(text)) > 0, "a document has a root");
    return 0;
}
