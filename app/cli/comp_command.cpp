#include "app/cli/command.h"
#include "app/cli/option_text.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/comp/evaluate.h"
#include "core/export/comp_clip.h"
#include "core/export/export_job.h"
#include "core/export/nuke_script.h"
#include "core/media/media_reader.h"
#include "core/project/edits.h"
#include "core/project/otio.h"
#include "core/project/stack_file.h"
#include "core/project/task_edits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

namespace unividx::cli {

namespace {

/// What `comp` and `export` are told.
struct Arguments {
    std::string source;
    std::vector<std::string> layers;
    std::string look;
    std::string nodes;
    std::string plate;
    std::string saveNodes;
    std::string frames;
    std::string out;
    std::string shot;
    std::string preset;
    std::string pattern;
    std::vector<std::string> only;
    std::string colorSpace;
    std::string existing = "refuse";
    bool floatDepth = false;
    bool crop = false;
    double proxy = 1.0;
    int threads = 0;
};

CompLayer layerNamed(const std::string& name)
{
    const auto& names = compLayerNames();
    const auto found = std::find(names.begin() + 1, names.end(), name);
    if (found == names.end()) {
        std::string known;
        for (std::size_t i = 1; i < names.size(); ++i)
            known += (i > 1 ? ", " : "") + std::string(names[i]);
        throw Error(ErrorKind::Usage, "there is no layer \"" + name + "\"; there are " + known);
    }
    return static_cast<CompLayer>(found - names.begin());
}

template <typename Rows>
std::string namesOf(const Rows& rows)
{
    std::string names;
    for (const auto& row : rows)
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    return names;
}

CompStack stackOf(const Arguments& arguments)
{
    CompStack stack;
    if (!arguments.nodes.empty())
        stack = openStack(arguments.nodes);
    if (!arguments.look.empty()) {
        const StackPreset* preset = findStackPreset(arguments.look);
        if (!preset)
            throw Error(ErrorKind::Usage,
                        "there is no look \"" + arguments.look + "\"; there are " + namesOf(stackPresets()));
        stack.nodes.insert(stack.nodes.end(), preset->stack.nodes.begin(), preset->stack.nodes.end());
    }
    if (arguments.plate.empty())
        return stack;
    bool used = false;
    for (CompNode& node : stack.nodes) {
        if (auto* background = std::get_if<BackgroundNode>(&node.settings)) {
            background->file = std::filesystem::absolute(arguments.plate).string();
            background->from = BackgroundNode::From::File;
            used = true;
        }
    }
    if (!used)
        throw Error(ErrorKind::Usage, "--plate is for a list of nodes with a background, e.g. --look swap-background");
    return stack;
}

/// The file of the first background that has one; several are not read at once.
void addPlate(const CompStack& stack, CompFiles& files)
{
    for (const CompNode& node : stack.nodes) {
        const auto* background = std::get_if<BackgroundNode>(&node.settings);
        if (!background || node.bypass || background->from != BackgroundNode::From::File)
            continue;
        if (background->file.empty())
            throw Error(ErrorKind::Usage, "the background has no file; say which with --plate");
        if (!files.plate.empty() && files.plate != background->file)
            throw Error(ErrorKind::Usage, "two backgrounds come from different files; one at a time can be read");
        files.plate = background->file;
        files.plateOffset = background->fileOffset;
    }
}

/// A stack over a clip, frame by frame, as pictures for an export.
class Composite {
public:
    Composite(const Arguments& arguments, bool allLayers)
        : stack_(stackOf(arguments)), allLayers_(allLayers), files_(filesOf(arguments)), clip_(files_)
    {
        const Resolution full = clip_.info().resolution;
        if (!(arguments.proxy > 0.0 && arguments.proxy <= 1.0))
            throw Error(ErrorKind::Usage, "--proxy is above 0 and at most 1");
        size_ = {std::max(1, static_cast<int>(std::lround(full.width * arguments.proxy))),
                 std::max(1, static_cast<int>(std::lround(full.height * arguments.proxy)))};
        layers_.push_back({"picture", PictureKind::Color});
        if (!allLayers)
            return;
        layers_.push_back({"source", PictureKind::Color});
        const std::pair<CompLayer, PictureKind> places[] = {
            {CompLayer::Albedo, PictureKind::Color},     {CompLayer::Irradiance, PictureKind::Color},
            {CompLayer::Normal, PictureKind::Vector},    {CompLayer::Alpha, PictureKind::Matte},
            {CompLayer::Foreground, PictureKind::Color}, {CompLayer::Background, PictureKind::Color}};
        for (const auto& [layer, kind] : places) {
            if (clip_.has(layer))
                layers_.push_back({std::string(compLayerNames()[static_cast<std::size_t>(layer)]), kind});
        }
        if (clip_.has(CompLayer::Alpha) || hasMatte())
            layers_.push_back({"matte", PictureKind::Matte});
        if (clip_.has(CompLayer::Albedo) && clip_.has(CompLayer::Irradiance)) {
            layers_.push_back({"albedo_graded", PictureKind::Color});
            layers_.push_back({"irradiance_relit", PictureKind::Color});
        }
    }

