#pragma once

#include "core/project/project.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// Where the pictures of a locked modality are, and what is known of them without opening a file.
struct ResolvedInput {
    std::size_t row = 0;
    std::filesystem::path path; ///< a sequence as a pattern
    std::string layer;          ///< of an EXR with several; empty: the one that belongs to the modality
    FrameRange frames;          ///< its own numbers
    Resolution resolution;      ///< 0 x 0 where it is not known
    bool still = false;
    const Take* take = nullptr; ///< the take it is a layer of, if it is one
    std::string colorSpace;     ///< of the pixels; empty: what the file or `$OCIO` says
};

/// The one place that turns a clip's lock into a file. Nothing if the modality is not locked, or what it is locked to
/// is no longer in the project.
std::optional<ResolvedInput> resolveInput(const Project& project, const Clip& clip, std::size_t row);

/// All inputs of a clip that can be resolved, in row order.
std::vector<ResolvedInput> resolveInputs(const Project& project, const Clip& clip);

/// The run that a clip asks for, as anyone can execute it: inputs are files, frames, task and shot are set.
/// `out`: folder of its layers. Throws: Usage if nothing is to be made; Input if what it is locked to is gone.
RunSpec resolvedRun(const Project& project, const Clip& clip, const std::filesystem::path& out);

/// The pattern of a take's layer on disk: "folder/shot_albedo.####.exr".
std::filesystem::path layerPattern(const Take& take, std::string_view modality);

} // namespace unividx
