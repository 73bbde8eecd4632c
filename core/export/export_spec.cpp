#include "core/export/export_spec.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/comp/stack_file.h"
#include "core/export/composite_json.h"
#include "core/export/export_names.h"
#include "core/media/ffmpeg_movie_join.h"
#include "core/media/movie_parts.h"
#include "core/media/sequence_attributes.h"

#include <algorithm>
#include <optional>
#include <random>
#include <type_traits>
#include <utility>

namespace unividx {

namespace {

using Json = nlohmann::ordered_json;

constexpr int orderVersion = 1;

/// Every setting with its key, for writing and reading alike; an enum also says how many values it has.
template <typename Settings, typename Visit>
void visitSettings(Settings& settings, Visit visit)
{
    visit("format", settings.format, 4);
    visit("layout", settings.layout, 3);
    visit("codec", settings.codec, 3);
    visit("chroma", settings.chroma, 2);
    visit("quality", settings.quality, 0);
    visit("depth", settings.depth, 2);
    visit("pngDepth", settings.pngDepth, 2);
    visit("colorCompression", settings.colorCompression, 6);
    visit("dataCompression", settings.dataCompression, 6);
    visit("window", settings.window, 2);
    visit("naming", settings.naming, 2);
    visit("colorSpace", settings.colorSpace, 0);
    visit("pattern", settings.pattern, 0);
    visit("padding", settings.padding, 0);
    visit("firstNumber", settings.firstNumber, 0);
    visit("layers", settings.layers, 0);
    visit("burnIn", settings.burnIn, 0);
    visit("existing", settings.existing, 3);
    visit("nukeScript", settings.nukeScript, 0);
    visit("sheetColumns", settings.sheetColumns, 0);
}

Json settingsJson(const ExportSettings& settings)
{
    Json json;
    visitSettings(settings, [&](const char* key, const auto& value, int) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_enum_v<Value>)
            json[key] = static_cast<int>(value);
        else if constexpr (std::is_same_v<Value, std::optional<std::int64_t>>)
            json[key] = value ? Json(*value) : Json();
        else
            json[key] = value;
    });
    return json;
}

template <typename Enum>
Enum enumFrom(const Json& json, int count)
{
    const int number = json.get<int>();
    if (number < 0 || number >= count)
        throw Error(ErrorKind::Input, "a setting has a value that this version does not know");
    return static_cast<Enum>(number);
}

ExportSettings settingsFrom(const Json& json)
{
    ExportSettings settings;
    visitSettings(settings, [&](const char* key, auto& value, int count) {
        using Value = std::decay_t<decltype(value)>;
        const Json& found = json.at(key);
        if constexpr (std::is_enum_v<Value>)
            value = enumFrom<Value>(found, count);
        else if constexpr (std::is_same_v<Value, std::optional<std::int64_t>>)
            value = found.is_null() ? Value() : Value(found.get<std::int64_t>());
        else
            value = found.get<Value>();
    });
    return settings;
}

Json requestJson(const ExportRequest& request)
{
    Json json{{"settings", settingsJson(request.settings)},
              {"preset", request.preset},
              {"folder", request.folder.string()},
              {"shot", request.shot},
              {"project", request.project},
              {"layers", Json::array()},
              {"size", {request.resolution.width, request.resolution.height}},
              {"frames", {request.frames.first, request.frames.count}},
              {"order", request.order}};
    if (request.handles > 0)
        json["handles"] = request.handles;
    if (request.version)
        json["version"] = *request.version;
    for (const ExportLayer& layer : request.layers)
        json["layers"].push_back({{"name", layer.name}, {"kind", static_cast<int>(layer.kind)}});
    return json;
}

ExportRequest requestFrom(const Json& json)
{
    ExportRequest request;
    request.settings = settingsFrom(json.at("settings"));
    request.preset = json.at("preset").get<std::string>();
    request.folder = json.at("folder").get<std::string>();
    request.shot = json.at("shot").get<std::string>();
    request.project = json.at("project").get<std::string>();
    for (const Json& layer : json.at("layers"))
        request.layers.push_back({layer.at("name").get<std::string>(), enumFrom<PictureKind>(layer.at("kind"), 3)});
    request.resolution = {json.at("size").at(0).get<int>(), json.at("size").at(1).get<int>()};
    request.frames = {json.at("frames").at(0).get<std::int64_t>(), json.at("frames").at(1).get<std::int64_t>()};
    request.order = json.at("order").get<std::string>();
    request.handles = json.value("handles", std::int64_t{0});
    if (json.contains("version"))
        request.version = json.at("version").get<std::int64_t>();
    return request;
}

} // namespace

