#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <set>
#include <vector>

namespace unividx {

/// A take's folder, and where it goes.
struct FolderMove {
    std::filesystem::path from;
    std::filesystem::path to;

    bool operator==(const FolderMove&) const = default;
};

/// The folders of takes that lie in `layers`, to be moved into `target`, each once; names that are taken there get a
/// number. `busy`: folders that somebody reads or writes; they stay.
std::vector<FolderMove> planLayerMoves(const Project& project, const std::filesystem::path& layers,
                                       const std::filesystem::path& target,
                                       const std::set<std::filesystem::path>& busy = {});

/// The project with every path in a moved folder as it is afterwards.
Project withMovedLayers(Project project, const std::vector<FolderMove>& moves);

/// Saves a project whose layers move with it. The new folders hold links to the same files, or copies on another file
/// system, and have their names only when they are whole; then the project is saved. The old folders are still there:
/// removeMovedLayers() deletes them once nothing refers to them any more. If the program dies in between, one of the
/// two places is whole, and finishLayerMoves() removes the other. `project`: already withMovedLayers().
/// Throws: Output naming what cannot be written, as saveProject; then what was made is removed again.
void saveWithMovedLayers(const Project& project, const std::filesystem::path& path,
                         const std::vector<FolderMove>& moves);

/// Deletes the old folders, as far as their files stand in the new ones.
void removeMovedLayers(const std::vector<FolderMove>& moves);

/// Ends moves out of `layers` that a crash cut off: where the project was saved, the old folder goes, else the new one.
/// Moves of programs that run are left alone.
void finishLayerMoves(const std::filesystem::path& layers);

} // namespace unividx
