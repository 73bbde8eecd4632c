#pragma once

#include "core/comp/comp_clip.h"
#include "core/comp/stack_file.h"

#include <nlohmann/json.hpp>

/// Private to core/export.
namespace unividx::detail {

nlohmann::ordered_json filesJson(const CompFiles& files);

/// Throws: Input, and what nlohmann-json throws, if a key is missing or a layer is unknown.
CompFiles filesFrom(const nlohmann::ordered_json& json);

/// Adds what every description of work on a composite has: its nodes and files, the frames, and where the results go.
template <typename Spec>
void addComposite(nlohmann::ordered_json& json, const Spec& spec)
{
    json["frames"] = {spec.frames.first, spec.frames.count};
    json["folder"] = spec.folder.string();
    json["shot"] = spec.shot;
    json["order"] = spec.order;
    json["files"] = filesJson(spec.files);
    json["composite"] = nlohmann::ordered_json::parse(formatStack(spec.stack, "/"));
}

/// Reads it back. `name`: for sentences. Throws: as filesFrom and parseStack.
template <typename Spec>
void readComposite(const nlohmann::ordered_json& json, const std::string& name, Spec& spec)
{
    spec.stack = parseStack(json.at("composite").dump(), "/", name);
    spec.files = filesFrom(json.at("files"));
    spec.frames = {json.at("frames").at(0).template get<std::int64_t>(),
                   json.at("frames").at(1).template get<std::int64_t>()};
    spec.folder = json.at("folder").template get<std::string>();
    spec.shot = json.at("shot").template get<std::string>();
    spec.order = json.at("order").template get<std::string>();
}

} // namespace unividx::detail
