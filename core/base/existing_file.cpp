#include "core/base/existing_file.h"

#include "core/base/error.h"
#include "core/base/sync_folder.h"

#include <unistd.h>

#include <exception>
#include <system_error>

namespace unividx {

void refuseExisting(const std::filesystem::path& path, ExistingFile policy)
{
    std::error_code code; // what cannot be looked at fails when it is written, with its reason
    const bool exists = std::filesystem::exists(path, code);
    if (code == std::errc::filename_too_long)
        throw Error(ErrorKind::Output, path.string() + ": its name is too long (" +
                                           std::to_string(path.filename().native().size()) +
                                           " bytes; most file systems take 255); choose a shorter one");
    if (policy == ExistingFile::Refuse && exists)
        throw Error(ErrorKind::Output,
                    path.string() + ": a file of this name exists already; choose another folder or allow overwriting");
}

void makeFolder(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> changed; // folders that get a new name in their lists
    std::error_code code;
    for (std::filesystem::path above = folder; !above.empty() && !std::filesystem::exists(above, code) && !code;
         above = above.parent_path()) {
        changed.push_back(above.parent_path());
        if (above == above.parent_path())
            break;
    }
    code.clear();
    std::filesystem::create_directories(folder, code);
    std::error_code unreadable; // then it is no folder
    if (code || !std::filesystem::is_directory(folder, unreadable))
        throw Error(ErrorKind::Output, folder.string() + ": the output folder cannot be made" +
                                           (code ? " (" + code.message() + ")" : " (a file is in its place)"));
    for (const std::filesystem::path& above : changed)
        syncFolder(above);
}

NewFolder::NewFolder(const std::filesystem::path& folder) : exceptions_(std::uncaught_exceptions())
{
    std::error_code code; // what cannot be looked at is not taken back
    for (std::filesystem::path above = folder; !above.empty() && !std::filesystem::exists(above, code) && !code;
         above = above.parent_path())
        absent_.push_back(above);
}

NewFolder::~NewFolder()
{
    if (std::uncaught_exceptions() == exceptions_)
        return;
    for (const std::filesystem::path& folder : absent_)
        if (::rmdir(folder.c_str()) != 0)
            return; // something is in it, so that it stays, and those above it
}

} // namespace unividx