    const CompStack& stack() const { return stack_; }
    const CompFiles& files() const { return files_; }
    const MediaInfo& info() const { return clip_.info(); }
    Resolution size() const { return size_; }
    const std::vector<ExportLayer>& layers() const { return layers_; }
    std::int64_t replaced() const { return replaced_; }

    std::vector<Image> pictures(std::int64_t frame)
    {
        std::vector<CompLayer> also;
        for (std::size_t i = 1; allLayers_ && i < compLayerNames().size(); ++i)
            also.push_back(static_cast<CompLayer>(i));
        const PreparedFrame prepared = prepareFrame(clip_.read(frame, needsOf(stack_, frame), also), size_);
        replaced_ += prepared.replaced;
        const CompResult result = evaluate(stack_, prepared);
        const CompFrame& in = prepared.frame;
        std::vector<Image> images;
        for (const ExportLayer& layer : layers_) {
            const std::pair<const char*, const Image*> rows[] = {{"picture", &result.picture.image()},
                                                                 {"source", &in.source.image()},
                                                                 {"albedo", &in.albedo},
                                                                 {"irradiance", &in.irradiance},
                                                                 {"normal", &in.normal},
                                                                 {"alpha", &in.alpha},
                                                                 {"foreground", &in.foreground},
                                                                 {"background", &in.background},
                                                                 {"matte", &result.matte},
                                                                 {"albedo_graded", &result.albedo},
                                                                 {"irradiance_relit", &result.irradiance}};
            for (const auto& [name, image] : rows) {
                if (layer.name == name)
                    images.push_back(*image);
            }
        }
        return images;
    }

private:
    CompFiles filesOf(const Arguments& arguments) const
    {
        CompFiles files;
        files.source = arguments.source;
        for (const std::string& text : arguments.layers) {
            const NamedPath named = parseNamedPath(text);
            files.layers[layerNamed(named.name)] = named.path;
        }
        addPlate(stack_, files);
        return files;
    }

    bool hasMatte() const
    {
        return std::any_of(stack_.nodes.begin(), stack_.nodes.end(), [](const CompNode& node) {
            return !node.bypass && std::holds_alternative<MatteNode>(node.settings);
        });
    }

