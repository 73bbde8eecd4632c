#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

namespace unividx {

namespace {

[[noreturn]] void failOn(const std::filesystem::path& path, const char* what, int code)
{
    throw Error(ErrorKind::Output, path.string() + ": " + what + " (" + std::strerror(code) + ")");
}

constexpr const char* partMark = ".part-";

/// Two machines may write to one shared folder, and number their processes alike.
const std::string& drawnOnce()
{
    static const std::string text = std::to_string(std::random_device()());
    return text;
}

std::filesystem::path temporaryBeside(const std::filesystem::path& target)
{
    static std::atomic<unsigned> counter{0};
    // The process's number also, for one that was forked has drawn what its parent has.
    const std::string unique = std::to_string(::getpid()) + "-" + drawnOnce() + "-" + std::to_string(counter++);
    return target.parent_path() / ("." + target.stem().string() + partMark + unique + target.extension().string());
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)), temporary_(temporaryBeside(target_))
{
    const int descriptor = ::open(temporary_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (descriptor < 0)
        failOn(target_, "cannot be written", errno);
    ::close(descriptor);
}

AtomicFile::~AtomicFile()
{
    if (!committed_) {
        std::error_code ignored; // a leftover temporary file loses nothing, and a destructor cannot report
        std::filesystem::remove(temporary_, ignored);
    }
}

void AtomicFile::commit()
{
    const int descriptor = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        failOn(target_, "cannot be finished", errno);
    const bool synced = ::fsync(descriptor) == 0;
    const int syncError = errno;
    ::close(descriptor);
    if (!synced)
        failOn(target_, "cannot be flushed to disk", syncError);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0)
        failOn(target_, "cannot be put in place", errno);
    committed_ = true;
}

void removeLeftovers(const std::vector<std::filesystem::path>& targets)
{
    std::map<std::filesystem::path, std::set<std::string>> names; // by folder
    for (const std::filesystem::path& target : targets)
        names[target.parent_path()].insert(target.filename().string());
    std::error_code ignored; // what cannot be listed or removed is no worse than before
    for (const auto& [folder, wanted] : names) {
        for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
            const std::string name = entry.path().filename().string();
            const std::size_t mark = name.rfind(partMark);
            if (name.front() != '.' || mark == std::string::npos)
                continue;
            if (wanted.contains(name.substr(1, mark - 1) + entry.path().extension().string()) ||
                wanted.contains(name.substr(1, mark - 1)))
                std::filesystem::remove(entry.path(), ignored);
        }
    }
}

void writeFileAtomically(const std::filesystem::path& target, std::string_view text)
{
    AtomicFile file(target);
    const int descriptor = ::open(file.temporaryPath().c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0)
        failOn(target, "cannot be written", errno);
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            const int code = errno;
            ::close(descriptor);
            failOn(target, "cannot be written", code);
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    ::close(descriptor);
    file.commit();
}

} // namespace unividx
