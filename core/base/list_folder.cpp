#include "core/base/list_folder.h"

#include "core/base/error.h"

#include <algorithm>
#include <system_error>

namespace unividx {

namespace fs = std::filesystem;

std::vector<fs::path> listFolder(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (!entry->path().filename().string().starts_with('.'))
            entries.push_back(entry->path());
    }
    if (error)
        throw Error(ErrorKind::Input, folder.string() + ": the folder cannot be read (" + error.message() + ")");
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace unividx
