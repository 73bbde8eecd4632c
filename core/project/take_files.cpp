#include "core/project/take_files.h"

#include "core/base/error.h"
#include "core/media/sequence_attributes.h"
#include "core/project/inputs.h"
#include "core/project/task_edits.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

/// Whether a name is one of the layer's: `shot_albedo.1001.exr`.
bool isNamedAs(const std::string& name, const std::string& pattern)
{
    const std::size_t marks = pattern.rfind("####");
    const std::string head = pattern.substr(0, marks);
    const std::string tail = pattern.substr(marks + 4);
    if (name.size() < head.size() + tail.size() + 4 || !name.starts_with(head) || !name.ends_with(tail))
        return false;
    const std::string digits = name.substr(head.size(), name.size() - head.size() - tail.size());
    return std::all_of(digits.begin() + (digits.front() == '-' ? 1 : 0), digits.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool isNamedAsLayer(const std::string& name, const Take& take)
{
    return std::any_of(take.layers.begin(), take.layers.end(), [&](const std::string& layer) {
        return isNamedAs(name, layerPattern(take, layer).filename().string());
    });
}

/// Everything in a folder, by name; none where there is no folder.
std::vector<fs::path> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> entries;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed))
        entries.push_back(entry->path());
    if (failed && failed != std::errc::no_such_file_or_directory)
        throw Error(ErrorKind::Input, folder.string() + ": cannot be read (" + failed.message() + ")");
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace

TakeFiles findTakeFiles(const Take& take)
{
    TakeFiles files;
    for (const fs::path& entry : entriesOf(take.folder)) {
        std::error_code unknown; // then it is not ours
        const bool isMade = isNamedAsLayer(entry.filename().string(), take) &&
                            fs::symlink_status(entry, unknown).type() == fs::file_type::regular &&
                            !readOwnAttributes(entry).empty();
        (isMade ? files.made : files.others).push_back(entry);
        if (isMade)
            files.bytes += static_cast<std::int64_t>(fs::file_size(entry, unknown));
    }
    return files;
}

std::int64_t bytesOnDisk(const Take& take)
{
    std::int64_t bytes = 0;
    std::error_code failed;
    for (fs::directory_iterator entry(take.folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        std::error_code unknown; // it was deleted meanwhile
        const std::uintmax_t size = entry->file_size(unknown);
        if (!unknown && isNamedAsLayer(entry->path().filename().string(), take))
            bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

void deleteTakeFiles(const Take& take, const std::vector<fs::path>& made)
{
    std::string problem;
    for (const fs::path& file : made) {
        std::error_code failed;
        fs::remove(file, failed);
        if (failed && problem.empty())
            problem = file.string() + ": cannot be deleted (" + failed.message() + ")";
    }
    std::error_code notEmpty; // then it stays
    fs::remove(take.folder, notEmpty);
    if (!problem.empty())
        throw Error(ErrorKind::Output, problem);
}

std::vector<ClipId> clipsWithTakeIn(const Project& project, const fs::path& folder)
{
    std::vector<ClipId> clips;
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            if (std::any_of(clip.takes.begin(), clip.takes.end(),
                            [&](const Take& take) { return take.folder == folder; }))
                clips.push_back(clip.id);
        }
    }
    return clips;
}

Project withoutTakesIn(Project project, const fs::path& folder)
{
    for (const ClipId id : clipsWithTakeIn(project, folder)) {
        const std::vector<Take> takes = findClip(project, id)->takes;
        for (const Take& take : takes) {
            if (take.folder == folder)
                project = deleteTake(std::move(project), id, take.id);
        }
    }
    return project;
}

} // namespace unividx
