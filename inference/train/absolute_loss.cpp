#include "inference/train/absolute_loss.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace unividx {

namespace {

struct Plane {
    const float* error;
    const float* weight;
    float* gradient; ///< begins as zeros
    std::int64_t height, width;
};

float signOf(float value)
{
    return static_cast<float>(value > 0) - static_cast<float>(value < 0);
}

/// Adds what differences between `count` values and those `apart` further on cost; `scratch`: `count` floats.
float addEdges(const float* error, const float* weight, float* gradient, std::int64_t apart, std::int64_t count,
               float edgeWeight, float* scratch)
{
    float loss = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const float both = edgeWeight * std::min(weight[i], weight[i + apart]);
        const float step = error[i + apart] - error[i];
        loss += both * std::abs(step);
        scratch[i] = both * signOf(step);
    }
    for (std::int64_t i = 0; i < count; ++i)
        gradient[i] -= scratch[i];
    for (std::int64_t i = 0; i < count; ++i)
        gradient[i + apart] += scratch[i];
    return loss;
}

double addPlane(const Plane& plane, float edgeWeight)
{
    std::vector<float> scratch(static_cast<std::size_t>(plane.width));
    double loss = 0;
    for (std::int64_t y = 0; y < plane.height; ++y) {
        const std::int64_t row = y * plane.width;
        const float* const error = plane.error + row;
        const float* const weight = plane.weight + row;
        float* const gradient = plane.gradient + row;
        float sum = 0;
        for (std::int64_t x = 0; x < plane.width; ++x) {
            sum += weight[x] * std::abs(error[x]);
            gradient[x] += weight[x] * signOf(error[x]);
        }
        sum += addEdges(error, weight, gradient, 1, plane.width - 1, edgeWeight, scratch.data());
        if (y + 1 < plane.height)
            sum += addEdges(error, weight, gradient, plane.width, plane.width, edgeWeight, scratch.data());
        loss += sum;
    }
    return loss;
}

class AbsoluteLoss : public torch::autograd::Function<AbsoluteLoss> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& error,
                              const at::Tensor& weights, double edgeWeight)
    {
        const at::Tensor values = error.contiguous();
        const at::Tensor shares = weights.contiguous();
        const at::Tensor gradient = at::zeros_like(values);
        const std::int64_t planes = values.size(0) * values.size(1);
        const std::int64_t size = values.size(2) * values.size(3);
        std::vector<double> losses(static_cast<std::size_t>(planes)); // summed in order, whatever the threads do
        at::parallel_for(0, planes, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t plane = begin; plane < end; ++plane)
                losses[static_cast<std::size_t>(plane)] =
                    addPlane({values.data_ptr<float>() + plane * size, shares.data_ptr<float>() + plane * size,
                              gradient.data_ptr<float>() + plane * size, values.size(2), values.size(3)},
                             static_cast<float>(edgeWeight));
        });
        context->save_for_backward({gradient});
        return at::scalar_tensor(std::accumulate(losses.begin(), losses.end(), 0.0), values.options());
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients)
    {
        return {context->get_saved_variables().front() * gradients.front(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor absoluteLoss(const at::Tensor& error, const at::Tensor& weights, double edgeWeight)
{
    return AbsoluteLoss::apply(error, weights, edgeWeight);
}

} // namespace unividx
