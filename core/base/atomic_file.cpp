#include "core/base/atomic_file.h"

#include "core/base/error.h"
#include "core/base/process_identity.h"
#include "core/base/sync_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void failOn(const fs::path& path, const char* what, int code)
{
    throw Error(ErrorKind::Output, path.string() + ": " + what + " (" + std::strerror(code) + ")");
}

constexpr std::string_view partMark = ".part-";

/// The beginning of the names of all temporary files for a target: ".shot.1001.part-". Of a long name a piece and its
/// hash, so that the whole stays within the 255 bytes of a name.
std::string partPrefix(const fs::path& target)
{
    constexpr std::size_t longest = 100;
    std::string stem = target.stem().string();
    if (stem.size() > longest) {
        std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
        for (const char c : stem)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        stem = stem.substr(0, longest - 20) + "~" + std::to_string(hash);
    }
    return "." + stem + std::string(partMark);
}

fs::path temporaryBeside(const fs::path& target)
{
    static std::atomic<unsigned> counter{0};
    return target.parent_path() /
           (partPrefix(target) + processTag() + "-" + std::to_string(counter++) + target.extension().string());
}

/// Where a name leads, link after link, also if the last one leads nowhere yet: a link is written through, not
/// replaced.
fs::path writtenThrough(fs::path path)
{
    std::error_code noLink;
    for (int links = 0; links < 40 && fs::is_symlink(path, noLink); ++links) {
        const fs::path next = fs::read_symlink(path, noLink);
        if (noLink)
            break;
        path = next.is_absolute() ? next : path.parent_path() / next;
    }
    return path;
}

/// The new file gets the rights of the one it replaces, and its owner where that is allowed.
void takeOver(int descriptor, const fs::path& target)
{
    struct stat old = {};
    if (::stat(target.c_str(), &old) != 0)
        return;
    if (!S_ISREG(old.st_mode))
        throw Error(ErrorKind::Output, target.string() + ": is not a plain file and is not replaced");
    [[maybe_unused]] const int owned = ::fchown(descriptor, old.st_uid, old.st_gid); // only root may give files away
    if (::fchmod(descriptor, old.st_mode & 07777) != 0)
        failOn(target, "cannot be given the rights of the file it replaces", errno);
}

/// Removes the temporary files of processes that have ended. `isWanted`: by how a name begins and ends.
void removeParts(const fs::path& folder,
                 const std::function<bool(const std::string& prefix, const std::string& extension)>& isWanted)
{
    std::error_code ignored; // what cannot be listed or removed is no worse than before
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        const std::size_t mark = name.rfind(partMark);
        if (name.front() != '.' || mark == std::string::npos)
            continue;
        const std::size_t tag = mark + partMark.size();
        // ".shot.1001.part-TAG-COUNTER.exr", or without an extension; tags have no dots
        const std::size_t dot = std::min(name.find('.', tag), name.size());
        const std::string extension = name.substr(dot);
        const std::string_view rest = std::string_view(name).substr(tag, name.size() - tag - extension.size());
        const std::size_t counter = rest.rfind('-');
        std::error_code kept;
        if (counter != std::string_view::npos && isWanted(name.substr(0, tag), extension) &&
            lifeOf(rest.substr(0, counter)) == ProcessLife::Ended)
            fs::remove(entry->path(), kept);
    }
}

} // namespace

AtomicFile::AtomicFile(fs::path target)
    : named_(std::move(target)), target_(writtenThrough(named_)), temporary_(temporaryBeside(target_))
{
    const int descriptor = ::open(temporary_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0)
        failOn(named_, "cannot be written", errno);
    try {
        takeOver(descriptor, target_);
    } catch (const Error&) {
        ::close(descriptor);
        ::unlink(temporary_.c_str());
        throw;
    }
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
        failOn(named_, "cannot be finished", errno);
    const bool synced = ::fsync(descriptor) == 0;
    const int syncError = errno;
    ::close(descriptor);
    if (!synced)
        failOn(named_, "cannot be flushed to disk", syncError);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0)
        failOn(named_, "cannot be put in place", errno);
    committed_ = true;
    syncFolder(target_.parent_path());
}

void requireWritableFolder(const fs::path& folder)
{
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        ::close(descriptor);
    else if (errno == EOPNOTSUPP || errno == EISDIR) // EISDIR: the kernel does not know O_TMPFILE
        const AtomicFile named(folder / "unividx");
    else
        failOn(folder, "no files can be created in it", errno);
}

void removeLeftovers(const std::vector<fs::path>& targets)
{
    std::map<fs::path, std::set<std::pair<std::string, std::string>>> names; // by folder: how they begin and end
    for (const fs::path& named : targets) {
        const fs::path target = writtenThrough(named);
        names[target.parent_path()].emplace(partPrefix(target), target.extension().string());
    }
    for (const auto& [folder, wanted] : names)
        removeParts(folder, [&inFolder = wanted](const std::string& prefix, const std::string& extension) {
            return inFolder.contains({prefix, extension});
        });
}

void removeLeftoversIn(const fs::path& folder)
{
    removeParts(folder, [](const std::string&, const std::string&) { return true; });
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
