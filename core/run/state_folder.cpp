#include "core/run/state_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/run/window_lock.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

constexpr const char* markFile = ".unividx-state";
constexpr const char* markText = "This folder holds the unfinished work of a run of UniVidX Studio.\n";

bool isMarked(const fs::path& folder)
{
    std::error_code unreadable; // then nothing in it is ours
    return fs::is_regular_file(folder / markFile, unreadable);
}

/// The mark while another process writes it.
bool isMarkInMaking(std::string_view name)
{
    return name.starts_with("." + std::string(markFile) + ".part-");
}

bool holdsSomething(const fs::path& folder)
{
    std::error_code unreadable; // whoever writes there says what is wrong
    for (fs::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end;
         entry.increment(unreadable)) {
        if (!isMarkInMaking(entry->path().filename().string()))
            return true;
    }
    return false;
}

[[noreturn]] void refuseForeign(const fs::path& folder)
{
    throw Error(ErrorKind::Usage, folder.string() + ": holds files and no unfinished work of this program; name an "
                                                    "empty or new folder with --state");
}

bool isNumbered(std::string_view name, std::string_view begin, std::string_view end)
{
    if (name.size() <= begin.size() + end.size() || !name.starts_with(begin) || !name.ends_with(end))
        return false;
    const std::string_view middle = name.substr(begin.size(), name.size() - begin.size() - end.size());
    return middle.find_first_not_of("-0123456789") == std::string_view::npos;
}

/// The names that Checkpoint and a farm's spool give, and their temporary files.
bool isWorkFile(std::string_view name)
{
    if (name.starts_with('.'))
        return name.find(".part-") != std::string_view::npos && !isMarkInMaking(name);
    if (name.starts_with("published-"))
        return name.find("-of-") != std::string_view::npos;
    return name == "run.json" || name == "inputs.json" || name == "version" || name == "published" ||
           name == "job.json" || name == "task.sh" || isNumbered(name, "tail-", ".layers") ||
           isNumbered(name, "head-", ".layers") || isNumbered(name, "frame-", ".layers");
}

void removeFiles(const fs::path& folder, bool (*isOurs)(std::string_view))
{
    std::error_code ignored; // what is left over is in nobody's way: other names, or written over
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        std::error_code kept;
        if (isOurs(entry->path().filename().string()) && fs::is_regular_file(entry->symlink_status(kept)))
            fs::remove(entry->path(), kept);
    }
}

/// A farm's spool keeps the logs and the words of its tasks in folders of their own.
void removeSpoolFolders(const fs::path& folder)
{
    std::error_code ignored; // as above
    removeFiles(folder / "logs", [](std::string_view name) { return name.ends_with(".log"); });
    removeFiles(folder / "status", [](std::string_view name) { return name.ends_with(".json"); });
    for (const char* name : {"logs", "status"})
        fs::remove(folder / name, ignored); // not if somebody put more there
}

} // namespace

void checkStateFolder(const fs::path& folder, const fs::path& output)
{
    std::error_code absent; // one that is not there is told apart by its name
    const bool same = fs::equivalent(folder, output, absent);
    const auto plain = [](const fs::path& path) {
        const fs::path whole = fs::absolute(path).lexically_normal();
        return whole.has_filename() ? whole : whole.parent_path();
    };
    if (same || plain(folder) == plain(output))
        throw Error(ErrorKind::Usage, folder.string() + ": is the output's folder; name another with --state");
    if (!isMarked(folder) && holdsSomething(folder))
        refuseForeign(folder);
}

void makeStateFolder(const fs::path& folder)
{
    // Other shards of the run make it, and take it away when they are done, at the same time.
    for (int attempt = 0; !isMarked(folder); ++attempt) {
        std::error_code code;
        fs::create_directories(folder, code);
        if (code)
            throw Error(ErrorKind::Output,
                        folder.string() + ": the folder for unfinished work cannot be made (" + code.message() + ")");
        if (holdsSomething(folder) && !isMarked(folder))
            refuseForeign(folder);
        try {
            writeFileAtomically(folder / markFile, markText);
        } catch (const Error&) {
            std::error_code unreadable; // then it is no folder that went away
            if (attempt == 100 || fs::exists(folder, unreadable) || unreadable)
                throw;
        }
    }
}

void clearStateFolder(const fs::path& folder)
{
    if (isMarked(folder))
        removeFiles(folder, isWorkFile);
}

void removeStateFolder(const fs::path& folder)
{
    if (!isMarked(folder))
        return;
    std::error_code ignored; // the work is done; what stays takes space and nothing else
    removeFiles(folder, isWorkFile);
    removeSpoolFolders(folder);
    removeLeftovers({folder / markFile}); // of a run that was killed while it made the folder
    const auto others = std::count_if(fs::directory_iterator(folder, ignored), fs::directory_iterator(),
                                      [](const fs::directory_entry& entry) {
                                          const fs::path name = entry.path().filename();
                                          return name != markFile && name != WindowLock::fileName;
                                      });
    fs::remove(folder / WindowLock::fileName, ignored);
    if (others > 0)
        return; // somebody else's: they stay, and the mark, so that the folder can be used again
    fs::remove(folder / markFile, ignored);
    fs::remove(folder, ignored);
}

} // namespace unividx
