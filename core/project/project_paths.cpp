#include "core/project/project_paths.h"

#include <algorithm>
#include <variant>

namespace unividx {

namespace {

namespace fs = std::filesystem;

/// Changes the paths of one project, each where it is.
class PathChanger {
public:
    explicit PathChanger(const std::function<fs::path(const fs::path&, PathUse)>& change) : change_(change) {}

    void change(Clip& clip)
    {
        changeLocks(clip.task, PathUse::Input);
        for (Take& take : clip.takes) {
            change(take.folder, PathUse::Take);
            changeLocks(take.settings, PathUse::MadeFrom);
        }
        for (CompNode& node : clip.comp.nodes) {
            if (auto* background = std::get_if<BackgroundNode>(&node.settings))
                change(background->file, PathUse::Plate);
            if (auto* relight = std::get_if<RelightNode>(&node.settings)) {
                for (Light& light : relight->lights)
                    change(light.environment, PathUse::Plate);
            }
        }
    }
    void change(fs::path& path, PathUse use) const
    {
        if (!path.empty())
            path = change_(path, use);
    }

private:
    void change(std::string& text, PathUse use) const
    {
        if (!text.empty())
            text = change_(text, use).string();
    }
    void changeLocks(RunSpec& spec, PathUse use) const
    {
        for (auto& lock : spec.locks) {
            if (lock && lock->from == LockedInput::From::File)
                change(lock->path, use);
        }
    }

    const std::function<fs::path(const fs::path&, PathUse)>& change_;
};

} // namespace

Project withPaths(Project project, const std::function<fs::path(const fs::path& path, PathUse use)>& change)
{
    PathChanger changer(change);
    for (MediaItem& item : project.media)
        changer.change(item.path, PathUse::Media);
    for (Track& track : project.tracks) {
        for (Clip& clip : track.clips)
            changer.change(clip);
    }
    return project;
}

fs::path movedPath(const fs::path& path, const fs::path& folder, const fs::path& target)
{
    const auto [inFolder, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    if (folder.empty() || inFolder != folder.end())
        return path;
    fs::path moved = target;
    for (auto part = rest; part != path.end(); ++part)
        moved /= *part;
    return moved;
}

} // namespace unividx
