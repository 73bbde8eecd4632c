#include "inference/predictor/known_layers.h"

#include <torch/utils.h>

namespace unividx {

KnownLayers nothingKnown(std::int64_t count, std::int64_t height, std::int64_t width)
{
    return {at::zeros({count, layerPlanes, height, width}), at::zeros({count, layerCount, height, width})};
}

at::Tensor networkInput(const KnownLayers& known)
{
    at::Tensor input = at::empty(
        {known.values.size(0), layerPlanes + layerCount, known.values.size(2), known.values.size(3)}, at::kFloat);
    for (std::size_t index = 0; index < predictedLayers.size(); ++index) {
        const PredictedLayer& layer = predictedLayers[index];
        const at::Tensor mask = known.masks.narrow(1, static_cast<std::int64_t>(index), 1);
        at::Tensor values = planesOf(known.values, layer);
        if (layer.name == "depth") {
            const at::Tensor weight = mask.sum({2, 3}, true).clamp_min(1e-6);
            values = values - (values * mask).sum({2, 3}, true) / weight;
        } else if (layer.name != "normal") {
            values = values * 2 - 1;
        }
        planesOf(input, layer).copy_(values * mask);
    }
    input.narrow(1, layerPlanes, layerCount).copy_(known.masks);
    return input;
}

} // namespace unividx
