#pragma once

#include "core/project/json_object.h"
#include "core/project/project.h"

#include <filesystem>

/// Private to core/project: every struct of a project as JSON, written and read beside each other.
namespace unividx::detail {

/// Paths on disk as a file in one folder has them.
struct PathBase {
    std::filesystem::path folder;  ///< absolute: of the file; empty: paths stay as they are
    std::filesystem::path savedIn; ///< where it was saved, if the file says so; empty else

    std::string relative(const std::filesystem::path& path) const;

    /// Absolute; an empty text stays an empty path.
    std::filesystem::path absolute(const std::string& text) const;
};

nlohmann::ordered_json taskJson(const TaskSettings& settings);
TaskSettings readTask(ObjectReader reader);

nlohmann::ordered_json markersJson(const std::vector<Marker>& markers);
std::vector<Marker> readMarkers(ObjectReader& owner);

nlohmann::ordered_json mediaJson(const MediaItem& item, const PathBase& base);
MediaItem readMedia(ObjectReader reader, const PathBase& base);

nlohmann::ordered_json takeJson(const Take& take, const PathBase& base);
Take readTake(ObjectReader reader, const PathBase& base);

nlohmann::ordered_json projectJson(const Project& project, const PathBase& base);
Project readProject(ObjectReader& reader, const PathBase& base);

} // namespace unividx::detail
