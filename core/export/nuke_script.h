#pragma once

#include "core/comp/stack.h"
#include "core/image/image.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// What a script is written about: a sequence of EXR files, each with all layers of a frame.
struct NukeScriptRequest {
    std::filesystem::path files; ///< with #### for the frame
    FrameRange frames;           ///< numbers in the files
    FrameRate rate;
    Resolution resolution;
    CompStack stack;
    std::vector<std::string> layers; ///< in the files, as exported: "source", "albedo", "matte" ...
    std::filesystem::path plate;     ///< of a background from a file; empty: none
};

struct NukeScript {
    std::string text;
    std::vector<std::string> notes; ///< what the script does not rebuild, sentences; also in a sticky note in it
};

/// A Nuke script that reads the files and rebuilds the composite with stock nodes: Read, Shuffle, Grade, Saturation,
/// Expression, Blur, Copy, Premult, Constant, Merge2. Mattes are read as they were edited; relit and graded layers are
/// read and put together again by the product's formula. What has no stock node (edge extension, light wrap, grain,
/// colour match, ranges of hue) is left out and said.
///
/// Source: knob names as Nuke writes them in its scripts (Read, Grade, Merge2 ...), Nuke 11 and later.
NukeScript formatNukeScript(const NukeScriptRequest& request);

} // namespace unividx
