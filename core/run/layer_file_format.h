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

/// "exr", "png", "mp4".
std::string_view extensionOf(LayerFileFormat format);

/// Whether one file has all layers of a frame.
bool holdsAllLayers(LayerFileFormat format);
inline constexpr std::string_view allLayersWord = "layers"; ///< stands for the layer in such a file's name

/// The names of its files where a run has no pattern of its own (core/layers/output_names.h).
std::string_view usualPattern(LayerFileFormat format);

} // namespace unividx
