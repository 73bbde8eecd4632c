#include "tests/fault/system_calls.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace unividx::fault {

namespace {

constexpr std::size_t recordBytes = std::size_t{32} << 20;
constexpr std::size_t longestPath = 1024;
constexpr int mostFiles = 1024; ///< open at a time

/// A change as it lies in the record, with its two paths and its bytes behind it.
struct Entry {
    Change::Kind kind;
    std::uint64_t file;
    std::int64_t offset;
    std::uint32_t path;
    std::uint32_t to;
    std::uint64_t bytes;
};

} // namespace

struct Record::Shared {
    std::array<std::atomic<std::int64_t>, callCount> counts;
    std::atomic<bool> overflown;
    std::atomic<bool> locked;
    std::atomic<std::size_t> used;
    std::array<char, recordBytes> entries;
};

namespace {

// Read by a signal's handler, so that nothing here may allocate.
Record::Shared* shared = nullptr;
Fault planned;
std::atomic<bool> ended{false};
std::array<char, longestPath> watchedFolder;
std::size_t watchedLength = 0;
std::array<bool, mostFiles> watchedFiles; ///< by descriptor

/// Counts a call. Returns what it fails with, or 0.
int meet(Call call, int error)
{
    if (ended)
        return 0;
    const std::int64_t number = ++shared->counts[static_cast<std::size_t>(call)];
    if (planned.call != call || planned.what == Fault::What::Nothing)
        return 0;
    if (planned.what == Fault::What::Kills && number == planned.at)
        ::kill(::getpid(), SIGKILL);
    const bool fails = (planned.what == Fault::What::Fails && number == planned.at) ||
                       (planned.what == Fault::What::FailsFromThenOn && number >= planned.at);
    return fails ? error : 0;
}

} // namespace
} // namespace unividx::fault

#if defined(__x86_64__)

// A system call from one place, which the filter lets through.
asm(R"(
    .text
    .type unividx_system_call, @function
unividx_system_call:
    mov %rdi, %rax
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    mov %r9, %r8
    mov 8(%rsp), %r9
    syscall
unividx_system_call_end:
    ret
    .size unividx_system_call, .-unividx_system_call
)");
extern "C" long unividx_system_call(long number, long a, long b, long c, long d, long e, long f);
extern "C" const char unividx_system_call_end;

namespace unividx::fault {

namespace {

constexpr std::array watched{
    SYS_write,    SYS_pwrite64,        SYS_writev,  SYS_pwritev, SYS_ftruncate, SYS_fsync,  SYS_fdatasync, SYS_rename,
    SYS_renameat, SYS_renameat2,       SYS_open,    SYS_openat,  SYS_link,      SYS_linkat, SYS_unlink,    SYS_unlinkat,
    SYS_rmdir,    SYS_copy_file_range, SYS_sendfile};

struct Arguments {
    long number;
    std::array<long, 6> values;

