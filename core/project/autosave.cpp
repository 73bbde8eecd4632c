#include "core/project/autosave.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/user_folders.h"
#include "core/project/clock.h"
#include "core/project/project_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

fs::path lockPath(const fs::path& autosave)
{
    return autosave.string() + ".lock";
}

/// True if a running process holds the lock. The lock is tried and let go again at once.
bool isOwned(const fs::path& autosave)
{
    const int descriptor = ::open(lockPath(autosave).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool owned = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return owned;
}

/// What windows that were killed have left beside their autosaves: temporary files, and locks without an autosave.
void removeRemains(const fs::path& folder)
{
    removeLeftoversIn(folder);
    std::error_code ignored; // what cannot be listed or removed is in nobody's way
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        const fs::path lock = entry->path();
        const fs::path autosave = fs::path(lock).replace_extension();
        std::error_code kept;
        const std::string stem = autosave.stem().string(); // the process's number and another
        if (lock == lockPath(autosave) && autosave.extension() == ".uvx" && !fs::exists(autosave, kept) &&
            !isOwned(autosave) && !fs::exists("/proc/" + stem.substr(0, stem.find('-')), kept))
            fs::remove(lock, kept);
    }
}

std::chrono::system_clock::time_point writtenAt(const fs::path& file)
{
    std::error_code ignored; // a file that went away meanwhile is as old as can be
    const auto time = fs::last_write_time(file, ignored);
    if (ignored)
        return {};
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(std::chrono::file_clock::to_sys(time));
}

Recovery describe(const fs::path& file)
{
    Recovery recovery;
    recovery.file = file;
    recovery.savedAt = writtenAt(file);
    try {
        const OpenedProject autosaved = openProject(file);
        recovery.project = autosaved.autosaveOf;
        recovery.name = autosaved.project.name;
        recovery.savedAt = parseUtc(autosaved.savedAt).value_or(recovery.savedAt);
        try {
            const Project onDisk = recovery.project.empty() ? newProject() : openProject(recovery.project).project;
            recovery.difference = compare(onDisk, autosaved.project);
        } catch (const Error&) {
            // The project itself is gone or damaged; the autosave is all there is.
            recovery.difference.reset();
        }
    } catch (const Error& error) {
        recovery.damage = error.what();
    }
    return recovery;
}

} // namespace

Autosave::Autosave(const fs::path& folder)
{
    static std::atomic<int> counter{0};
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        throw Error(ErrorKind::Output, folder.string() + ": cannot be made (" + failed.message() + ")");
    removeRemains(folder);
    // A process of the same number may have left an autosave after a crash; that one is not to be overwritten.
    do {
        path_ = fs::absolute(folder) / (std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".uvx");
    } while (fs::exists(path_, failed));
    lock_ = ::open(lockPath(path_).c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        const int code = errno;
        if (lock_ >= 0)
            ::close(lock_);
        throw Error(ErrorKind::Output, path_.string() + ": cannot be locked (" + std::strerror(code) + ")");
    }
}

Autosave::~Autosave()
{
    std::error_code ignored; // nothing depends on the lock's file once nobody holds it
    fs::remove(lockPath(path_), ignored);
    ::close(lock_);
}

void Autosave::write(const Project& project, const fs::path& projectPath)
{
    writeFileAtomically(path_, formatProject(project, path_.parent_path(), projectPath));
}

void Autosave::discard()
{
    std::error_code ignored; // it is offered once more at the next start then, which does no harm
    fs::remove(path_, ignored);
}

std::vector<Recovery> findRecoveries(const fs::path& folder)
{
    std::vector<Recovery> recoveries;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        const fs::path file = entry->path();
        const bool isAutosave = file.extension() == ".uvx" && !file.filename().string().starts_with(".");
        if (isAutosave && !isOwned(file))
            recoveries.push_back(describe(file));
    }
    std::sort(recoveries.begin(), recoveries.end(),
              [](const Recovery& a, const Recovery& b) { return a.savedAt > b.savedAt; });
    return recoveries;
}

void removeRecovery(const Recovery& recovery)
{
    std::error_code ignored; // as the header says
    fs::remove(recovery.file, ignored);
    fs::remove(lockPath(recovery.file), ignored);
}

fs::path autosaveFolder()
{
    return stateFolder() / "autosave";
}

} // namespace unividx
