#include "core/export/composite.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/comp/evaluate.h"
#include "core/comp/stack_file.h"
#include "core/export/export_names.h"
#include "core/export/nuke_script.h"
#include "core/layers/frame_path.h"
#include "core/media/media_reader.h"
#include "core/project/edits.h"
#include "core/project/otio.h"
#include "core/project/task_edits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

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

/// The timeline of one clip that can be seen as every layer that was exported.
void writeOtio(const ExportRequest& request, const Composite& composite, const std::filesystem::path& path)
{
    Project project = newProject();
    project.name = request.shot;
    project.rate = request.rate;
    project.resolution = request.resolution;
    MediaItem item;
    item.path = std::filesystem::absolute(composite.files().source);
    item.rate = request.rate;
    item.frames = composite.info().frames;
    item.resolution = composite.info().resolution;
    auto media = addMedia(std::move(project), item);
    const TrackId track = media.project.tracks.back().id;
    auto clip = addClip(std::move(media.project), track, media.id, 0, request.frames);
    const std::int64_t first = request.settings.firstNumber.value_or(request.frames.first);
    Take take;
    take.name = request.preset;
    take.frames = request.frames;
    take.folder = std::filesystem::absolute(request.folder);
    take.layerPrefix = request.shot;
    std::vector<OtioLayer> layers;
    for (const ExportLayer& layer : chosenLayers(request)) {
        const std::filesystem::path file = exportPath(request, layer.name, {});
        layers.push_back({layer.name, std::filesystem::absolute(request.folder / file), request.frames, first});
        const bool usual = file == framePattern({}, request.shot, layer.name, ".exr");
        if (usual && first == request.frames.first)
            take.layers.push_back(layer.name);
    }
    if (!take.layers.empty()) // a take is found by its files' names
        clip.project = addTake(std::move(clip.project), clip.id, take).project;
    saveOtio(clip.project, path, layers);
}

void writeNukeScript(const ExportRequest& request, const Composite& composite, CompositeResult& result)
{
    FrameRange numbers = request.frames;
    numbers.first = request.settings.firstNumber.value_or(numbers.first);
    NukeScriptRequest script{std::filesystem::absolute(result.pictures.files.front()),
                             numbers,
                             request.rate,
                             request.resolution,
                             composite.stack(),
                             {},
                             composite.files().plate};
    for (const ExportLayer& layer : chosenLayers(request))
        script.layers.push_back(layer.name);
    const NukeScript made = formatNukeScript(script);
    result.files.push_back(companionPath(request, {}, ".nk"));
    writeFileAtomically(result.files.back(), made.text);
    removeLeftovers({result.files.back()}); // of an export that was killed
    result.notes = made.notes;
}

CompFiles withPlate(CompFiles files, const CompStack& stack)
{
    addPlate(stack, files);
    return files;
}

PictureKind kindOfLayer(const std::string& layer)
{
    return layer == "alpha" ? PictureKind::Matte : PictureKind::Color;
}

} // namespace

Composite::Composite(CompStack stack, CompFiles files, CompositePictures pictures, double proxy)
    : stack_(std::move(stack)), allLayers_(pictures == CompositePictures::All),
      files_(withPlate(std::move(files), stack_)), clip_(files_)
{
    const Resolution full = clip_.info().resolution;
    if (!(proxy > 0.0 && proxy <= 1.0))
        throw Error(ErrorKind::Usage, "a proxy is above 0 and at most 1 of the full size");
    size_ = {std::max(1, static_cast<int>(std::lround(full.width * proxy))),
             std::max(1, static_cast<int>(std::lround(full.height * proxy)))};
    layers_ = pictures == CompositePictures::All ? compositeLayers(stack_, files_)
                                                 : std::vector<ExportLayer>{{"picture", PictureKind::Color}};
}

PreparedFrame Composite::prepare(std::int64_t frame)
{
    std::vector<CompLayer> also;
    for (std::size_t i = 1; allLayers_ && i < compLayerNames().size(); ++i)
        also.push_back(static_cast<CompLayer>(i));
    PreparedFrame prepared = prepareFrame(clip_.read(frame, needsOf(stack_, frame), also), size_);
    replaced_ += prepared.replaced;
    return prepared;
}

std::vector<Image> Composite::pictures(std::int64_t frame)
{
    const PreparedFrame prepared = prepare(frame);
    const CompResult result = evaluate(stack_, prepared);
    const CompFrame& in = prepared.frame;
    // As colour with a matte stands in every file of ours: cut out, the matte beside it.
    const bool cuts = !in.foreground.empty() && !in.alpha.empty();
    const Image foreground = cuts ? premultiply(straightPicture(in.foreground, in.alpha)).image() : in.foreground;
    const std::pair<const char*, const Image*> rows[] = {{"picture", &result.picture.image()},
                                                         {"source", &in.source.image()},
                                                         {"albedo", &in.albedo},
                                                         {"irradiance", &in.irradiance},
                                                         {"normal", &in.normal},
                                                         {"alpha", &in.alpha},
                                                         {"foreground", &foreground},
                                                         {"background", &in.background},
                                                         {"matte", &result.matte},
                                                         {"albedo_graded", &result.albedo},
                                                         {"irradiance_relit", &result.irradiance}};
    std::vector<Image> images;
    for (const ExportLayer& layer : layers_) {
        for (const auto& [name, image] : rows) {
            if (layer.name == name)
                images.push_back(*image);
        }
    }
    return images;
}