    long result() const
    {
        return unividx_system_call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    }
    const char* path(std::size_t index) const { return reinterpret_cast<const char*>(values[index]); }
    int descriptor(std::size_t index) const { return static_cast<int>(values[index]); }
};

bool isBelow(const char* path)
{
    return std::strncmp(path, watchedFolder.data(), watchedLength) == 0;
}

bool isWatched(int descriptor)
{
    return descriptor >= 0 && descriptor < mostFiles && watchedFiles[static_cast<std::size_t>(descriptor)];
}

/// Puts a change at the record's end, however many threads do.
void note(const Entry& head, const char* path, const char* to, const iovec* pieces, std::size_t count)
{
    Entry entry = head;
    entry.path = path ? static_cast<std::uint32_t>(std::strlen(path)) : 0;
    entry.to = to ? static_cast<std::uint32_t>(std::strlen(to)) : 0;
    const std::size_t whole = sizeof(entry) + entry.path + entry.to + entry.bytes;
    while (shared->locked.exchange(true))
        ;
    std::size_t used = shared->used;
    if (used + whole > recordBytes) {
        shared->overflown = true;
    } else {
        const auto put = [&](const void* from, std::size_t bytes) {
            std::memcpy(shared->entries.data() + used, from, bytes);
            used += bytes;
        };
        put(&entry, sizeof(entry));
        put(path, entry.path);
        put(to, entry.to);
        std::size_t rest = entry.bytes;
        for (std::size_t i = 0; i < count && rest > 0; ++i) {
            const std::size_t piece = std::min(rest, pieces[i].iov_len);
            put(pieces[i].iov_base, piece);
            rest -= piece;
        }
        shared->used = used;
    }
    shared->locked = false;
}

std::uint64_t inodeOf(int descriptor)
{
    struct stat status = {};
    return ::fstat(descriptor, &status) == 0 ? status.st_ino : 0;
}

long onOpen(const Arguments& call, std::size_t first)
{
    const char* path = call.path(first);
    if (!isBelow(path)) {
        const long other = call.result();
        if (other >= 0 && other < mostFiles)
            watchedFiles[static_cast<std::size_t>(other)] = false; // a number that is used again
        return other;
    }
    if (const int error = meet(Call::Open, EMFILE))
        return -error;
    const long flags = call.values[first + 1];
    struct stat status = {};
    const bool existed = ::lstat(path, &status) == 0;
    const long descriptor = call.result();
    if (descriptor < 0 || descriptor >= mostFiles || (flags & O_TMPFILE) == O_TMPFILE)
        return descriptor;
    watchedFiles[static_cast<std::size_t>(descriptor)] = true;
    const std::uint64_t file = inodeOf(static_cast<int>(descriptor));
    if ((flags & O_CREAT) != 0 && !existed)
        note({Change::Kind::Create, file, 0, 0, 0, 0}, path, nullptr, nullptr, 0);
    else if ((flags & O_TRUNC) != 0)
        note({Change::Kind::Truncate, file, 0, 0, 0, 0}, nullptr, nullptr, nullptr, 0);
    return descriptor;
}

long onWrite(const Arguments& call, std::int64_t position, const iovec* pieces, std::size_t count)
{
    const int descriptor = call.descriptor(0);
    if (!isWatched(descriptor))
        return call.result();
    if (const int error = meet(Call::Write, ENOSPC))
        return -error;
    if (position < 0) {
        const int flags = ::fcntl(descriptor, F_GETFL);
        position = ::lseek(descriptor, 0, (flags & O_APPEND) != 0 ? SEEK_END : SEEK_CUR);
    }
    const long written = call.result();
    if (written > 0)
        note({Change::Kind::Write, inodeOf(descriptor), position, 0, 0, static_cast<std::uint64_t>(written)}, nullptr,
             nullptr, pieces, count);
    return written;
}

long onSync(const Arguments& call)
{
    const int descriptor = call.descriptor(0);
    if (!isWatched(descriptor))
        return call.result();
    if (const int error = meet(Call::Sync, EIO))
        return -error;
    struct stat status = {};
    ::fstat(descriptor, &status);
    std::array<char, longestPath> path{};
    if (S_ISDIR(status.st_mode)) {
        std::array<char, 64> link{};
        std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
        if (::readlink(link.data(), path.data(), path.size() - 1) < 0)
            path[0] = '\0';
    }
    // What is synced is never more than what was asked for: tests need no disk that really does it.
    note({S_ISDIR(status.st_mode) ? Change::Kind::SyncFolder : Change::Kind::SyncFile, status.st_ino, 0, 0, 0, 0},
         path.data(), nullptr, nullptr, 0);
    return 0;
}

long onRename(const Arguments& call, Change::Kind kind, std::size_t from, std::size_t to)
{
    if (!isBelow(call.path(from)))
        return call.result();
    if (const int error = meet(Call::Rename, EIO))
        return -error;
    const long result = call.result();
    if (result == 0)
        note({kind, 0, 0, 0, 0, 0}, call.path(from), call.path(to), nullptr, 0);
    return result;
}

long onRemove(const Arguments& call, std::size_t index)
{
    const long result = call.result();
    if (result == 0 && isBelow(call.path(index)))
        note({Change::Kind::Remove, 0, 0, 0, 0, 0}, call.path(index), nullptr, nullptr, 0);
    return result;
}

long handle(const Arguments& call)
{
    const iovec whole{reinterpret_cast<void*>(call.values[1]), static_cast<std::size_t>(call.values[2])};
    const auto* pieces = reinterpret_cast<const iovec*>(call.values[1]);
    const auto count = static_cast<std::size_t>(call.values[2]);
    switch (call.number) {
    case SYS_open:
        return onOpen(call, 0);
    case SYS_openat:
        return onOpen(call, 1);
    case SYS_write:
        return onWrite(call, -1, &whole, 1);
    case SYS_pwrite64:
        return onWrite(call, call.values[3], &whole, 1);
    case SYS_writev:
        return onWrite(call, -1, pieces, count);
    case SYS_pwritev:
        return onWrite(call, call.values[3], pieces, count);
    case SYS_ftruncate:
        if (isWatched(call.descriptor(0)))
            note({Change::Kind::Truncate, inodeOf(call.descriptor(0)), call.values[1], 0, 0, 0}, nullptr, nullptr,
                 nullptr, 0);
        return call.result();
    case SYS_fsync:
    case SYS_fdatasync:
        return onSync(call);
    case SYS_rename:
        return onRename(call, Change::Kind::Rename, 0, 1);
    case SYS_renameat:
    case SYS_renameat2:
        return onRename(call, Change::Kind::Rename, 1, 3);
    case SYS_link:
        return onRename(call, Change::Kind::Link, 0, 1);
    case SYS_linkat:
        return onRename(call, Change::Kind::Link, 1, 3);
    case SYS_unlink:
    case SYS_rmdir:
        return onRemove(call, 0);
    case SYS_unlinkat:
        return onRemove(call, 1);
    default:
        return -ENOSYS; // copies within the kernel: callers fall back to read and write, which are noted
    }
}

void onTrap(int /*signal*/, siginfo_t* information, void* context)
{
    const int kept = errno;
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const Arguments call{information->si_syscall,
                         {static_cast<long>(registers[REG_RDI]), static_cast<long>(registers[REG_RSI]),
                          static_cast<long>(registers[REG_RDX]), static_cast<long>(registers[REG_R10]),
                          static_cast<long>(registers[REG_R8]), static_cast<long>(registers[REG_R9])}};
    registers[REG_RAX] = handle(call);
    errno = kept;
}

void installFilter()
{
    const auto place = reinterpret_cast<std::uint64_t>(&unividx_system_call_end);
    std::vector<sock_filter> filter{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
    for (std::size_t i = 0; i < watched.size(); ++i)
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(watched[i]),
                                  static_cast<std::uint8_t>(watched.size() - i), 0));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const auto ip = static_cast<std::uint32_t>(offsetof(seccomp_data, instruction_pointer)); // little-endian
    filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip));
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(place), 0, 3));
    filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip + 4));
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(place >> 32), 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        throw std::runtime_error("this system has no seccomp filters");
}

} // namespace

