#pragma once

#include "core/time/frame_range.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <vector>

namespace unividx {

/// A finished layer on disk, and what must be in it.
struct LayerToCheck {
    std::filesystem::path file; ///< a movie, or a sequence's pattern with ####
    FrameRange frames;
    std::set<std::int64_t>
        readBack{};      ///< of a sequence: frames that were read back as they were written (ReadBackFiles)
    bool varies = false; ///< one of those has no layer that is one value in all its pixels
};

/// Reads finished layers back, every frame: each must be there and decode, no value may be something else than a
/// number, and a layer may not be one and the same value in all its pixels. What was read back before is not read once
/// more where that suffices to say so. `pause` is called once a frame; what it throws ends the check.
///
/// Throws: Output naming the file, the frame and what is wrong.
void checkLayers(const std::vector<LayerToCheck>& layers, const std::function<void()>& pause = {});

/// Whether a picture file is there and its pixels can be read.
bool isReadable(const std::filesystem::path& picture);

} // namespace unividx
