#pragma once

#include "core/base/json_object.h"
#include "core/base/path_base.h"
#include "core/project/project.h"

#include <filesystem>

/// Private to core/project: every struct of a project as JSON, written and read beside each other.
namespace unividx::detail {

nlohmann::ordered_json markersJson(const std::vector<Marker>& markers);
std::vector<Marker> readMarkers(ObjectReader& owner);

nlohmann::ordered_json mediaJson(const MediaItem& item, const PathBase& base);
MediaItem readMedia(ObjectReader reader, const PathBase& base);

nlohmann::ordered_json takeJson(const Take& take, const PathBase& base);
Take readTake(ObjectReader reader, const PathBase& base);

nlohmann::ordered_json projectJson(const Project& project, const PathBase& base);
Project readProject(ObjectReader& reader, const PathBase& base);

} // namespace unividx::detail
