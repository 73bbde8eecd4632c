#include "inference/train/converted_weights.h"

#include "inference/weights/read_weights.h"

#include <torch/utils.h>

#include <vector>

namespace unividx {

TensorMap pictureVae(const TensorMap& vae)
{
    TensorMap converted;
    for (const auto& [name, tensor] : vae) {
        if (name.find("time_conv") != std::string::npos)
            continue;
        const bool kernel = tensor.dim() == 5;
        converted[name] = kernel ? tensor.narrow(2, tensor.size(2) - 1, 1).contiguous() : tensor;
    }
    return converted;
}

TensorMap givenVae(const TrainConfig& config)
{
    TensorMap vae = readWeights(config.vaeWeights);
    return config.vaeSizes.timeTaps == 1 ? pictureVae(vae) : vae;
}

TensorMap withPatches(TensorMap base, std::int64_t height, std::int64_t width)
{
    at::Tensor& weight = base.at("patch_embedding.weight");
    const std::int64_t places = weight.size(3) * weight.size(4);
    if (weight.size(3) == height && weight.size(4) == width)
        return base;
    const std::int64_t newPlaces = height * width;
    weight = (weight.to(at::kFloat).sum(at::IntArrayRef{3, 4}, true) / static_cast<double>(newPlaces))
                 .expand({weight.size(0), weight.size(1), 1, height, width})
                 .contiguous();
    for (const char* name : {"head.head.weight", "head.head.bias"}) {
        at::Tensor& head = base.at(name); // rows are (place, channel)
        const at::Tensor mean = head.to(at::kFloat).unflatten(0, {places, head.size(0) / places}).mean(0);
        head = at::cat(std::vector<at::Tensor>(static_cast<std::size_t>(newPlaces), mean));
    }
    return base;
}

} // namespace unividx
