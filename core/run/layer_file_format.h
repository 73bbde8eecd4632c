#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

enum class LayerFileFormat {
    Exr,           ///< one EXR a layer and frame
    ExrMultilayer, ///< one EXR a frame, all layers in one part
    ExrMultipart,  ///< one EXR a frame, a part a layer
    Png,           ///< 8 bits: the codes the published scripts write
    Png16,
    Mp4,
};

/// "exr", "exr-multilayer", "exr-multipart", "png", "png16", "mp4". Nothing for another name.
std::optional<LayerFileFormat> findLayerFileFormat(std::string_view name);
std::string_view nameOf(LayerFileFormat format);
std::vector<std::string> layerFileFormatNames();

} // namespace unividx
