#include "core/base/machine_memory.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>

namespace unividx {

namespace {

/// "some avg10=1.53 avg60=..." as a share.
double stalledIn(const std::filesystem::path& pressure)
{
    std::ifstream file(pressure);
    std::string word;
    std::string figure;
    constexpr std::string_view key = "avg10=";
    if (!(file >> word >> figure) || word != "some" || !figure.starts_with(key))
        return 0;
    double percent = 0;
    const auto [end, error] = std::from_chars(figure.data() + key.size(), figure.data() + figure.size(), percent);
    return error == std::errc() ? percent / 100 : 0;
}

} // namespace

MachineMemory machineMemory(const MemoryFiles& files)
{
    MachineMemory memory;
    std::ifstream info(files.memory);
    std::string key;
    std::string line;
    while (info >> key) {
        std::int64_t kibibytes = 0;
        if (key == "MemTotal:" && info >> kibibytes)
            memory.total = kibibytes * 1024;
        else if (key == "MemAvailable:" && info >> kibibytes)
            memory.available = kibibytes * 1024;
        std::getline(info, line);
    }
    memory.stalled = stalledIn(files.pressure);
    return memory;
}

bool isShort(const MachineMemory& memory)
{
    constexpr std::int64_t mostSpare = std::int64_t{2} << 30;
    constexpr double muchStalled = 0.1; // what waits so often swaps or evicts what it reads again
    const std::int64_t spare = std::min(mostSpare, memory.total / 32);
    return (memory.total > 0 && memory.available < spare) || memory.stalled >= muchStalled;
}

std::int64_t residentBytes(int process)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0; // in pages
    file >> size >> resident;
    return file ? resident * ::sysconf(_SC_PAGESIZE) : 0;
}

} // namespace unividx
