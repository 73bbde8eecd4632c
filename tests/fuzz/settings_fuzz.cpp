// settings.json: a file is read whatever is in it, and what was read survives a save.

#include "core/settings/settings.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "settings.json");
    const fuzz::MemoryBound bound(size);
    const LoadedSettings read = loadSettings(file);
    const auto saved = file.parent_path() / "saved.json";
    if (fuzz::accepts([&] { saveSettings(read.settings, saved); }))
        fuzz::require(loadSettings(saved).settings == read.settings, "settings that are saved are read back the same");
    return 0;
}
