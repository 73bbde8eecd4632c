#include "core/media/source_files.h"

#include "core/base/error.h"
#include "core/base/list_folder.h"
#include "core/base/source_guard.h"
#include "core/media/sequence_pattern.h"

#include <system_error>

namespace unividx {

std::vector<std::filesystem::path> sourceFiles(const std::filesystem::path& clip)
{
    std::error_code unreadable; // counts as absent
    if (clip.empty())
        return {};
    try {
        if (std::filesystem::is_directory(clip, unreadable))
            return listFolder(clip);
        if (std::filesystem::exists(clip, unreadable))
            return {clip};
        std::vector<std::filesystem::path> files;
        if (const auto pattern = parseSequencePattern(clip))
            for (const auto& [number, file] : findSequenceFiles(*pattern))
                files.push_back(file);
        return files;
    } catch (const Error&) {
        return {}; // no folder that can be listed, or a range that is none: nothing of it is read
    }
}

std::vector<std::filesystem::path> sourceFiles(const std::vector<std::filesystem::path>& clips)
{
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& clip : clips)
        for (std::filesystem::path& file : sourceFiles(clip))
            files.push_back(std::move(file));
    return files;
}

void refuseReplacingClips(const std::vector<std::filesystem::path>& outputs,
                          const std::vector<std::filesystem::path>& clips)
{
    std::vector<std::filesystem::path> there;
    for (const std::filesystem::path& output : outputs) {
        std::error_code unreadable; // counts as absent: it cannot be replaced either
        if (std::filesystem::exists(output, unreadable))
            there.push_back(output);
    }
    if (!there.empty())
        refuseOverwritingSources(there, sourceFiles(clips));
}

} // namespace unividx
