// Configurations of the published scripts (YAML).

#include "app/cli/published_config.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "published.yaml");
    const fuzz::MemoryBound bound(size);
    fuzz::accepts([&] { cli::readPublishedConfig(file); });
    return 0;
}
