#include "core/media/read_back_files.h"

#include <sys/stat.h>

namespace unividx {

std::optional<ReadBackFiles::Mark> ReadBackFiles::markOf(const std::filesystem::path& file)
{
    struct stat info = {};
    if (::stat(file.c_str(), &info) != 0)
        return std::nullopt;
    return Mark{info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

void ReadBackFiles::add(const std::filesystem::path& file, bool flat)
{
    if (const auto mark = markOf(file))
        files_[file.string()] = {*mark, flat};
    else
        files_.erase(file.string());
}

std::optional<bool> ReadBackFiles::flat(const std::filesystem::path& file) const
{
    const auto known = files_.find(file.string());
    if (known == files_.end() || markOf(file) != known->second.mark)
        return std::nullopt;
    return known->second.flat;
}

} // namespace unividx
