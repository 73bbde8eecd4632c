#include "core/layers/files_on_disk.h"

#include "core/media/sequence_pattern.h"

#include <system_error>

namespace unividx {

namespace {

void add(FilesOnDisk& sum, const std::filesystem::path& file)
{
    std::error_code gone;
    const std::uintmax_t bytes = std::filesystem::file_size(file, gone);
    if (gone)
        return;
    ++sum.count;
    sum.bytes += bytes;
}

} // namespace

FilesOnDisk measureFiles(const std::vector<std::filesystem::path>& files, FrameRange numbers)
{
    FilesOnDisk sum;
    for (const auto& file : files) {
        const auto pattern = parseSequencePattern(file);
        if (!pattern) {
            add(sum, file);
            continue;
        }
        for (const auto& [number, frame] : findSequenceFiles(*pattern)) {
            if (numbers.contains(number))
                add(sum, frame);
        }
    }
    return sum;
}

} // namespace unividx
