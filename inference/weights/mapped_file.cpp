#include "inference/weights/mapped_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace unividx {

MappedFile::MappedFile(std::filesystem::path path, std::uint8_t* data, std::size_t size)
    : path_(std::move(path)), data_(data), size_(size)
{
}

MappedFile::~MappedFile()
{
    if (size_ > 0)
        ::munmap(data_, size_);
}

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path)
{
    const auto fail = [&path](const std::string& what) -> Error {
        return Error(ErrorKind::Model, path.string() + ": " + what);
    };
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw fail(errno == ENOENT ? "there is no such file"
                                   : std::string("cannot be opened (") + std::strerror(errno) + ")");
    struct stat status = {};
    const bool known = ::fstat(descriptor, &status) == 0;
    if (!known || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        throw fail("is not a plain file");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* data = nullptr;
    if (size > 0) {
        // Writable and private, without a reservation: a weight changed in place stays in this process, and a file
        // larger than the machine's memory can still be viewed.
        data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, descriptor, 0);
    }
    const int code = errno;
    ::close(descriptor);
    if (data == MAP_FAILED && code == ENOMEM)
        throw Error(ErrorKind::OutOfMemory,
                    path.string() + ": there is no room for it in memory; free some, or raise the limit (ulimit -v)");
    if (data == MAP_FAILED)
        throw fail(std::string("cannot be mapped into memory (") + std::strerror(code) + ")");
    return std::shared_ptr<const MappedFile>(new MappedFile(path, static_cast<std::uint8_t*>(data), size));
}

} // namespace unividx