bool canWatch()
{
    return ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

void watch(const std::filesystem::path& folder, const Fault& fault, Record& record)
{
    struct sigaction action = {};
    action.sa_sigaction = onTrap;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART;
    ::sigaction(SIGSYS, &action, nullptr);
    watchedLength = std::min(folder.string().copy(watchedFolder.data(), longestPath - 1), longestPath - 1);
    planned = fault;
    shared = &record.shared();
    installFilter();
}

} // namespace unividx::fault

#else

namespace unividx::fault {

bool canWatch()
{
    return false;
}

void watch(const std::filesystem::path&, const Fault&, Record&)
{
    throw std::runtime_error("system calls can be watched on x86-64 only");
}

} // namespace unividx::fault

#endif

// Allocations of C++; libraries in C keep their own.
void* operator new(std::size_t bytes)
{
    using namespace unividx::fault;
    if (shared && meet(Call::Memory, ENOMEM) != 0)
        throw std::bad_alloc();
    if (void* block = std::malloc(std::max<std::size_t>(bytes, 1)))
        return block;
    throw std::bad_alloc();
}

void operator delete(void* block) noexcept
{
    std::free(block);
}

void operator delete(void* block, std::size_t /*bytes*/) noexcept
{
    std::free(block);
}

namespace unividx::fault {

void endFaults()
{
    ended = true;
}

std::string_view nameOf(Call call)
{
    constexpr std::array<std::string_view, callCount> names{"write", "sync", "rename", "open", "allocation"};
    return names[static_cast<std::size_t>(call)];
}

Record::Record()
    : shared_(static_cast<Shared*>(
          ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
{
    if (shared_ == MAP_FAILED)
        throw std::runtime_error("no shared memory");
}

Record::~Record()
{
    ::munmap(shared_, sizeof(Shared));
}

void Record::clear()
{
    for (auto& count : shared_->counts)
        count = 0;
    shared_->overflown = false;
    shared_->locked = false;
    shared_->used = 0;
}

std::int64_t Record::count(Call call) const
{
    return shared_->counts[static_cast<std::size_t>(call)];
}

std::vector<Change> Record::changes() const
{
    if (shared_->overflown)
        throw std::runtime_error("more was changed than the record holds");
    std::vector<Change> changes;
    const char* place = shared_->entries.data();
    const char* const end = place + shared_->used;
    while (place < end) {
        Entry entry;
        std::memcpy(&entry, place, sizeof(entry));
        place += sizeof(entry);
        const auto take = [&](std::size_t bytes) { return std::exchange(place, place + bytes); };
        Change change{entry.kind, entry.file, entry.offset};
        change.path = std::string(take(entry.path), entry.path);
        change.to = std::string(take(entry.to), entry.to);
        const char* bytes = take(entry.bytes);
        change.bytes.assign(bytes, bytes + entry.bytes);
        changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace unividx::fault
