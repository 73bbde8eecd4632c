#include "core/project/project_files.h"

#include "core/project/inputs.h"

#include <set>
#include <variant>

namespace unividx {

namespace {

namespace fs = std::filesystem;

void addClipFiles(const Clip& clip, const fs::path& exceptFolder, std::set<fs::path>& files)
{
    for (const auto& lock : clip.task.locks) {
        if (lock && lock->from == LockedInput::From::File)
            files.insert(lock->path);
    }
    for (const LayerHint& hint : clip.task.hints)
        files.insert(hint.path);
    for (const CompNode& node : clip.comp.nodes) {
        if (const auto* background = std::get_if<BackgroundNode>(&node.settings))
            files.insert(background->file);
    }
    for (const Take& take : clip.takes) {
        if (!exceptFolder.empty() && take.folder == exceptFolder)
            continue;
        for (const std::string& layer : take.layers)
            files.insert(layerPattern(take, layer));
    }
}

} // namespace

std::vector<fs::path> projectFiles(const Project& project, const fs::path& exceptFolder)
{
    std::set<fs::path> files;
    for (const MediaItem& item : project.media)
        files.insert(item.path);
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips)
            addClipFiles(clip, exceptFolder, files);
    }
    files.erase(fs::path());
    return {files.begin(), files.end()};
}

} // namespace unividx
