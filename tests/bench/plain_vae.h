#pragma once

#include "inference/vae/vae.h"
#include "inference/weights/weight_source.h"

#include <torch/utils.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace unividx {

/// The VAE's decoder in the published formulation, operator by operator: conv3d over [B, C, T, H, W], one latent frame
/// at a time, each causal convolution keeping its last two frames. What `Vae::decode` is timed and checked against.
class PlainVaeDecoder {
public:
    explicit PlainVaeDecoder(TensorMap weights) : weights_(std::move(weights)) {}

    /// Shape: latent [B, 16, T, h, w] -> [B, 3, 4T - 3, 8h, 8w]
    at::Tensor operator()(const at::Tensor& latent)
    {
        memory_.clear();
        const auto along = [](const at::Tensor& v) { return v.view({1, -1, 1, 1, 1}); };
        const at::Tensor raw = latent * along(latentDeviation()) + along(latentMean());
        std::vector<at::Tensor> frames;
        for (std::int64_t t = 0; t < raw.size(2); ++t) {
            at::Tensor x = causal("decoder.conv1", point("conv2", raw.narrow(2, t, 1)));
            x = residual("decoder.middle.0", x);
            x = attention("decoder.middle.1", x);
            x = residual("decoder.middle.2", x);
            for (int layer = 0; layer < 15; ++layer) {
                const std::string name = "decoder.upsamples." + std::to_string(layer);
                x = layer % 4 == 3 ? doubled(name, x) : residual(name, x);
            }
            frames.push_back(causal("decoder.head.2", at::silu(norm("decoder.head.0.gamma", x))));
        }
        return at::cat(frames, 2);
    }

private:
    const at::Tensor& weight(const std::string& name) const { return weights_.at(name); }

    at::Tensor norm(const std::string& gamma, const at::Tensor& x) const
    {
        const at::Tensor length = at::linalg_vector_norm(x, 2, {1}, true).clamp_min(1e-12);
        const double root = std::sqrt(static_cast<double>(x.size(1)));
        return x / length * root * weight(gamma).reshape({1, -1, 1, 1, 1});
    }

    at::Tensor point(const std::string& name, const at::Tensor& x) const
    {
        return at::conv3d(x, weight(name + ".weight"), weight(name + ".bias"));
    }

    at::Tensor causal(const std::string& name, const at::Tensor& x)
    {
        at::Tensor& past = memory_[name];
        if (!past.defined())
            past = at::zeros({x.size(0), x.size(1), 2, x.size(3), x.size(4)});
        const at::Tensor seen = at::cat({past, x}, 2);
        past = seen.slice(2, -2);
        return at::conv3d(seen, weight(name + ".weight"), weight(name + ".bias"), 1, at::IntArrayRef{0, 1, 1});
    }

    at::Tensor residual(const std::string& name, const at::Tensor& x)
    {
        at::Tensor y = causal(name + ".residual.2", at::silu(norm(name + ".residual.0.gamma", x)));
        y = causal(name + ".residual.6", at::silu(norm(name + ".residual.3.gamma", y)));
        return y + (weights_.count(name + ".shortcut.weight") > 0 ? point(name + ".shortcut", x) : x);
    }

    at::Tensor attention(const std::string& name, const at::Tensor& x) const
    {
        const at::Tensor frames = norm(name + ".norm.gamma", x).transpose(1, 2).flatten(0, 1);
        const at::Tensor qkv =
            at::conv2d(frames, weight(name + ".to_qkv.weight"), weight(name + ".to_qkv.bias")).flatten(2);
        const auto parts = qkv.transpose(1, 2).chunk(3, -1);
        const double scale = 1.0 / std::sqrt(static_cast<double>(x.size(1)));
        const at::Tensor mixed =
            at::matmul(at::softmax(at::matmul(parts[0], parts[1].transpose(1, 2)) * scale, -1), parts[2]);
        const at::Tensor out = at::conv2d(mixed.transpose(1, 2).reshape(frames.sizes()), weight(name + ".proj.weight"),
                                          weight(name + ".proj.bias"));
        return x + out.unflatten(0, {x.size(0), x.size(2)}).transpose(1, 2);
    }

    at::Tensor doubled(const std::string& name, at::Tensor x)
    {
        if (weights_.count(name + ".time_conv.weight") > 0) {
            const auto [slot, first] = memory_.try_emplace(name);
            if (first) { // the first frame stays single, and none of it is context for the next
                slot->second = at::zeros({x.size(0), x.size(1), 2, x.size(3), x.size(4)});
            } else {
                const at::Tensor seen = at::cat({slot->second, x}, 2);
                slot->second = seen.slice(2, -2);
                const at::Tensor both =
                    at::conv3d(seen, weight(name + ".time_conv.weight"), weight(name + ".time_conv.bias"));
                x = at::stack(both.chunk(2, 1), 3).flatten(2, 3);
            }
        }
        const at::Tensor frames = x.transpose(1, 2).flatten(0, 1);
        const at::Tensor wide = at::upsample_nearest2d(frames, at::IntArrayRef{2 * frames.size(2), 2 * frames.size(3)});
        const at::Tensor smooth =
            at::conv2d(wide, weight(name + ".resample.1.weight"), weight(name + ".resample.1.bias"), 1, 1);
        return smooth.unflatten(0, {x.size(0), x.size(2)}).transpose(1, 2);
    }

    TensorMap weights_;
    std::map<std::string, at::Tensor> memory_;
};

} // namespace unividx
