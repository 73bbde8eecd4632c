#include "core/export/export_sidecar.h"

#include "core/base/error.h"
#include "core/color/color_transform.h"
#include "core/export/export_names.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>

namespace unividx::detail {

namespace {

using Ordered = nlohmann::ordered_json;

const char* kindWord(PictureKind kind)
{
    switch (kind) {
    case PictureKind::Color:
        return "color";
    case PictureKind::Matte:
        return "matte";
    case PictureKind::Vector:
        return "normal, camera space: +X right, +Y up, +Z to the camera";
    }
    return "";
}

const char* alphaWord(const ExportSettings& settings)
{
    if (settings.format == ExportFormat::Exr)
        return "premultiplied";
    if (settings.format == ExportFormat::Png ||
        (settings.format == ExportFormat::Movie && settings.codec == MovieCodec::ProRes4444))
        return "straight";
    return "none: over black";
}

std::string colorSpaceOf(const ExportSettings& settings)
{
    const bool linear = settings.format == ExportFormat::Exr;
    const std::string wanted =
        settings.colorSpace.empty() ? std::string(linear ? sceneLinearRole : modelColorSpace) : settings.colorSpace;
    return makeTransform(wanted, wanted).to();
}

} // namespace

std::string fingerprint(const ExportRequest& request, const std::vector<ExportLayer>& layers)
{
    const ExportSettings& settings = request.settings;
    std::string text =
        request.recipe + "\n" + settings.colorSpace + "\n" + settings.burnIn + "\n" + activeColorConfig();
    const auto add = [&text](auto value) { text += "\n" + std::to_string(static_cast<std::int64_t>(value)); };
    add(settings.format);
    add(settings.layout);
    add(settings.depth);
    add(settings.pngDepth);
    add(settings.colorCompression);
    add(settings.dataCompression);
    add(settings.window);
    add(settings.naming);
    add(request.resolution.width);
    add(request.resolution.height);
    add(settings.firstNumber.value_or(request.frames.first) - request.frames.first); // what number a frame has
    if (settings.format == ExportFormat::Movie) { // its frames are one file, which is of all of them
        add(settings.codec);
        add(settings.chroma);
        add(settings.quality);
        add(request.frames.first);
        add(request.frames.count);
        add(request.rate.numerator);
        add(request.rate.denominator);
        text += request.firstTimecode ? "\n" + formatTimecode(*request.firstTimecode) : "";
    }
    for (const ExportLayer& layer : layers) {
        text += "\n" + layer.name;
        add(layer.kind);
    }
    std::uint64_t hash = 0xcbf29ce484222325ULL; // Source: Fowler, Noll, Vo, FNV-1a, 64 bits
    for (const char character : text)
        hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3ULL;
    char hex[17];
    std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(hash));
    return hex;
}

std::string sidecarText(const ExportRequest& request, const std::vector<ExportLayer>& layers,
                        const ExportResult& result)
{
    const ExportSettings& settings = request.settings;
    Ordered object{{"unividx-export", 1},
                   {"shot", request.shot},
                   {"preset", request.preset},
                   {"fingerprint", fingerprint(request, layers)},
                   {"frames", Ordered::array({request.frames.first, request.frames.count})},
                   {"firstNumber", settings.firstNumber.value_or(request.frames.first)},
                   {"rate", Ordered::array({request.rate.numerator, request.rate.denominator})},
                   {"size", Ordered::array({request.resolution.width, request.resolution.height})},
                   {"colorSpace", colorSpaceOf(settings)},
                   {"colorConfig", activeColorConfig()},
                   {"alpha", alphaWord(settings)}};
    object["layers"] = Ordered::array();
    for (const ExportLayer& layer : layers) {
        const bool sheet = settings.format == ExportFormat::Sheet;
        object["layers"].push_back({{"name", layer.name},
                                    {"values", kindWord(layer.kind)},
                                    {"file", sheet ? exportPath(request, "sheet", {}).generic_string()
                                                   : exportPath(request, layer.name, {}).generic_string()}});
    }
    object["written"] = result.written;
    object["kept"] = result.kept;
    object["clampedValues"] = result.changed.clamped;
    object["nonFiniteValues"] = result.changed.nonFinite;
    object["provenance"] = request.attributes;
    if (!request.recipe.empty()) {
        const Ordered recipe = Ordered::parse(request.recipe, nullptr, false);
        object["recipe"] = recipe.is_discarded() ? Ordered(request.recipe) : recipe;
    }
    try {
        return object.dump(1) + "\n";
    } catch (const Ordered::exception& error) {
        throw Error(ErrorKind::Output, request.shot + ": the sidecar cannot be written: " + error.what());
    }
}

} // namespace unividx::detail
