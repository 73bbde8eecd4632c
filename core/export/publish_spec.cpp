#include "core/export/publish_spec.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/export/composite.h"
#include "core/export/composite_json.h"

namespace unividx {

namespace {

using Json = nlohmann::ordered_json;

constexpr int publishVersion = 1;

} // namespace

std::string formatPublishSpec(const PublishSpec& spec)
{
    try {
        Json json{{"unividx-publish", publishVersion}, {"layers", spec.layers}};
        detail::addComposite(json, spec);
        return json.dump();
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Output, spec.shot + ": the layers cannot be noted down: " + error.what());
    }
}

PublishSpec parsePublishSpec(std::string_view text, const std::string& name)
{
    try {
        const Json json = parseJson(text, "its text");
        if (json.at("unividx-publish").get<int>() != publishVersion)
            throw Error(ErrorKind::Input, "it is from a newer version");
        PublishSpec spec;
        detail::readComposite(json, name, spec);
        spec.layers = json.at("layers").get<std::vector<std::string>>();
        return spec;
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Input, name + ": names no layers to publish: " + error.what());
    } catch (const Error& error) {
        throw Error(error.kind(), name + ": names no layers to publish: " + error.what());
    }
}

ExportResult runPublishSpec(const PublishSpec& spec, const std::string& version, JobContext& job,
                            const std::vector<std::filesystem::path>& guarded)
{
    Composite composite(spec.stack, spec.files, CompositePictures::All);
    ExportRequest request = exportRequestOf(composite, spec.folder, spec.shot);
    request.order = spec.order;
    request.attributes["version"] = version;
    request.frames = spec.frames;
    request.sources.insert(request.sources.end(), guarded.begin(), guarded.end());
    return publishLayers(composite, spec.layers, request, job);
}

} // namespace unividx
