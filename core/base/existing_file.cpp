#include "core/base/existing_file.h"

#include "core/base/error.h"

#include <system_error>

namespace unividx {

void refuseExisting(const std::filesystem::path& path, ExistingFile policy)
{
    std::error_code ignored; // what cannot be looked at fails when it is written, with its reason
    if (policy == ExistingFile::Refuse && std::filesystem::exists(path, ignored))
        throw Error(ErrorKind::Output,
                    path.string() + ": a file of this name exists already; choose another folder or allow overwriting");
}

void makeFolder(const std::filesystem::path& folder)
{
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code || !std::filesystem::is_directory(folder, code))
        throw Error(ErrorKind::Output, folder.string() + ": the output folder cannot be made" +
                                           (code ? " (" + code.message() + ")" : " (a file is in its place)"));
}

} // namespace unividx