    CompStack stack_;
    bool allLayers_;
    CompFiles files_;
    CompClip clip_;
    Resolution size_;
    std::vector<ExportLayer> layers_;
    std::int64_t replaced_ = 0;
};

/// The text two exports have in common if they make the same pixels.
std::string recipeOf(const Composite& composite, const std::filesystem::path& folder)
{
    nlohmann::ordered_json recipe;
    recipe["source"] = composite.files().source.filename().string();
    for (const auto& [layer, path] : composite.files().layers)
        recipe["layers"][std::string(compLayerNames()[static_cast<std::size_t>(layer)])] = path.filename().string();
    recipe["composite"] =
        nlohmann::ordered_json::parse(formatStack(composite.stack(), std::filesystem::absolute(folder)));
    return recipe.dump();
}

ExportExisting existingNamed(const std::string& word)
{
    const std::pair<const char*, ExportExisting> words[] = {
        {"refuse", ExportExisting::Refuse}, {"replace", ExportExisting::Replace}, {"resume", ExportExisting::Resume}};
    for (const auto& [name, value] : words) {
        if (word == name)
            return value;
    }
    throw Error(ErrorKind::Usage, "--existing is refuse, replace or resume");
}

ExportRequest requestOf(const Arguments& arguments, const Composite& composite)
{
    const ExportPreset* preset = findExportPreset(arguments.preset);
    if (!preset)
        throw Error(ErrorKind::Usage,
                    "there is no export preset \"" + arguments.preset + "\"; there are " + namesOf(exportPresets()));
    ExportRequest request;
    request.settings = preset->settings;
    request.preset = arguments.preset;
    request.settings.existing = existingNamed(arguments.existing);
    request.settings.colorSpace = arguments.colorSpace;
    if (arguments.floatDepth)
        request.settings.depth = ExrDepth::Float;
    if (arguments.crop)
        request.settings.window = ExrWindow::Data;
    if (!arguments.pattern.empty())
        request.settings.pattern = arguments.pattern;
    if (!arguments.only.empty())
        request.settings.layers = arguments.only;
    request.folder = arguments.out;
    const std::filesystem::path source = arguments.source;
    request.shot = !arguments.shot.empty()
                       ? arguments.shot
                       : source.stem().string().substr(0, source.stem().string().find_first_of(".#%"));
    request.layers = composite.layers();
    request.resolution = composite.size();
    request.frames = arguments.frames.empty() ? composite.info().frames : parseFrames(arguments.frames);
    const FrameRange whole = composite.info().frames;
    if (request.frames.first < whole.first || request.frames.end() > whole.end())
        throw Error(ErrorKind::Usage,
                    "--frames " + arguments.frames + ": the source has the frames " + cli::describe(whole));
    request.rate = composite.info().rate;
    request.attributes = {{"source", source.filename().string()}, {"version", UNIVIDX_VERSION}};
    request.recipe = recipeOf(composite, request.folder);
    return request;
}

/// The timeline of one clip with the exported sequences as its layers; only where files have our own usual names.
std::filesystem::path writeOtio(const ExportRequest& request, const Composite& composite)
{
    Project project = newProject();
    project.name = request.shot;
    project.rate = request.rate;
    MediaItem item;
    item.path = std::filesystem::absolute(composite.files().source);
    item.rate = request.rate;
    item.frames = composite.info().frames;
    item.resolution = composite.info().resolution;
    auto media = addMedia(std::move(project), item);
    const TrackId track = media.project.tracks.back().id;
    auto clip = addClip(std::move(media.project), track, media.id, 0, request.frames);
    Take take;
    take.name = request.preset;
    take.frames = request.frames;
    take.folder = std::filesystem::absolute(request.folder);
    take.layerPrefix = request.shot;
    for (const ExportLayer& layer : chosenLayers(request))
        take.layers.push_back(layer.name);
    const auto path = request.folder / (request.shot + ".otio");
    saveOtio(addTake(std::move(clip.project), clip.id, take).project, path);
    return path;
}

void runComposite(Arguments& arguments, Context& context, bool allLayers)
{
    setParallelism(arguments.threads);
    Composite composite(arguments, allLayers);
    if (!arguments.saveNodes.empty())
        saveStack(composite.stack(), arguments.saveNodes);
    const ExportRequest request = requestOf(arguments, composite);
    JobContext job(context.cancel, [&](const Progress& progress) { context.console.progress(progress); });
    const ExportResult result = runExport(
        request, [&](std::int64_t frame) { return composite.pictures(frame); }, job);
    context.console.endProgress();

    std::vector<std::filesystem::path> files = result.files;
    files.push_back(result.sidecar);
    if (request.settings.nukeScript) {
        NukeScriptRequest script{std::filesystem::absolute(result.files.front()),
                                 request.frames,
                                 request.rate,
                                 request.resolution,
                                 composite.stack(),
                                 {},
                                 composite.files().plate};
        for (const ExportLayer& layer : chosenLayers(request))
            script.layers.push_back(layer.name);
        const NukeScript made = formatNukeScript(script);
        files.push_back(request.folder / (request.shot + ".nk"));
        writeFileAtomically(files.back(), made.text);
        for (const std::string& note : made.notes)
            context.console.note("Nuke script: " + note);
    }
    const bool usualNames =
        request.settings.format == ExportFormat::Exr && request.settings.pattern == ExportSettings{}.pattern;
    if (usualNames)
        files.push_back(writeOtio(request, composite));
    if (composite.replaced() > 0)
        context.console.warning(std::to_string(composite.replaced()) + " values of the inputs were not finite and were "
                                                                       "taken as 0");
    if (result.changed.clamped > 0)
        context.console.warning(std::to_string(result.changed.clamped) + " values were too large for half float");
    nlohmann::json names = nlohmann::json::array();
    for (const auto& file : files) {
        names.push_back(file.string());
        if (!context.console.json())
            context.console.print(file.string());
    }
    context.console.event("exported", {{"files", names}, {"written", result.written}, {"kept", result.kept}});
}

void addOptions(CLI::App& command, Arguments& arguments, const char* preset)
{
    arguments.preset = preset;
    command.add_option("--source", arguments.source, "The shot: a movie, sequence or picture")->required();
    command.add_option("--layer", arguments.layers,
                       "A layer of it, NAME=PATH: albedo, irradiance, normal, alpha, foreground, background");
    command.add_option("--look", arguments.look, "A list of nodes by its name");
    command.add_option("--nodes", arguments.nodes, "A list of nodes from a file (.uvcomp)");
    command.add_option("--plate", arguments.plate, "The file of the new background");
    command.add_option("--save-nodes", arguments.saveNodes, "Writes the list of nodes to a file (.uvcomp)");
    command.add_option("--frames", arguments.frames, "FIRST-LAST; all without it");
    command.add_option("--out", arguments.out, "Folder of the files")->required();
    command.add_option("--shot", arguments.shot, "First part of the files' names; the source's name without it");
    command.add_option("--preset", arguments.preset, "What files are written")->capture_default_str();
    command.add_option("--pattern", arguments.pattern, "File names, with {shot} {layer} {frame} {extension} ...");
    command.add_option("--only", arguments.only, "Only these layers are written");
    command.add_option("--color-space", arguments.colorSpace, "Of colour in the files, by the colour config");
    command
        .add_option("--existing", arguments.existing, "What to do with files that are there: refuse, replace, resume")
        ->capture_default_str();
    command.add_flag("--float", arguments.floatDepth, "32-bit EXR");
    command.add_flag("--crop", arguments.crop, "EXR data windows as small as they can be");
    command.add_option("--proxy", arguments.proxy, "Share of the full size, up to 1")->capture_default_str();
    command.add_option("--threads", arguments.threads, "0: all cores")->capture_default_str();
}

template <typename Rows>
std::string listOf(const Rows& rows)
{
    std::string text;
    for (const auto& row : rows)
        text += "  " + std::string(row.name) + ": " + std::string(row.sentence) + "\n";
    return text;
}

void addOne(CLI::App& app, Context& context, const char* name, const char* sentence, const char* preset, bool allLayers)
{
    CLI::App* command = app.add_subcommand(name, sentence);
    auto arguments = std::make_shared<Arguments>();
    addOptions(*command, *arguments, preset);
    command->footer("Looks:\n" + listOf(stackPresets()) + "Presets:\n" + listOf(exportPresets()));
    command->callback([&context, arguments, allLayers] {
        context.action = [&context, arguments, allLayers] { runComposite(*arguments, context, allLayers); };
    });
}

} // namespace

void addCompCommand(CLI::App& app, Context& context)
{
    addOne(app, context, "comp", "Composites a shot from its layers and writes the picture", "png16", false);
}

void addExportCommand(CLI::App& app, Context& context)
{
    addOne(app, context, "export", "Writes a shot's picture and layers for other programs", "nuke", true);
}

} // namespace unividx::cli
