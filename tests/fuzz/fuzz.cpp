#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <sanitizer/allocator_interface.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace unividx::fuzz {

namespace {

namespace fs = std::filesystem;

std::atomic<bool> counting{false};
std::atomic<std::int64_t> allocated{0};
std::atomic<std::int64_t> bound{0};

void onMalloc(const volatile void* /*block*/, std::size_t bytes)
{
    if (!counting)
        return;
    if ((allocated += static_cast<std::int64_t>(bytes)) > bound) {
        counting = false;
        std::fprintf(stderr, "more than 64 MB + 64 x input is allocated; the last block has %zu bytes\n", bytes);
        std::abort();
    }
}

void onFree(const volatile void* block)
{
    if (counting && block)
        allocated -= static_cast<std::int64_t>(__sanitizer_get_allocated_size(const_cast<const void*>(block)));
}

/// A folder of this process, gone when it ends.
class Folder {
public:
    Folder() : path_("/dev/shm/unividx-fuzz-" + std::to_string(::getpid())) { fs::create_directories(path_); }
    ~Folder() { clear(); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void clear() const
    {
        std::error_code ignored; // what cannot be removed is written over
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

} // namespace

MemoryBound::MemoryBound(std::size_t inputBytes)
{
    static const bool hooked = __sanitizer_install_malloc_and_free_hooks(onMalloc, onFree) != 0;
    require(hooked, "the sanitizer has room for one more pair of hooks");
    constexpr std::int64_t base = 64 << 20;
    constexpr std::int64_t factor = 64;
    allocated = 0;
    bound = base + factor * static_cast<std::int64_t>(inputBytes);
    counting = true;
}

MemoryBound::~MemoryBound()
{
    counting = false;
}

std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

fs::path fileOf(const std::uint8_t* data, std::size_t size, std::string_view name)
{
    static const Folder folder;
    folder.clear();
    fs::create_directories(folder.path());
    const fs::path path = folder.path() / name;
    const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    require(file >= 0 && ::write(file, data, size) == static_cast<ssize_t>(size), "/dev/shm can be written");
    ::close(file);
    return path;
}

void require(bool holds, const char* rule)
{
    if (holds)
        return;
    std::fprintf(stderr, "this does not hold: %s\n", rule);
    std::abort();
}

} // namespace unividx::fuzz
