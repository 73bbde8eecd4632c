#pragma once

#include "core/base/job_context.h"
#include "core/project/project.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

struct CollectedFile {
    std::filesystem::path from;
    std::filesystem::path to; ///< relative to the new folder
};

/// A project and all it is made of in one folder: what is copied where.
struct CollectPlan {
    std::filesystem::path folder;     ///< absolute; made by the collection
    std::string name;                 ///< of the project's file, without `.uvx`
    Project project;                  ///< with the paths it has there
    std::vector<CollectedFile> files; ///< each once
    std::int64_t bytes = 0;
    std::vector<std::string> missing; ///< a sentence for each file that is not there; its path stays as it is
};

/// Media goes to `media`, takes to `<name>_layers`, backgrounds and panoramas to `plates`, files that are locked as
/// layers to `inputs`. Of a sequence all frames on disk. Names that are taken get a number.
/// Throws: Usage if `name` is no file name; Input if a folder cannot be read.
CollectPlan planCollection(const Project& project, const std::filesystem::path& folder, const std::string& name);

/// Copies everything into a folder beside, and gives it its name when it is whole; the project in it has relative paths
/// and opens from wherever the folder is moved to. Sources are only read.
/// `job` counts bytes and files. Throws: Output if the folder is there and not empty, or the disk is too small or full;
/// Input if a file cannot be read; Cancelled. Nothing stays behind then.
void collectProject(const CollectPlan& plan, JobContext& job);

/// The project's file in the collection.
std::filesystem::path collectedFile(const CollectPlan& plan);

} // namespace unividx
