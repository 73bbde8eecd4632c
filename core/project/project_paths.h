#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <functional>
#include <string>

namespace unividx {

/// What a path of a project is for.
enum class PathUse {
    Media,    ///< of the media pool
    Take,     ///< a take's folder
    Plate,    ///< a background, or what a dome light shines with
    Input,    ///< a file that is locked as a layer
    MadeFrom, ///< an input of a take that was made; nothing reads it any more
};

/// The project with every path that is not empty as `change` gives it.
Project withPaths(Project project,
                  const std::function<std::filesystem::path(const std::filesystem::path& path, PathUse use)>& change);

/// The path itself if it is `folder` or lies in it, moved to `target`; nothing else changes.
std::filesystem::path movedPath(const std::filesystem::path& path, const std::filesystem::path& folder,
                                const std::filesystem::path& target);

} // namespace unividx