std::vector<Image> Composite::edited(std::int64_t frame, const std::vector<std::string>& layers)
{
    const PreparedFrame prepared = prepare(frame);
    const bool cuts = std::find(layers.begin(), layers.end(), "foreground") != layers.end();
    const CompResult result = evaluate(stack_, prepared);
    Image foreground;
    if (cuts)
        foreground = colorOf(unpremultiply(evaluateFront(stack_, prepared).picture));
    const CompFrame& in = prepared.frame;
    const Image background = in.plate.empty() ? in.background : colorOf(unpremultiply(in.plate));
    const std::pair<const char*, const Image*> rows[] = {{"alpha", &result.matte},
                                                         {"albedo", &result.albedo},
                                                         {"irradiance", &result.irradiance},
                                                         {"foreground", &foreground},
                                                         {"background", &background}};
    std::vector<Image> images;
    for (const std::string& layer : layers) {
        const auto found =
            std::find_if(std::begin(rows), std::end(rows), [&](const auto& row) { return layer == row.first; });
        if (found == std::end(rows) || found->second->empty())
            throw Error(ErrorKind::Usage, "this clip's nodes have no layer \"" + layer + "\" to give on");
        images.push_back(*found->second);
    }
    return images;
}

std::vector<ExportLayer> compositeLayers(const CompStack& stack, const CompFiles& files)
{
    std::vector<ExportLayer> layers{{"picture", PictureKind::Color}, {"source", PictureKind::Color}};
    const std::pair<CompLayer, PictureKind> places[] = {
        {CompLayer::Albedo, PictureKind::Color},     {CompLayer::Irradiance, PictureKind::Color},
        {CompLayer::Normal, PictureKind::Vector},    {CompLayer::Alpha, PictureKind::Matte},
        {CompLayer::Foreground, PictureKind::Color}, {CompLayer::Background, PictureKind::Color}};
    for (const auto& [layer, kind] : places) {
        if (files.layers.contains(layer))
            layers.push_back({std::string(compLayerNames()[static_cast<std::size_t>(layer)]), kind});
    }
    const bool makesMatte = std::any_of(stack.nodes.begin(), stack.nodes.end(), [](const CompNode& node) {
        return !node.bypass && std::holds_alternative<MatteNode>(node.settings);
    });
    if (files.layers.contains(CompLayer::Alpha) || makesMatte)
        layers.push_back({"matte", PictureKind::Matte});
    if (files.layers.contains(CompLayer::Albedo) && files.layers.contains(CompLayer::Irradiance)) {
        layers.push_back({"albedo_graded", PictureKind::Color});
        layers.push_back({"irradiance_relit", PictureKind::Color});
    }
    return layers;
}

void addPlate(const CompStack& stack, CompFiles& files)
{
    for (const CompNode& node : stack.nodes) {
        const auto* background = std::get_if<BackgroundNode>(&node.settings);
        if (!background || node.bypass || background->from != BackgroundNode::From::File)
            continue;
        if (background->file.empty())
            throw Error(ErrorKind::Usage, "the background has no file yet; choose one");
        if (!files.plate.empty() && files.plate != background->file)
            throw Error(ErrorKind::Usage, "two backgrounds come from different files; one at a time can be read");
        files.plate = background->file;
        files.plateOffset = background->fileOffset;
    }
}

ExportRequest exportRequestOf(const Composite& composite, const std::filesystem::path& folder, const std::string& shot)
{
    ExportRequest request;
    request.folder = folder;
    request.shot = shot;
    request.layers = composite.layers();
    request.resolution = composite.size();
    request.frames = composite.info().frames;
    request.rate = composite.info().rate;
    request.attributes = {{"source", composite.files().source.filename().string()}};
    request.recipe = recipeOf(composite, folder);
    request.sources = sourcesOf(composite.stack(), composite.files());
    return request;
}

FrameRange framesAsked(FrameRange asked, const Composite& composite, std::int64_t handles)
{
    const auto text = [](FrameRange range) {
        return std::to_string(range.first) + "-" + std::to_string(range.end() - 1);
    };
    const FrameRange whole = composite.info().frames;
    if (asked.empty())
        return whole;
    if (asked.first < whole.first || asked.end() > whole.end())
        throw Error(ErrorKind::Usage,
                    "the frames " + text(asked) + " are not all there: the source has " + text(whole));
    const std::int64_t first = std::max(whole.first, asked.first - handles);
    return {first, std::min(whole.end(), asked.end() + handles) - first};
}

std::vector<std::filesystem::path> sourcesOf(const CompStack& stack, const CompFiles& files)
{
    std::vector<std::filesystem::path> sources{files.source, files.plate};
    for (const auto& [layer, file] : files.layers)
        sources.push_back(file);
    for (const CompNode& node : stack.nodes)
        if (const auto* background = std::get_if<BackgroundNode>(&node.settings))
            sources.push_back(background->file);
    return sources;
}

CompositeResult exportComposite(Composite& composite, const ExportRequest& asked, JobContext& job)
{
    const VersionedExport numbered(asked);
    const ExportRequest& request = numbered.request;
    CompositeResult result;
    result.frames = request.frames;
    result.pictures = runExport(
        request, [&](std::int64_t frame) { return composite.pictures(frame); }, job);
    result.files = result.pictures.files;
    result.files.push_back(result.pictures.sidecar);
    if (request.settings.nukeScript)
        writeNukeScript(request, composite, result);
    if (request.settings.format != ExportFormat::Sheet) {
        result.files.push_back(result.pictures.sidecar);
        result.files.back().replace_extension(".otio");
        writeOtio(request, composite, result.files.back());
    }
    return result;
}

ExportResult publishLayers(Composite& composite, const std::vector<std::string>& layers, ExportRequest request,
                           JobContext& job)
{
    request.settings = {};
    request.preset = "edited";
    request.layers.clear();
    for (const std::string& layer : layers)
        request.layers.push_back({layer, kindOfLayer(layer)});
    return runExport(
        request, [&](std::int64_t frame) { return composite.edited(frame, layers); }, job);
}

} // namespace unividx