std::string freshOrder()
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string name;
    for (int i = 0; i < 16; ++i)
        name += digits[random() % digits.size()];
    return name;
}

std::string formatExportSpec(const ExportSpec& order)
{
    Json json{{"unividx-export-order", orderVersion},
              {"request", requestJson(order.asked)},
              {"files", detail::filesJson(order.files)}};
    if (order.pictures == CompositePictures::PictureAlone)
        json["pictures"] = "picture";
    if (order.proxy != 1.0)
        json["proxy"] = order.proxy;
    try {
        json["composite"] = Json::parse(formatStack(order.stack, "/"));
        return json.dump(1) + "\n";
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Output, order.asked.shot + ": the export cannot be noted down: " + error.what());
    }
}

ExportSpec parseExportSpec(std::string_view text, const std::string& name)
{
    try {
        const Json json = parseJson(text, "its text");
        if (json.at("unividx-export-order").get<int>() != orderVersion)
            throw Error(ErrorKind::Input, "it is from a newer version");
        ExportSpec order{parseStack(json.at("composite").dump(), "/", name), detail::filesFrom(json.at("files")),
                         requestFrom(json.at("request"))};
        const std::string pictures = json.value("pictures", "all");
        if (pictures != "all" && pictures != "picture")
            throw Error(ErrorKind::Input, "there are no pictures \"" + pictures + "\"");
        order.pictures = pictures == "all" ? CompositePictures::All : CompositePictures::PictureAlone;
        order.proxy = json.value("proxy", 1.0);
        return order;
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Input, name + ": is no order of an export: " + error.what());
    } catch (const Error& error) {
        throw Error(error.kind(), name + ": is no order of an export: " + error.what());
    }
}

namespace {

std::int64_t movieFramesWritten(const ExportRequest& request)
{
    std::int64_t least = request.frames.count;
    const auto isOurs = [&](const std::string& comment) {
        return comment.find("order=" + request.order) != std::string::npos;
    };
    for (const ExportLayer& layer : chosenLayers(request)) {
        const auto path = request.folder / exportPath(request, layer.name, {});
        const auto whole = readMovieFacts(path, CountFrames::No);
        if (whole && isOurs(whole->comment))
            continue;
        std::int64_t frames = 0;
        for (const MoviePart& part : findMovieParts(path))
            frames += isOurs(part.comment) ? part.frames : 0;
        least = std::min(least, frames);
    }
    return least;
}

} // namespace

std::int64_t framesWritten(const ExportRequest& request)
{
    if (request.settings.format == ExportFormat::Movie)
        return movieFramesWritten(request);
    std::int64_t count = 0;
    for (std::int64_t frame = request.frames.first; frame < request.frames.end(); ++frame) {
        const auto files = framePaths(request, frame);
        count += !files.empty() && std::all_of(files.begin(), files.end(), [&](const std::filesystem::path& file) {
            const auto attributes = readOwnAttributes(file);
            const auto own = attributes.find("order");
            return own != attributes.end() && own->second == request.order;
        });
    }
    return count;
}

ExportRequest exportRequestOf(const ExportSpec& order, const Composite& composite, const std::string& version)
{
    const ExportRequest& asked = order.asked;
    ExportRequest request = exportRequestOf(composite, asked.folder, asked.shot);
    request.settings = asked.settings;
    request.preset = asked.preset;
    request.project = asked.project;
    request.order = asked.order;
    request.attributes["version"] = version;
    request.version = asked.version;
    request.frames = framesAsked(asked.frames, composite, asked.handles);
    return request;
}

CompositeResult runExportSpec(const ExportSpec& order, const std::string& version, JobContext& job,
                              const std::vector<std::filesystem::path>& guarded)
{
    Composite composite(order.stack, order.files, order.pictures, order.proxy);
    ExportRequest request = exportRequestOf(order, composite, version);
    request.sources.insert(request.sources.end(), guarded.begin(), guarded.end());
    CompositeResult result = exportComposite(composite, request, job);
    result.replaced = composite.replaced();
    return result;
}

} // namespace unividx
