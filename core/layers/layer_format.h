#pragma once

#include "core/task/task.h"

#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// Which pixels of a layer get back what was above 1 in the source, and so was hidden from the model.
enum class Highlights {
    None,
    Everywhere,   ///< light itself, and what is cut out of the source
    OutsideMatte, ///< where the source shows this layer
};

/// How one modality stands in a file. One row a modality; nothing branches on names.
struct LayerFormat {
    std::string_view modality; ///< core/task's name, also the word in file names: `shot_albedo.1001.exr`
    std::string_view prefix;   ///< EXR layer; empty for the main image, whose channels are plain R, G, B
    Decoding decoding;
    bool premultipliedByMatte; ///< written as RGBA, multiplied by the family's matte, where there is one
    Highlights highlights;

    /// EXR channel names: `albedo.R` ..., `N.X/Y/Z`, `alpha.A`, `fg.R/G/B/A`.
    std::vector<std::string> channels(bool withAlpha = false) const;

    /// The names without the layer's: R, G, B[, A]; for normals R, G, B; for a matte A. For programs that show
    /// nothing but a file's main image.
    std::vector<std::string> plainChannels(bool withAlpha = false) const;
};

/// The row of a modality of either family. Throws: Internal for an unknown name.
const LayerFormat& layerFormat(std::string_view modality);
const std::vector<LayerFormat>& layerFormats();

} // namespace unividx
