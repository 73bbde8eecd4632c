#include "core/base/copy_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace unividx {

namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor()
    {
        if (value_ >= 0)
            ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    operator int() const { return value_; }

private:
    int value_;
};

std::string reason(int code)
{
    return std::string(" (") + std::strerror(code) + ")";
}

void writeAll(int out, const char* data, std::size_t size, const fs::path& to)
{
    while (size > 0) {
        const ::ssize_t written = ::write(out, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw Error(ErrorKind::Output, to.string() + ": cannot be written" + reason(errno));
        data += written;
        size -= static_cast<std::size_t>(written);
    }
}

void copyBytes(int in, int out, const fs::path& from, const fs::path& to,
               const std::function<void(std::int64_t bytes)>& copied)
{
    std::vector<char> piece(std::size_t{4} << 20);
    while (true) {
        const ::ssize_t count = ::read(in, piece.data(), piece.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw Error(ErrorKind::Input, from.string() + ": cannot be read" + reason(errno));
        if (count == 0)
            break;
        writeAll(out, piece.data(), static_cast<std::size_t>(count), to);
        if (copied)
            copied(count);
    }
    if (::fsync(out) != 0)
        throw Error(ErrorKind::Output, to.string() + ": cannot be brought to the disk" + reason(errno));
}

} // namespace

void copyFileDurably(const fs::path& from, const fs::path& to, const std::function<void(std::int64_t bytes)>& copied)
{
    const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (in < 0)
        throw Error(ErrorKind::Input, from.string() + ": cannot be read" + reason(errno));
    const Descriptor out(::open(to.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666));
    if (out < 0)
        throw Error(ErrorKind::Output, to.string() + ": cannot be written" + reason(errno));
    try {
        copyBytes(in, out, from, to, copied);
    } catch (...) {
        ::unlink(to.c_str());
        throw;
    }
    std::error_code ignored; // a copy with a younger date is a copy
    if (const auto time = fs::last_write_time(from, ignored); !ignored)
        fs::last_write_time(to, time, ignored);
}

} // namespace unividx
