#include "core/layers/open_layer.h"

#include "core/layers/layer_format.h"

#include <algorithm>

namespace unividx {

std::unique_ptr<MediaReader> openLayer(const std::filesystem::path& path, std::string_view modality,
                                       const std::string& layer)
{
    auto reader = openMedia(path, {layer});
    const std::string prefix(layerFormat(modality).prefix);
    const auto& layers = reader->info().layers;
    if (!layer.empty() || prefix.empty() || std::find(layers.begin(), layers.end(), prefix) == layers.end())
        return reader;
    return openMedia(path, {prefix});
}

} // namespace unividx
