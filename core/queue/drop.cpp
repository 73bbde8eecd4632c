#include "core/queue/drop.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/media/sequence_pattern.h"
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

RunOptions runOfClip(const fs::path& clip, RunOptions options)
{
    if (options.task.empty())
        throw Error(ErrorKind::Usage,
                    clip.string() + ": say what is to be made of it with --task, e.g. --task decompose");
    std::erase_if(options.inputs, [](const NamedPath& input) { return input.name == "rgb"; });
    options.inputs.insert(options.inputs.begin(), NamedPath{"rgb", clip.string()});
    const fs::path whole = fs::absolute(clip).lexically_normal();
    options.out = options.out.empty() ? whole.parent_path() / (shotOf(whole) + "_layers") : options.out / shotOf(whole);
    return withAbsolutePaths(std::move(options));
}

NamedPath inputOf(const Project& project, const Clip& clip, std::size_t row)
{
    const LockedInput& lock = *clip.task.locks[row];
    const std::string name(clip.task.family->modalities[row].name);
    if (lock.from == LockedInput::From::Take) {
        if (const Take* take = findTake(clip, lock.take))
            return {name, framePattern(take->folder, take->layerPrefix, name, ".exr").string()};
    } else if (const MediaItem* media =
                   findMedia(project, lock.from == LockedInput::From::Shot ? clip.media : lock.media)) {
        return {name, media->path.string(), media->layer};
    }
    throw Error(ErrorKind::Input, clip.name + ": what is given as " + name + " is no longer in the project");
}

Dropped runsOfProject(const fs::path& path, const RunOptions& usual)
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
                const std::string name = shotOf(clip.name + ".");
                fs::path out = folder / name;
                for (int number = 2; !taken.insert(out).second; ++number)
                    out = folder / (name + "-" + std::to_string(number));
                dropped.runs.push_back(runOptionsOf(opened.project, clip, fs::absolute(out).lexically_normal()));
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

std::string shotOf(const fs::path& clip)
{
    fs::path path = clip;
    if (path.filename().empty())
        path = path.parent_path();
    std::string name = path.stem().string();
    if (const std::size_t mark = name.find_first_of("#@%"); mark != std::string::npos)
        name.resize(mark);
    while (!name.empty() && (name.back() == '.' || name.back() == '_' || name.back() == '-'))
        name.pop_back();
    return name.empty() ? "shot" : name;
}

double stepsShareOf(Quality quality)
{
    switch (quality) {
    case Quality::Preview:
        return 1.0 / 6; // enough to judge the layout of light and edges, not their detail
    case Quality::Full:
        return 2;
    default:
        return 1;
    }
}

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

RunOptions runOptionsOf(const Project& project, const Clip& clip, const fs::path& out)
{
    const TaskSettings& settings = clip.task;
    const auto task = taskOf(settings);
    if (!task || (task->targets() & settings.kept).none())
        throw Error(ErrorKind::Usage, clip.name + ": no layer of it is to be made; open one");
    RunOptions options;
    options.task = task->name();
    for (std::size_t row = 0; row < 4; ++row) {
        if (settings.locks[row])
            options.inputs.push_back(inputOf(project, clip, row));
        else if (settings.kept[row])
            options.kept.emplace_back(settings.family->modalities[row].name);
    }
    options.model = settings.model;
    options.device.device = settings.device;
    options.prompt = promptOf(settings);
    if (!settings.negativePrompt.empty())
        options.negativePrompt = settings.negativePrompt;
    options.frames = sourceRange(project, clip);
    options.seed = settings.seed;
    options.stepsShare = stepsShareOf(settings.quality);
    if (settings.quality == Quality::Custom) {
        options.steps = settings.steps;
        options.guidance = settings.guidance;
        options.shift = settings.shift;
        options.modelSize = settings.modelSize;
        options.window = settings.windowLength;
        options.overlap = settings.windowOverlap;
    }
    options.out = out;
    options.shot = shotOf(clip.name + ".");
    return options;
}

Dropped runsFor(const fs::path& path, const RunOptions& usual)
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
    for (RunOptions& run : dropped.runs) {
        const fs::path out = run.out;
        for (int number = 2; !taken.insert(run.out).second; ++number)
            run.out = out.string() + "-" + std::to_string(number);
    }
    if (dropped.runs.empty())
        dropped.notes.push_back(path.string() + ": holds no clips");
    return dropped;
}

} // namespace unividx
