#pragma once

#include "core/engine/window_join.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>

namespace unividx {

/// Layers by frame number, at the model's size.
using LayerFrames = std::map<std::int64_t, LayerFrame>;

/// Keeps layers as they are, to the bit: what a run needs to go on after it was stopped. Not a format to exchange: the
/// processor's own floats, with a checksum. Written atomically. Throws: Output naming the file.
void saveLayerFrames(const std::filesystem::path& path, const LayerFrames& frames);

/// Nothing if the file is not there, cut off or damaged: what it held is then made again.
std::optional<LayerFrames> loadLayerFrames(const std::filesystem::path& path);

} // namespace unividx
