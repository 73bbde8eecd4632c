#include "core/export/export_names.h"

#include "core/base/error.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

PatternValues valuesOf(const ExportRequest& request, const std::string& layer)
{
    PatternValues values;
    values.padding = request.settings.padding;
    values.version = request.version;
    values.tokens = {{"shot", request.shot},
                     {"layer", layer},
                     {"extension", extensionOf(request.settings)},
                     {"preset", request.preset},
                     {"project", request.project},
                     {"width", std::to_string(request.resolution.width)},
                     {"height", std::to_string(request.resolution.height)}};
    return values;
}

/// A resumed export keeps the version that it began with.
ExportRequest resumed(ExportRequest request)
{
    const OutputNames names = outputNamesOf(request);
    if (request.settings.existing != ExportExisting::Resume || !names.needsVersion())
        return request;
    if (const std::int64_t latest = latestVersion(names); latest > 0)
        request.version = latest;
    return request;
}

} // namespace

std::vector<ExportLayer> chosenLayers(const ExportRequest& request)
{
    if (request.settings.layers.empty())
        return request.layers;
    std::vector<ExportLayer> chosen;
    for (const std::string& name : request.settings.layers) {
        const auto found = std::find_if(request.layers.begin(), request.layers.end(),
                                        [&](const ExportLayer& layer) { return layer.name == name; });
        if (found == request.layers.end()) {
            std::string known;
            for (const ExportLayer& layer : request.layers)
                known += (known.empty() ? "" : ", ") + layer.name;
            throw Error(ErrorKind::Usage, "there is no layer \"" + name + "\" to export; there are " + known);
        }
        chosen.push_back(*found);
    }
    return chosen;
}

std::filesystem::path exportPath(const ExportRequest& request, const std::string& layer,
                                 std::optional<std::int64_t> frame)
{
    PatternValues values = valuesOf(request, layer);
    if (frame)
        values.frame =
            request.settings.firstNumber ? *request.settings.firstNumber + *frame - request.frames.first : *frame;
    return expandPath(request.settings.pattern, values);
}

OutputNames outputNamesOf(const ExportRequest& request)
{
    OutputNames names{request.folder, request.settings.pattern, valuesOf(request, {}), {}};
    for (const ExportLayer& layer : request.layers)
        names.layers.push_back(layer.name);
    if (request.settings.format == ExportFormat::Sheet)
        names.layers = {"sheet"};
    return names;
}

ExportRequest withVersion(ExportRequest request)
{
    request = resumed(std::move(request));
    const OutputNames names = outputNamesOf(request);
    if (names.needsVersion())
        request.version = reserveVersion(names);
    return request;
}

VersionedExport::VersionedExport(const ExportRequest& asked)
    : request(resumed(asked)), names_(outputNamesOf(request)), hold_(names_)
{
    request.version = names_.values.version;
}

bool isSequence(const ExportRequest& request)
{
    return request.settings.format == ExportFormat::Exr || request.settings.format == ExportFormat::Png;
}

std::vector<std::filesystem::path> exportedFiles(const ExportRequest& request)
{
    if (request.settings.format == ExportFormat::Sheet)
        return {request.folder / exportPath(request, "sheet", {})};
    std::vector<std::filesystem::path> names;
    for (const ExportLayer& layer : chosenLayers(request)) {
        if (names.empty() || request.settings.layout == ExportLayout::PerLayer)
            names.push_back(request.folder / exportPath(request, layer.name, {}));
    }
    return names;
}

std::vector<std::filesystem::path> exportTargets(const ExportRequest& request)
{
    if (!isSequence(request))
        return exportedFiles(request);
    std::vector<std::filesystem::path> targets;
    for (std::int64_t frame = request.frames.first; frame < request.frames.end(); ++frame) {
        for (auto& path : framePaths(request, frame))
            targets.push_back(std::move(path));
    }
    return targets;
}

std::filesystem::path companionPath(const ExportRequest& request, const std::string& word, const std::string& extension)
{
    const bool numbered = usesToken(request.settings.pattern, "version");
    const std::string name = std::string("{shot}") + (word.empty() ? "" : "_{layer}") + (numbered ? "_{version}" : "");
    return request.folder / expandPath(name + extension, valuesOf(request, word));
}

std::vector<std::filesystem::path> framePaths(const ExportRequest& request, std::int64_t frame)
{
    std::vector<std::filesystem::path> paths;
    if (!isSequence(request))
        return paths;
    for (const ExportLayer& layer : chosenLayers(request)) {
        if (paths.empty() || request.settings.layout == ExportLayout::PerLayer)
            paths.push_back(request.folder / exportPath(request, layer.name, frame));
    }
    return paths;
}

} // namespace unividx
