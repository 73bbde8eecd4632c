#include "core/base/error.h"
#include "core/queue/item_kind.h"
#include "core/queue/step_down.h"

#include <utility>

namespace unividx {

namespace {

RenderSpec specOf(const std::string& description)
{
    return parseRenderSpec(description, "the render's options");
}

void check(const std::string& description, const std::string& place)
{
    parseRenderSpec(description, place);
}

std::string title(const std::string& description)
{
    const RenderSpec spec = specOf(description);
    return spec.shot + (spec.kind == ModelRenderKind::Relight ? ": relit by the model" : ": harmonised by the model");
}

ItemNeeds needs(const std::string& description)
{
    const RenderSpec spec = specOf(description);
    ItemNeeds needs;
    needs.device = spec.run.device;
    needs.pace = spec.run.model + (spec.kind == ModelRenderKind::Relight ? " relight" : " harmonise");
    needs.frames = spec.frames.count;
    const double passes = spec.kind == ModelRenderKind::Relight && spec.transferRatio ? 2 : 1;
    needs.cost = passes * requestOf(spec.run, {}, {}).stepsShare;
    return needs;
}

void preflight(const std::string& description, const PreflightTools& tools)
{
    tools.requireModel(specOf(description).run.model);
}

ItemResult execute(const std::string& description, const ItemTools& tools)
{
    RenderResult result = runRenderSpec(specOf(description), tools);
    return {std::move(result.files), result.frames, result.frames.count, 0};
}

std::string smaller(const std::string& description, int step, std::int64_t window, std::int64_t overlap)
{
    RenderSpec spec = specOf(description);
    spec.run = steppedDown(spec.run, step, window, overlap);
    return formatRenderSpec(spec);
}

std::string copied(const std::string& description, ItemId copy)
{
    RenderSpec spec = specOf(description);
    spec.folder += "-" + std::to_string(copy);
    spec.order = freshOrder();
    return formatRenderSpec(spec);
}

std::optional<Take> take(const std::string& description, FrameRange frames)
{
    const RenderSpec spec = specOf(description);
    Take take;
    take.frames = frames.empty() ? spec.frames : frames;
    take.folder = spec.folder;
    take.layerPrefix = spec.shot;
    take.layers = layersOf(spec);
    take.settings = spec.run;
    take.edited = true;
    return take;
}

std::vector<LatestFrame> latest(const std::string& description, const std::filesystem::path&, std::size_t most)
{
    return latestFramesIn(specOf(description).folder, "rgb", most);
}

} // namespace

ItemKind detail::renderKind()
{
    return {"render", "render", false, check, title, needs, preflight, execute, smaller, copied, take, latest};
}

} // namespace unividx
