#include "core/run/window_lock.h"

#include "core/base/error.h"
#include "core/base/process_identity.h"
#include "core/run/state_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace unividx {

namespace {

/// A window's stretch of the file. Its holder writes there who it is, so a stretch has room for that.
constexpr off_t stretch = 256;

struct flock rangeOf(WindowSpan span)
{
    struct flock range = {}; // l_pid has to be 0
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(span.first) * stretch;
    // A length of 0 reaches to the end, however far the file grows.
    range.l_len = span == WindowLock::all ? 0 : static_cast<off_t>(span.end - span.first) * stretch;
    return range;
}

/// What the holder of the lock that is in the way has written; nothing if it has gone meanwhile.
std::string holderOf(int descriptor, struct flock wanted)
{
    if (::fcntl(descriptor, F_OFD_GETLK, &wanted) != 0 || wanted.l_type == F_UNLCK)
        return {};
    std::array<char, static_cast<std::size_t>(stretch)> bytes{};
    const ssize_t count = ::pread(descriptor, bytes.data(), bytes.size(), wanted.l_start);
    const std::string text(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    const std::size_t end = text.find('\n');
    // It may have been looked at between its lock and its words.
    return end == std::string::npos || end == 0 ? "another process" : text.substr(0, end);
}

/// Whether the name still leads to this file: a run that is done takes its folder away, with the file others wait at.
bool isInPlace(int descriptor, const std::filesystem::path& path)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(descriptor, &open) == 0 && ::stat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

bool meansTaken(int code)
{
    return code == EAGAIN || code == EACCES || code == EINTR;
}

int openFile(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno != ENOENT)
        throw Error(ErrorKind::Output, path.string() + ": the lock on this work cannot be made (" +
                                           std::strerror(errno) + "); see that the folder can be written");
    return descriptor;
}

} // namespace

WindowLock::WindowLock(const std::filesystem::path& folder, WindowSpan span,
                       const std::function<void(const std::string& holder)>& blocked)
{
    if (span.empty())
        return;
    const std::filesystem::path path = folder / fileName;
    const struct flock range = rangeOf(span);
    for (;;) {
        if (descriptor_ < 0) {
            makeStateFolder(folder);
            descriptor_ = openFile(path);
            if (descriptor_ < 0)
                continue; // the folder went between the two
        }
        struct flock asked = range;
        if (::fcntl(descriptor_, F_OFD_SETLK, &asked) == 0) {
            if (isInPlace(descriptor_, path))
                break;
            ::close(descriptor_);
            descriptor_ = -1;
        } else if (meansTaken(errno)) {
            try {
                if (const std::string holder = holderOf(descriptor_, range); !holder.empty())
                    blocked(holder);
            } catch (...) {
                ::close(descriptor_); // no object, no destructor
                throw;
            }
        } else {
            keepsLocks_ = false;
            return;
        }
    }
    const std::string self = describeProcess() + '\n';
    // Only for the eyes of those who wait: on a full disk they learn less.
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor_, self.data(), self.size(), range.l_start);
}

WindowLock::~WindowLock()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

bool keepsLocks(const std::filesystem::path& folder)
{
    try {
        return WindowLock(folder, {0, 1}, [](const std::string&) { throw Cancelled(); }).keepsLocks();
    } catch (const Cancelled&) {
        return true; // somebody has one
    }
}

} // namespace unividx
