#include "app/cli/command.h"
#include "app/cli/item_tools.h"
#include "app/cli/option_text.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/source_guard.h"
#include "core/comp/stack_file.h"
#include "core/export/composite.h"
#include "core/export/export_names.h"
#include "core/export/export_spec.h"
#include "core/layers/shot_name.h"
#include "core/media/source_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

namespace unividx::cli {

namespace {

/// What `comp` and `export` are told.
struct Arguments {
    std::string source;
    std::string sourceColor;
    std::vector<std::string> layers;
    std::string look;
    std::string nodes;
    std::string plate;
    std::string saveNodes;
    std::string frames;
    std::int64_t handles = 0;
    std::string project;
    std::optional<std::int64_t> version;
    std::string out;
    std::string shot;
    std::string preset;
    std::string pattern;
    std::vector<std::string> only;
    std::string colorSpace;
    std::string existing = "refuse";
    bool floatDepth = false;
    bool crop = false;
    bool multiPart = false;
    bool eightBit = false;
    bool fullChroma = false;
    std::string compression;
    std::optional<int> quality;
    std::optional<std::int64_t> firstNumber;
    std::optional<int> digits;
    std::optional<std::string> burnIn;
    std::optional<int> columns;
    double proxy = 1.0;
    int threads = 0;
    bool queue = false;
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

CompFiles filesOf(const Arguments& arguments)
{
    CompFiles files;
    files.source = std::filesystem::absolute(arguments.source).lexically_normal();
    files.sourceColor = arguments.sourceColor;
    for (const std::string& text : arguments.layers) {
        const NamedPath named = parseNamedPath(text);
        files.layers[layerNamed(named.name)] = std::filesystem::absolute(named.path).lexically_normal();
    }
    return files;
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

/// Of colour, and of files with data in them where it does not damage that.
void setCompression(const std::string& word, ExportSettings& settings)
{
    const std::pair<const char*, ExrCompression> words[] = {
        {"none", ExrCompression::None}, {"zip", ExrCompression::Zip},   {"zips", ExrCompression::ZipScanline},
        {"piz", ExrCompression::Piz},   {"dwaa", ExrCompression::Dwaa}, {"dwab", ExrCompression::Dwab}};
    for (const auto& [name, value] : words) {
        if (word != name)
            continue;
        settings.colorCompression = value;
        if (value != ExrCompression::Dwaa && value != ExrCompression::Dwab)
            settings.dataCompression = value;
        return;
    }
    throw Error(ErrorKind::Usage, "--compression is none, zip, zips, piz, dwaa or dwab");
}

/// The preset's settings with what was asked for otherwise.
ExportSettings settingsOf(const Arguments& arguments, ExportSettings settings)
{
    settings.existing = existingNamed(arguments.existing);
    settings.colorSpace = arguments.colorSpace;
    if (arguments.floatDepth)
        settings.depth = ExrDepth::Float;
    if (arguments.crop)
        settings.window = ExrWindow::Data;
    if (arguments.multiPart)
        settings.layout = ExportLayout::TogetherInParts;
    if (arguments.eightBit)
        settings.pngDepth = PngDepth::Eight;
    if (arguments.fullChroma)
        settings.chroma = ChromaSampling::Full;
    if (!arguments.compression.empty())
        setCompression(arguments.compression, settings);
    if (!arguments.pattern.empty())
        settings.pattern = arguments.pattern;
    if (!arguments.only.empty())
        settings.layers = arguments.only;
    if (arguments.firstNumber)
        settings.firstNumber = arguments.firstNumber;
    settings.quality = arguments.quality.value_or(settings.quality);
    settings.padding = arguments.digits.value_or(settings.padding);
    settings.burnIn = arguments.burnIn.value_or(settings.burnIn);
    settings.sheetColumns = arguments.columns.value_or(settings.sheetColumns);
    return settings;
}

ExportSpec specOf(const Arguments& arguments, CompositePictures pictures)
{
    const ExportPreset* preset = findExportPreset(arguments.preset);
    if (!preset)
        throw Error(ErrorKind::Usage,
                    "there is no export preset \"" + arguments.preset + "\"; there are " + namesOf(exportPresets()));
    ExportSpec spec;
    spec.stack = stackOf(arguments);
    spec.files = filesOf(arguments);
    spec.pictures = pictures;
    spec.proxy = arguments.proxy;
    spec.asked.shot = arguments.shot.empty() ? shotNameOf(arguments.source) : arguments.shot;
    spec.asked.project = arguments.project;
    spec.asked.handles = arguments.handles;
    spec.asked.version = arguments.version;
    spec.asked.folder = std::filesystem::absolute(arguments.out).lexically_normal();
    spec.asked.settings = settingsOf(arguments, preset->settings);
    if (pictures == CompositePictures::PictureAlone && spec.asked.settings.layers.empty())
        spec.asked.settings.layers = {"picture"}; // so that its names need no {layer}
    spec.asked.preset = arguments.preset;
    if (!arguments.frames.empty())
        spec.asked.frames = parseFrames(arguments.frames);
    return spec;
}

void saveNodes(const ExportSpec& spec, const std::string& file)
{
    CompFiles files = spec.files;
    addPlate(spec.stack, files);
    refuseOverwritingSources({file}, sourceFiles(sourcesOf(spec.stack, files)));
    saveStack(spec.stack, file);
}

/// What the files tell is checked now, rather than when the item's turn has come.
void addComposite(ExportSpec spec, Output& output)
{
    const Composite composite(spec.stack, spec.files, spec.pictures, spec.proxy);
    spec.asked.layers = composite.layers();
    spec.asked.resolution = composite.size();
    spec.asked.frames = framesAsked(spec.asked.frames, composite, std::exchange(spec.asked.handles, 0));
    spec.asked.order = freshOrder();
    chosenLayers(spec.asked);
    const NewItem item = newItem(spec);
    refuseWhatCannotRun(item, output);
    addToQueue({item}, false, output);
}

void runComposite(const Arguments& arguments, Context& context, CompositePictures pictures)
{
    setParallelism(arguments.threads);
    const ExportSpec spec = specOf(arguments, pictures);
    if (!arguments.saveNodes.empty())
        saveNodes(spec, arguments.saveNodes);
    if (arguments.queue)
        return addComposite(spec, *context.output);
    const auto began = std::chrono::steady_clock::now();
    const ItemResult result = executeHere(newItem(spec), context);
    tellResult("exported", result, secondsSince(began), *context.output);
}

void addOptions(CLI::App& command, Arguments& arguments, const char* preset)
{
    arguments.preset = preset;
    command.add_option("--source", arguments.source, "The shot: a movie, sequence or picture")->required();
    command.add_option("--source-colorspace", arguments.sourceColor,
                       "Colour space of the shot (default: what the file says)");
    command.add_option("--layer", arguments.layers,
                       "A layer of it, NAME=PATH: albedo, irradiance, normal, alpha, foreground, background");
    command.add_option("--look", arguments.look, "A list of nodes by its name");
    command.add_option("--nodes", arguments.nodes, "A list of nodes from a file (.uvcomp)");
    command.add_option("--plate", arguments.plate, "The file of the new background");
    command.add_option("--save-nodes", arguments.saveNodes, "Writes the list of nodes to a file (.uvcomp)");
    command.add_option("--frames", arguments.frames, "FIRST-LAST; all without it");
    command
        .add_option("--handles", arguments.handles,
                    "Frames to write before and after --frames, where the source has them")
        ->check(CLI::Range(0, 10'000));
    command.add_option("--out", arguments.out, "Folder of the files")->required();
    command.add_option("--shot", arguments.shot, "First part of the files' names; the source's name without it");
    command.add_option("--preset", arguments.preset, "What files are written")->capture_default_str();
    command.add_option("--pattern", arguments.pattern,
                       "File names below the folder, with {project} {shot} {layer} {version} {frame} {extension} "
                       "{preset} {width} {height}");
    command.add_option("--project", arguments.project, "Name that stands for {project} in --pattern");
    command
        .add_option("--version-number", arguments.version,
                    "Number that stands for {version} in --pattern (default: the next free one; the latest with "
                    "--existing resume)")
        ->check(CLI::Range(1, 999'999));
    command.add_option("--only", arguments.only, "Only these layers are written");
    command.add_option("--color-space", arguments.colorSpace, "Of colour in the files, by the colour config");
    command
        .add_option("--existing", arguments.existing, "What to do with files that are there: refuse, replace, resume")
        ->capture_default_str();
    command.add_flag("--float", arguments.floatDepth, "32-bit EXR");
    command.add_flag("--crop", arguments.crop, "EXR data windows as small as they can be");
    command.add_flag("--multi-part", arguments.multiPart, "EXR files with a part a layer");
    command.add_option("--compression", arguments.compression,
                       "Of EXR: none, zip, zips, piz, dwaa, dwab (the last two of files with nothing but colour)");
    command.add_flag("--8bit", arguments.eightBit, "8-bit PNG");
    command.add_option("--quality", arguments.quality, "Of movies: 0 (lossless) to 51");
    command.add_flag("--444", arguments.fullChroma, "Movies with colour at full size");
    command.add_option("--first-number", arguments.firstNumber, "Of the first frame; the source's own without it");
    command.add_option("--digits", arguments.digits, "Of frame numbers");
    command.add_option("--burn-in", arguments.burnIn,
                       "Text in PNG and movies, with {shot} {layer} {version} {frame} ...");
    command.add_option("--columns", arguments.columns, "Of a contact sheet");
    command.add_option("--proxy", arguments.proxy, "Share of the full size, up to 1")->capture_default_str();
    command.add_flag("--queue", arguments.queue,
                     "Add the work to the queue instead of executing it now (unividx queue run executes it)");
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

/// "  grade: what it does", and a line for each of a kind's numbers and choices.
std::string listOfNodes()
{
    const auto numberText = [](float value) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%g", value);
        return std::string(text.data());
    };
    std::string text;
    for (const NodeKind& kind : nodeKinds()) {
        text += "  " + std::string(kind.name) + ": " + std::string(kind.sentence) + "\n";
        for (const NumberRow& number : kind.numbers)
            text += "      " + std::string(number.name) + ": " + numberText(number.low) + " to " +
                    numberText(number.high) + (number.unit.empty() ? "" : " " + std::string(number.unit)) + "\n";
        for (const ChoiceRow& choice : kind.choices) {
            text += "      " + std::string(choice.name) + ":";
            for (const std::string_view word : choice.words)
                text += (word == choice.words.front() ? " " : ", ") + std::string(word);
            text += "\n";
        }
    }
    return text;
}

void addOne(CLI::App& app, Context& context, const char* name, const char* sentence, const char* preset,
            CompositePictures pictures)
{
    CLI::App* command = app.add_subcommand(name, sentence);
    auto arguments = std::make_shared<Arguments>();
    addOptions(*command, *arguments, preset);
    command->footer("Looks:\n" + listOf(stackPresets()) + "Presets:\n" + listOf(exportPresets()) +
                    "Nodes of a .uvcomp file, with their numbers and choices:\n" + listOfNodes());
    command->callback([&context, arguments, pictures] {
        context.action = [&context, arguments, pictures] { runComposite(*arguments, context, pictures); };
    });
}

} // namespace

void addCompCommand(CLI::App& app, Context& context)
{
    addOne(app, context, "comp", "Composites a shot from its layers and writes the picture", "png16",
           CompositePictures::PictureAlone);
}

void addExportCommand(CLI::App& app, Context& context)
{
    addOne(app, context, "export", "Writes a shot's picture and layers for other programs", "nuke",
           CompositePictures::All);
}

} // namespace unividx::cli
