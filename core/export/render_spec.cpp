#include "core/export/render_spec.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/parallel.h"
#include "core/export/composite_json.h"
#include "core/layers/frame_path.h"
#include "core/run/run_fields.h"
#include "core/run/run_job.h"

#include <array>
#include <utility>

namespace unividx {

namespace {

using Json = nlohmann::ordered_json;

constexpr int renderVersion = 1;
constexpr std::array<std::pair<ModelRenderKind, std::string_view>, 2> kindNames{
    {{ModelRenderKind::Relight, "relight"}, {ModelRenderKind::Harmonise, "harmonise"}}};

std::string_view nameOf(ModelRenderKind kind)
{
    for (const auto& [value, name] : kindNames) {
        if (value == kind)
            return name;
    }
    throw Error(ErrorKind::Internal, "a kind of render without a name");
}

ModelRenderKind kindFrom(const std::string& word)
{
    for (const auto& [value, name] : kindNames) {
        if (name == word)
            return value;
    }
    throw Error(ErrorKind::Input, "there is no kind of render \"" + word + "\"");
}

} // namespace

RunSpec renderOptionsOf(const RunSpec& run)
{
    RunSpec options = run;
    options.locks = {};
    options.kept = ModalitySet(0b1111);
    options.extra.clear();
    for (const char* option : {"--task", "--frames", "--most-frames", "--out", "--shot", "--format",
                               "--published-names", "--rate", "--at-model-size", "--overwrite"})
        reset(*findRunField(option), options);
    options.family = run.family; // decides how the prompts are put together
    options.farm = {};
    return options;
}

std::string formatRenderSpec(const RenderSpec& spec)
{
    try {
        Json json{{"unividx-render", renderVersion},
                  {"kind", nameOf(spec.kind)},
                  {"ratio", spec.transferRatio},
                  {"run", Json::parse(formatRunSpec(spec.run))}};
        detail::addComposite(json, spec);
        return json.dump();
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Output, spec.shot + ": the render cannot be noted down: " + error.what());
    }
}

RenderSpec parseRenderSpec(std::string_view text, const std::string& name)
{
    try {
        const Json json = parseJson(text, "its text");
        if (json.at("unividx-render").get<int>() != renderVersion)
            throw Error(ErrorKind::Input, "it is from a newer version");
        RenderSpec spec;
        detail::readComposite(json, name, spec);
        spec.kind = kindFrom(json.at("kind").get<std::string>());
        spec.transferRatio = json.at("ratio").get<bool>();
        spec.run = parseRunSpec(json.at("run").dump(), "its options");
        return spec;
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Input, name + ": is no render of a composite: " + error.what());
    } catch (const Error& error) {
        throw Error(error.kind(), name + ": is no render of a composite: " + error.what());
    }
}

std::vector<std::string> layersOf(const RenderSpec& spec)
{
    std::vector<std::string> layers{"rgb"};
    for (std::string& layer : publishedLayers(spec.kind))
        layers.push_back(std::move(layer));
    return layers;
}

RenderResult runRenderSpec(const RenderSpec& spec, const JobTools& tools)
{
    setParallelism(spec.run.threads);
    Composite composite(spec.stack, spec.files, CompositePictures::All);
    ExportRequest request = exportRequestOf(composite, spec.folder, spec.shot);
    request.order = spec.order;
    request.attributes["version"] = tools.version;
    ModelRender render;
    render.kind = spec.kind;
    render.options = requestOf(spec.run, {}, {});
    render.frames = framesAsked(spec.frames, composite);
    render.transferRatio = spec.transferRatio;
    request.frames = render.frames;
    request.sources.insert(request.sources.end(), tools.guarded.begin(), tools.guarded.end());
    tools.job.enter(Stage::LoadingModel);
    const Family& family = spec.kind == ModelRenderKind::Relight ? intrinsicFamily : alphaFamily;
    Engine& engine = tools.engines.get(engineChoiceOf(spec.run), family, tools.log);
    RenderResult result{render.frames, {}};
    for (const std::string& layer : renderWithModel(composite, render, engine, request, tools.job))
        result.files.push_back(framePattern(spec.folder, spec.shot, layer, ".exr"));
    return result;
}

} // namespace unividx
