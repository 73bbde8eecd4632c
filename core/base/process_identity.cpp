#include "core/base/process_identity.h"

#include "core/base/error.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <system_error>
#include <vector>

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

/// FNV-1a, eight digits: enough to tell machines of one network folder apart.
std::string shortHash(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(hash ^ hash >> 32));
    return digits.data();
}

std::string hostHash()
{
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return shortHash(name.data());
}

/// Containers on one machine number their processes alike; the kernel tells their numberings apart.
std::string numbering()
{
    std::error_code absent; // without /proc all are the same
    const std::string link = std::filesystem::read_symlink("/proc/self/ns/pid", absent).string(); // pid:[4026531836]
    std::string digits;
    for (const char c : link)
        if (c >= '0' && c <= '9')
            digits += c;
    return digits.empty() ? "0" : digits;
}

std::vector<std::string> partsOf(std::string_view tag)
{
    std::vector<std::string> parts;
    while (true) {
        const std::size_t dash = tag.find('-');
        parts.emplace_back(tag.substr(0, dash));
        if (dash == std::string_view::npos)
            return parts;
        tag.remove_prefix(dash + 1);
    }
}

std::optional<std::uint64_t> numberIn(const std::string& text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
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

const std::string& processTag()
{
    static std::mutex mutex;
    static std::map<std::int64_t, std::string> tags; // by number: one that was forked is another process
    const std::int64_t pid = ::getpid();
    const std::lock_guard lock(mutex);
    std::string& tag = tags[pid];
    if (tag.empty()) {
        const ProcessIdentity self = currentProcess();
        tag = hostHash() + "-" + shortHash(self.bootId) + "-" + numbering() + "-" + std::to_string(self.pid) + "-" +
              std::to_string(self.startTicks);
    }
    return tag;
}

std::string describeProcess()
{
    constexpr std::size_t longest = 200;
    std::array<char, 65> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string text = "process " + std::to_string(::getpid()) + " on " + host.data();
    if (const char* array = std::getenv("SLURM_ARRAY_JOB_ID"); array && std::getenv("SLURM_ARRAY_TASK_ID"))
        text += std::string(" (Slurm job ") + array + "_" + std::getenv("SLURM_ARRAY_TASK_ID") + ")";
    else if (const char* job = std::getenv("SLURM_JOB_ID"))
        text += std::string(" (Slurm job ") + job + ")";
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text.substr(0, longest);
}

ProcessLife lifeOf(std::string_view tag)
{
    const std::vector<std::string> parts = partsOf(tag);
    if (parts.size() != 5 || parts[0] != hostHash())
        return ProcessLife::Unknown;
    const auto pid = numberIn(parts[3]);
    const auto start = numberIn(parts[4]);
    if (!pid || !start)
        return ProcessLife::Unknown;
    const std::string boot = bootId();
    if (parts[1] != shortHash(boot))
        return ProcessLife::Ended; // the machine was started anew
    if (parts[2] != numbering())
        return ProcessLife::Unknown;
    return isRunning({static_cast<std::int64_t>(*pid), *start, boot}) ? ProcessLife::Running : ProcessLife::Ended;
}

} // namespace unividx
