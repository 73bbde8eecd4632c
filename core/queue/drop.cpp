#include "core/queue/drop.h"

#include "core/base/error.h"
#include "core/layers/shot_name.h"
#include "core/media/sequence_pattern.h"
#include "core/project/inputs.h"
#include "core/project/project_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> movies{".mp4", ".mov", ".mkv", ".mxf", ".avi", ".webm", ".m4v", ".mpg"};
constexpr std::array<std::string_view, 9> pictures{".exr",  ".png", ".tif", ".tiff", ".jpg",
                                                   ".jpeg", ".dpx", ".tga", ".bmp"};

std::string lowerExtension(const fs::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

template <typename Table>
bool isOneOf(const Table& table, const fs::path& path)
{
    return std::find(table.begin(), table.end(), lowerExtension(path)) != table.end();
}

RunSpec runOfClip(const fs::path& clip, RunSpec spec)
{
    if (spec.task.empty())
        throw Error(ErrorKind::Usage, clip.string() + ": name the task with --task, e.g. --task decompose");
    setFile(spec, "rgb", clip.string());
    const fs::path whole = fs::absolute(clip).lexically_normal();
    if (spec.out.empty())
        spec.out = whole.parent_path() / (shotNameOf(whole) + "_layers");
    else if (spec.pattern.empty())
        spec.out /= shotNameOf(whole);
    return withAbsolutePaths(std::move(spec));
}

Dropped runsOfProject(const fs::path& path, const RunSpec& usual)
{
    const OpenedProject opened = openProject(path);
    const fs::path folder = usual.out.empty() ? path.parent_path() / (path.stem().string() + "_layers") : usual.out;
    Dropped dropped;
    std::set<fs::path> taken;
    for (const Track& track : opened.project.tracks) {
        if (track.kind != TrackKind::Video)
            continue;
        for (const Clip& clip : track.clips) {
            try {
                const std::string name = shotName(clip.name);
                fs::path out = usual.pattern.empty() ? folder / name : folder;
                for (int number = 2; usual.pattern.empty() && !taken.insert(out).second; ++number)
                    out = folder / (name + "-" + std::to_string(number));
                RunSpec run = resolvedRun(opened.project, clip, fs::absolute(out).lexically_normal());
                run.project = usual.project.empty() ? path.stem().string() : usual.project;
                if (!usual.pattern.empty())
                    run.pattern = usual.pattern;
                if (usual.handles > 0)
                    run.handles = usual.handles;
                dropped.runs.push_back(std::move(run));
            } catch (const Error& error) {
                dropped.notes.push_back(path.string() + ": " + error.what());
            }
        }
    }
    if (dropped.runs.empty() && dropped.notes.empty())
        dropped.notes.push_back(path.string() + ": has no clips on its video tracks");
    return dropped;
}

} // namespace

std::vector<fs::path> clipsIn(const fs::path& folder)
{
    std::set<fs::path> clips;
    std::error_code code;
    auto entry = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, code);
    if (code)
        throw Error(ErrorKind::Input, folder.string() + ": the folder cannot be read (" + code.message() + ")");
    for (; entry != fs::recursive_directory_iterator(); entry.increment(code)) {
        const fs::path path = entry->path();
        const bool hidden = path.filename().string().front() == '.';
        if (entry->is_directory(code)) {
            if (hidden)
                entry.disable_recursion_pending();
            continue;
        }
        if (hidden || !entry->is_regular_file(code))
            continue;
        if (isOneOf(movies, path))
            clips.insert(path);
        if (!isOneOf(pictures, path))
            continue;
        const auto numbered = splitNumberedName(path.filename().string());
        clips.insert(numbered ? path.parent_path() / (numbered->prefix + "####" + numbered->suffix) : path);
    }
    return {clips.begin(), clips.end()};
}

Dropped runsFor(const fs::path& path, const RunSpec& usual)
{
    if (lowerExtension(path) == ".uvx")
        return runsOfProject(path, usual);
    Dropped dropped;
    std::error_code code;
    if (!fs::is_directory(path, code)) {
        if (!parseSequencePattern(path) && !fs::exists(path, code))
            throw Error(ErrorKind::Input, path.string() + ": there is no such file or folder");
        dropped.runs.push_back(runOfClip(path, usual));
        return dropped;
    }
    for (const fs::path& clip : clipsIn(path))
        dropped.runs.push_back(runOfClip(clip, usual));
    // Clips of one name and different kinds would write into each other's folder.
    std::set<fs::path> taken;
    for (RunSpec& run : dropped.runs) {
        if (!usual.pattern.empty())
            break; // the names say which clip they are of
        const fs::path out = run.out;
        for (int number = 2; !taken.insert(run.out).second; ++number)
            run.out = out.string() + "-" + std::to_string(number);
    }
    if (dropped.runs.empty())
        dropped.notes.push_back(path.string() + ": holds no clips");
    return dropped;
}

} // namespace unividx
