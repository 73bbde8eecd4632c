#include "inference/vae/channel_norm.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

constexpr std::int64_t blockPixels = 256; ///< a block of every channel stays in the first cache
constexpr float smallest = 1e-12F;

/// One number for each pixel of a block.
struct alignas(64) Lane {
    float value[blockPixels];
};

/// Calls `work(frame, first pixel, pixels)` for every block of every frame, on all threads.
template <typename Work>
void forEachBlock(std::int64_t frames, std::int64_t pixels, const Work& work)
{
    const std::int64_t blocks = (pixels + blockPixels - 1) / blockPixels;
    at::parallel_for(0, frames * blocks, 8, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t index = begin; index < end; ++index) {
            const std::int64_t first = index % blocks * blockPixels;
            work(index / blocks, first, std::min(blockPixels, pixels - first));
        }
    });
}

/// sqrt(C) / max(||x||, 1e-12) for a block's pixels.
void inverseLengths(const float* x, std::int64_t channels, std::int64_t pixels, std::int64_t count, Lane& inverse)
{
    float* __restrict sum = inverse.value;
    std::fill_n(sum, blockPixels, 0.0F);
    for (std::int64_t c = 0; c < channels; ++c) {
        const float* __restrict plane = x + c * pixels;
        for (std::int64_t p = 0; p < count; ++p)
            sum[p] += plane[p] * plane[p];
    }
    const float root = std::sqrt(static_cast<float>(channels));
    for (std::int64_t p = 0; p < count; ++p)
        sum[p] = root / std::max(std::sqrt(sum[p]), smallest);
}

/// x [N, C, P] contiguous, gamma [C]
at::Tensor forwardPass(const at::Tensor& x, const at::Tensor& gamma)
{
    at::Tensor y = at::empty_like(x);
    const std::int64_t channels = x.size(1);
    const std::int64_t pixels = x.size(2);
    const float* from = x.data_ptr<float>();
    const float* gain = gamma.data_ptr<float>();
    float* to = y.data_ptr<float>();
    forEachBlock(x.size(0), pixels, [&](std::int64_t frame, std::int64_t first, std::int64_t count) {
        const std::int64_t start = frame * channels * pixels + first;
        Lane inverse;
        inverseLengths(from + start, channels, pixels, count, inverse);
        for (std::int64_t c = 0; c < channels; ++c) {
            const float* __restrict in = from + start + c * pixels;
            float* __restrict out = to + start + c * pixels;
            const float* __restrict scale = inverse.value;
            const float g = gain[c];
            for (std::int64_t p = 0; p < count; ++p)
                out[p] = in[p] * scale[p] * g;
        }
    });
    return y;
}

/// With s = sqrt(C) / ||x||: dx_c = s (g_c dy_c - x_c s^2 / C * sum_k g_k dy_k x_k), dg_c = sum over pixels of dy_c x_c
/// s.
std::pair<at::Tensor, at::Tensor> backwardPass(const at::Tensor& x, const at::Tensor& gamma, const at::Tensor& dy)
{
    at::Tensor dx = at::empty_like(x);
    const std::int64_t channels = x.size(1);
    const std::int64_t pixels = x.size(2);
    const std::int64_t blocks = (pixels + blockPixels - 1) / blockPixels;
    at::Tensor dGammaParts = at::zeros({x.size(0) * blocks, channels}); // summed in a fixed order: runs repeat exactly
    const float* from = x.data_ptr<float>();
    const float* gain = gamma.data_ptr<float>();
    const float* gradient = dy.data_ptr<float>();
    float* to = dx.data_ptr<float>();
    float* parts = dGammaParts.data_ptr<float>();
    forEachBlock(x.size(0), pixels, [&](std::int64_t frame, std::int64_t first, std::int64_t count) {
        const std::int64_t start = frame * channels * pixels + first;
        Lane inverse;
        inverseLengths(from + start, channels, pixels, count, inverse);
        Lane alongLane{};
        float* __restrict along = alongLane.value;
        const float* __restrict scale = inverse.value;
        float* part = parts + (frame * blocks + first / blockPixels) * channels;
        for (std::int64_t c = 0; c < channels; ++c) {
            const float* __restrict in = from + start + c * pixels;
            const float* __restrict out = gradient + start + c * pixels;
            const float g = gain[c];
            float sum = 0;
            for (std::int64_t p = 0; p < count; ++p) {
                const float product = out[p] * in[p];
                along[p] += g * product;
                sum += product * scale[p];
            }
            part[c] = sum;
        }
        const float perChannel = 1.0F / static_cast<float>(channels);
        for (std::int64_t p = 0; p < count; ++p)
            along[p] *= scale[p] * scale[p] * perChannel;
        for (std::int64_t c = 0; c < channels; ++c) {
            const float* __restrict in = from + start + c * pixels;
            const float* __restrict out = gradient + start + c * pixels;
            float* __restrict result = to + start + c * pixels;
            const float g = gain[c];
            for (std::int64_t p = 0; p < count; ++p)
                result[p] = scale[p] * (g * out[p] - in[p] * along[p]);
        }
    });
    return {dx, dGammaParts.sum(0)};
}

/// The two passes by plain operators, for what the kernels above do not take: other devices, other types. x [N, C, P]
at::Tensor inverseLength(const at::Tensor& x)
{
    const at::Tensor wide = x.scalar_type() == at::kDouble ? x : x.to(at::kFloat); // `smallest` is 0 in float16
    const double root = std::sqrt(static_cast<double>(x.size(1)));
    return at::linalg_vector_norm(wide, 2, {1}, true).clamp_min_(smallest).reciprocal_().mul_(root);
}

at::Tensor forwardByOperators(const at::Tensor& x, const at::Tensor& gamma)
{
    return (x * inverseLength(x)).mul_(gamma.view({1, -1, 1})).to(x.scalar_type());
}

std::pair<at::Tensor, at::Tensor> backwardByOperators(const at::Tensor& x, const at::Tensor& gamma,
                                                      const at::Tensor& dy)
{
    const at::Tensor scale = inverseLength(x);
    const at::Tensor unit = x * scale;
    const at::Tensor dGamma = (dy * unit).sum(at::IntArrayRef{0, 2});
    at::Tensor dx = dy * gamma.view({1, -1, 1});
    const at::Tensor along = (dx * unit).mean(1, true);
    dx.sub_(unit * along).mul_(scale);
    return {dx, dGamma};
}

bool usesKernels(const at::Tensor& x)
{
    return x.scalar_type() == at::kFloat && x.is_cpu();
}

class ChannelRmsNorm : public torch::autograd::Function<ChannelRmsNorm> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& gamma)
    {
        const at::Tensor flat = x.flatten(0, 1).flatten(2).contiguous();
        const at::Tensor gain = gamma.flatten().contiguous();
        context->save_for_backward({flat, gain});
        context->saved_data["shape"] = gamma.sizes().vec();
        return (usesKernels(flat) ? forwardPass(flat, gain) : forwardByOperators(flat, gain)).view(x.sizes());
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::tensor_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const at::Tensor dy = gradients[0].reshape(saved[0].sizes()).contiguous();
        const auto [dx, dGamma] =
            usesKernels(dy) ? backwardPass(saved[0], saved[1], dy) : backwardByOperators(saved[0], saved[1], dy);
        return {dx.view(gradients[0].sizes()), dGamma.view(context->saved_data["shape"].toIntVector())};
    }
};

} // namespace

at::Tensor channelRmsNorm(const at::Tensor& x, const at::Tensor& gamma)
{
    return ChannelRmsNorm::apply(x, gamma);
}

} // namespace unividx
