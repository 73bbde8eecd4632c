#include "core/base/crash_report.h"

#include "core/base/error.h"
#include "core/base/user_folders.h"

#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

namespace unividx {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t keptReports = 20;
constexpr int mostFrames = 128;

struct Crash {
    int signal;
    std::string_view words;
};
constexpr std::array<Crash, 5> crashes{{{SIGSEGV, "SIGSEGV, an access to memory that is not there"},
                                        {SIGBUS, "SIGBUS, a file that was cut off while it was mapped"},
                                        {SIGFPE, "SIGFPE, an impossible division"},
                                        {SIGILL, "SIGILL, an instruction this processor does not know"},
                                        {SIGABRT, "SIGABRT, a rule of the program was broken"}}};

// Made at the start: nothing may be allocated once it has crashed.
std::array<char, 4096> reportFile{};
std::string heading;
std::atomic<bool> crashed{false};

void writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written <= 0)
            return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void report(int signal)
{
    if (!crashed.exchange(true)) {
        if (const int file = ::open(reportFile.data(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); file >= 0) {
            writeAll(file, heading);
            for (const Crash& crash : crashes) {
                if (crash.signal == signal)
                    writeAll(file, crash.words);
            }
            writeAll(file, "\n\n");
            std::array<void*, mostFrames> frames{};
            ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), mostFrames), file);
            ::fsync(file);
            ::close(file);
        }
    }
    ::raise(signal); // with what the system does about it, which SA_RESETHAND has put back
}

} // namespace

void keepCrashReports(const fs::path& folder, const std::string& program, const std::string& version)
{
#if defined(__SANITIZE_ADDRESS__)
    return;
#endif
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        return;
    const std::vector<fs::path> earlier = crashReports(folder);
    for (std::size_t i = keptReports; i < earlier.size(); ++i)
        fs::remove(earlier[i], failed);
    std::string name;
    for (int number = 1; name.empty() || fs::exists(name, failed); ++number)
        name = (folder / (program + "-" + std::to_string(::getpid()) + "-" + std::to_string(number) + ".txt")).string();
    if (name.size() >= reportFile.size())
        return;
    name.copy(reportFile.data(), name.size());
    heading = program + " " + version + " ended by ";

    std::array<void*, 1> frame{};
    ::backtrace(frame.data(), 1); // opens the library it needs now, and not after a crash

    // A stack that has run over has no room for the handler.
    static std::array<char, 64 << 10> stack{};
    stack_t alternative = {};
    alternative.ss_sp = stack.data();
    alternative.ss_size = stack.size();
    ::sigaltstack(&alternative, nullptr);
    struct sigaction action = {};
    action.sa_handler = report;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK | SA_NODEFER);
    for (const Crash& crash : crashes)
        ::sigaction(crash.signal, &action, nullptr);
}

void keepCrashReports(const std::string& program, const std::string& version)
{
    fs::path folder;
    try {
        folder = crashFolder();
    } catch (const Error&) {
        return; // no home folder; the system's own core dumps are left
    }
    keepCrashReports(folder, program, version);
}

std::vector<fs::path> crashReports(const fs::path& folder)
{
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code unreadable; // then there are none to show
    for (fs::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end;
         entry.increment(unreadable)) {
        std::error_code gone;
        const auto time = entry->last_write_time(gone);
        if (!gone && entry->path().extension() == ".txt")
            found.emplace_back(time, entry->path());
    }
    std::sort(found.rbegin(), found.rend());
    std::vector<fs::path> reports;
    for (auto& [time, path] : found)
        reports.push_back(std::move(path));
    return reports;
}

fs::path crashFolder()
{
    return stateFolder() / "crashes";
}

} // namespace unividx
