#include "core/base/log_file.h"

#include "core/base/printable.h"
#include "core/base/user_folders.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string>
#include <system_error>
#include <utility>

namespace unividx {

namespace fs = std::filesystem;

namespace {

fs::path numbered(const fs::path& file, int number)
{
    return number == 0 ? file : fs::path(file.string() + "." + std::to_string(number));
}

std::string lineOf(LogFile::Level level, std::string_view sentence)
{
    constexpr std::array<std::string_view, 3> words{"note", "warning", "error"};
    const std::time_t now = std::time(nullptr);
    std::tm utc = {};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> time{};
    std::strftime(time.data(), time.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    std::string text = printable(sentence);
    std::replace(text.begin(), text.end(), '\n', ' ');
    return std::string(time.data()) + " " + std::to_string(::getpid()) + " " +
           std::string(words[static_cast<std::size_t>(level)]) + ": " + text + "\n";
}

} // namespace

LogFile::LogFile(fs::path file, Level least) : file_(std::move(file)), least_(least)
{
    std::error_code failed;
    fs::create_directories(file_.parent_path(), failed);
    open();
}

LogFile::~LogFile()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

void LogFile::open()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
    descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void LogFile::write(Level level, std::string_view sentence)
{
    if (level < least_)
        return;
    const std::string line = lineOf(level, sentence);
    const std::lock_guard lock(mutex_);
    if (descriptor_ < 0)
        return;
    rotate();
    // One call, so that lines of several processes do not mix.
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, line.data(), line.size());
}

void LogFile::rotate()
{
    struct stat status = {};
    if (::fstat(descriptor_, &status) != 0 || static_cast<std::size_t>(status.st_size) < mostBytes)
        return;
    // Of several processes one renames; the others find another file in its place and go on with that.
    struct stat named = {};
    const bool ours = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 && ::stat(file_.c_str(), &named) == 0 &&
                      named.st_ino == status.st_ino && named.st_dev == status.st_dev;
    std::error_code failed; // a log that cannot be renamed grows
    for (int number = kept; ours && number > 0; --number)
        fs::rename(numbered(file_, number - 1), numbered(file_, number), failed);
    open();
}

fs::path logFolder()
{
    return stateFolder() / "logs";
}

} // namespace unividx
