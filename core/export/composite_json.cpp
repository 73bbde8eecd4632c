#include "core/export/composite_json.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace unividx::detail {

using Json = nlohmann::ordered_json;

Json filesJson(const CompFiles& files)
{
    Json json{{"source", files.source.string()},
              {"sourceLayer", files.sourceLayer},
              {"layers", Json::object()},
              {"plate", files.plate.string()},
              {"plateOffset", files.plateOffset}};
    if (!files.sourceColor.empty())
        json["sourceColor"] = files.sourceColor;
    for (const auto& [layer, path] : files.layers)
        json["layers"][std::string(compLayerNames()[static_cast<std::size_t>(layer)])] = path.string();
    return json;
}

CompFiles filesFrom(const Json& json)
{
    CompFiles files;
    files.source = json.at("source").get<std::string>();
    files.sourceLayer = json.at("sourceLayer").get<std::string>();
    files.sourceColor = json.value("sourceColor", "");
    const auto& names = compLayerNames();
    for (const auto& [name, path] : json.at("layers").items()) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
            throw Error(ErrorKind::Input, "there is no layer \"" + name + "\"");
        files.layers[static_cast<CompLayer>(found - names.begin())] = path.get<std::string>();
    }
    files.plate = json.at("plate").get<std::string>();
    files.plateOffset = json.at("plateOffset").get<std::int64_t>();
    return files;
}

} // namespace unividx::detail
