#pragma once

#include "core/project/project.h"
#include "core/run/run_options.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// What something that was dropped on the queue comes to.
struct Dropped {
    std::vector<RunOptions> runs;
    std::vector<std::string> notes; ///< a sentence for each thing that was left out, and why
};

/// The runs for a clip, a sequence's pattern, a folder or a project (.uvx).
///
/// A clip is `usual` with itself as rgb. A folder is every clip in it and the folders below, where numbered pictures
/// are one clip. A project is every clip on its video tracks with that clip's own settings (`usual` counts for nothing
/// there). Layers go to a folder of their own for each: below `usual.out` if that is set, else beside the clip, or
/// where the project keeps its takes.
///
/// Throws: Input if there is nothing at `path`; Usage if a clip is dropped and `usual` has no task.
Dropped runsFor(const std::filesystem::path& path, const RunOptions& usual);

/// The clips in a folder and those below, sorted: movies, single pictures, and sequences as patterns ("shot.####.exr").
std::vector<std::filesystem::path> clipsIn(const std::filesystem::path& folder);

/// The first part of the names of a clip's layers: "shot" of "shot.mp4", "shot.####.exr" and "plates/shot/".
std::string shotOf(const std::filesystem::path& clip);

/// How much of a package's own steps a quality takes. What many steps are differs between packages: two for a small
/// one, fifty for the published ones.
double stepsShareOf(Quality quality);

/// The run that a project's clip asks for. `out`: where its layers go.
/// Throws: Usage if there is nothing to make of it; Input if what it is locked to is gone.
RunOptions runOptionsOf(const Project& project, const Clip& clip, const std::filesystem::path& out);

} // namespace unividx
