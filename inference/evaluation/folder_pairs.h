#pragma once

#include "core/base/job_context.h"
#include "inference/evaluation/figure.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// Layers that were made, and the true ones, each a folder as `findClipsIn` reads them.
struct FolderPairs {
    std::filesystem::path made, wanted;
    std::optional<std::int64_t> frames; ///< only so many, from the first
    /// How the made layers were cut into windows; without both there is no seam ratio.
    std::optional<std::int64_t> window, overlap;
};

/// Measures every layer of `made` against the one in `wanted`, clip by clip and family by family; frames are paired by
/// their order, whatever their numbers. `note` is told what could not be measured and why.
///
/// A clip's layers are read as `run` reads inputs: scene-linear files as display-referred sRGB in [0, 1], a
/// premultiplied foreground as a straight one. Throws: Input naming the file if a clip or layer has no partner, lengths
/// or sizes differ, frames are missing from a sequence, or there is nothing to compare; Cancelled.
std::vector<FigureGroup> measureFolders(const FolderPairs& pairs, const CancelToken& cancel,
                                        const std::function<void(const std::string&)>& note);

} // namespace unividx
