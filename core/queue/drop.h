#pragma once

#include "core/project/project.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// What something that was dropped on the queue comes to.
struct Dropped {
    std::vector<RunSpec> runs;
    std::vector<std::string> notes; ///< a sentence for each thing that was left out, and why
};

/// The runs for a clip, a sequence's pattern, a folder or a project (.uvx).
///
/// A clip is `usual` with itself as rgb. A folder is every clip in it and the folders below, where numbered pictures
/// are one clip. A project is every clip on its video tracks with that clip's own settings; of `usual` only the
/// pattern, {project} and the handles count there. Layers go to a folder of their own for each: below `usual.out` if
/// that is set, else beside the clip, or where the project keeps its takes. Names with a pattern make their own
/// folders.
///
/// Throws: Input if there is nothing at `path`; Usage if a clip is dropped and `usual` has no task.
Dropped runsFor(const std::filesystem::path& path, const RunSpec& usual);

/// The clips in a folder and those below, sorted: movies, single pictures, and sequences as patterns ("shot.####.exr").
std::vector<std::filesystem::path> clipsIn(const std::filesystem::path& folder);

} // namespace unividx
