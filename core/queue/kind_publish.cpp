#include "core/layers/frame_path.h"
#include "core/queue/item_kind.h"

#include <utility>

namespace unividx {

namespace {

PublishSpec specOf(const std::string& description)
{
    return parsePublishSpec(description, "the layers to publish");
}

void check(const std::string& description, const std::string& place)
{
    parsePublishSpec(description, place);
}

std::string title(const std::string& description)
{
    return specOf(description).shot + ": layers as edited";
}

ItemNeeds needs(const std::string& description)
{
    ItemNeeds needs;
    needs.lane = Lane::Export;
    needs.frames = specOf(description).frames.count;
    return needs;
}

void preflight(const std::string& description, const PreflightTools&)
{
    if (specOf(description).layers.empty())
        throw Error(ErrorKind::Usage, "no layer to publish is named");
}

ItemResult execute(const std::string& description, const ItemTools& tools)
{
    const PublishSpec spec = specOf(description);
    const ExportResult written = runPublishSpec(spec, tools.version, tools.job, tools.guarded);
    ItemResult result{{}, spec.frames, written.written, written.kept};
    for (const std::string& layer : spec.layers)
        result.files.push_back(framePattern(spec.folder, spec.shot, layer, ".exr"));
    return result;
}

std::string copied(const std::string& description, ItemId copy)
{
    PublishSpec spec = specOf(description);
    spec.folder += "-" + std::to_string(copy);
    spec.order = freshOrder();
    return formatPublishSpec(spec);
}

std::optional<Take> take(const std::string& description, FrameRange frames)
{
    const PublishSpec spec = specOf(description);
    Take take;
    take.frames = frames.empty() ? spec.frames : frames;
    take.folder = spec.folder;
    take.layerPrefix = spec.shot;
    take.layers = spec.layers;
    take.edited = true;
    return take;
}

std::vector<LatestFrame> latest(const std::string& description, const std::filesystem::path&, std::size_t most)
{
    const PublishSpec spec = specOf(description);
    return spec.layers.empty() ? std::vector<LatestFrame>() : latestFramesIn(spec.folder, spec.layers.front(), most);
}

} // namespace

ItemKind detail::publishKind()
{
    return {"publish", "publish", true, check, title, needs, preflight, execute, nullptr, copied, take, latest};
}

} // namespace unividx
