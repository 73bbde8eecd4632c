#pragma once

#include "core/task/task.h"

#include <torch/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace unividx {

/// A layer that the predictor knows, and the planes it takes among all layers' values.
struct PredictedLayer {
    std::string_view name;
    std::int64_t first, planes;
};

/// The modalities of both families, each once, and depth.
///
/// Values: colours and alpha display-referred in [0, 1]; normals signed unit vectors (+X right, +Y up, +Z to the
/// camera), zero where unknown; depth as natural logarithm of the distance along the camera's axis, up to a constant
/// for each frame.
inline constexpr std::array<PredictedLayer, 8> predictedLayers{{{"rgb", 0, 3},
                                                                {"albedo", 3, 3},
                                                                {"irradiance", 6, 3},
                                                                {"normal", 9, 3},
                                                                {"alpha", 12, 1},
                                                                {"foreground", 13, 3},
                                                                {"background", 16, 3},
                                                                {"depth", 19, 1}}};
inline constexpr std::int64_t layerPlanes = 20;
inline constexpr std::int64_t layerCount = 8;

/// The index of a layer in `predictedLayers`.
constexpr std::optional<std::size_t> findPredictedLayer(std::string_view name)
{
    for (std::size_t index = 0; index < predictedLayers.size(); ++index) {
        if (predictedLayers[index].name == name)
            return index;
    }
    return std::nullopt;
}

/// A predicted layer's planes. Shape: values [N, layerPlanes, H, W] -> [N, planes, H, W]
inline at::Tensor planesOf(const at::Tensor& values, const PredictedLayer& layer)
{
    return values.narrow(1, layer.first, layer.planes);
}

/// What is known of a picture's layers before the predictor sees it: all of a layer, strokes of it, or nothing.
struct KnownLayers {
    at::Tensor values; ///< [N, layerPlanes, H, W], as `predictedLayers` says; read where the mask is above 0
    at::Tensor masks;  ///< [N, layerCount, H, W] in [0, 1]: how much a value counts
};

/// Nothing known of `count` pictures.
KnownLayers nothingKnown(std::int64_t count, std::int64_t height, std::int64_t width);

/// Values as the network reads them: colours and alpha as 2v - 1, depth less its mean over what is known of a frame,
/// everything times its mask; then the masks. Shape: -> [N, layerPlanes + layerCount, H, W]
at::Tensor networkInput(const KnownLayers& known);

} // namespace unividx
