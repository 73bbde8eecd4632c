#include "core/queue/process_identity.h"

#include "core/base/error.h"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace unividx {

namespace {

std::string bootId()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    file >> id;
    return id;
}

/// Start time and state of a process; nothing if there is none of that number.
/// Source: proc(5), /proc/[pid]/stat: the name stands in brackets and may hold anything; state is field 3, start 22.
struct ProcessStat {
    char state = 0;
    std::uint64_t startTicks = 0;
};

std::optional<ProcessStat> statOf(std::int64_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t bracket = text.rfind(')');
    if (bracket == std::string::npos)
        return std::nullopt;
    std::istringstream fields(text.substr(bracket + 1));
    ProcessStat stat;
    fields >> stat.state;
    std::string skipped;
    for (int field = 4; field < 22; ++field)
        fields >> skipped;
    fields >> stat.startTicks;
    return fields ? std::optional<ProcessStat>(stat) : std::nullopt;
}

} // namespace

ProcessIdentity currentProcess()
{
    const std::int64_t pid = ::getpid();
    const auto stat = statOf(pid);
    if (!stat)
        throw Error(ErrorKind::Internal, "/proc does not say when this process began");
    return {pid, stat->startTicks, bootId()};
}

bool isRunning(const ProcessIdentity& process)
{
    if (process.bootId != bootId())
        return false;
    const auto stat = statOf(process.pid);
    return stat && stat->startTicks == process.startTicks && stat->state != 'Z' && stat->state != 'X';
}

} // namespace unividx
