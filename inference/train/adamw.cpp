#include "inference/train/adamw.h"

#include "core/base/error.h"

#include <cmath>
#include <vector>

namespace unividx {

AdamW::AdamW(TensorMap parameters, const Options& options) : options_(options)
{
    for (auto& [name, parameter] : parameters) {
        Slot slot;
        slot.name = name;
        slot.parameter = parameter;
        slot.mean = at::zeros_like(parameter).detach();
        slot.square = at::zeros_like(parameter).detach();
        if (!options_.slowPrefix.empty() && name.starts_with(options_.slowPrefix))
            slot.share = options_.slowShare;
        std::int64_t wideAxes = 0;
        for (const std::int64_t size : parameter.sizes())
            wideAxes += size > 1;
        slot.decays = wideAxes >= 2 && name.find("modulation") == std::string::npos;
        slots_.push_back(std::move(slot));
    }
}

double AdamW::step(double learningRate)
{
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> parameters, decaying, gradients, means, squares;
    std::vector<at::Scalar> steps, squareBiases, decays;
    for (Slot& slot : slots_) {
        const at::Tensor& gradient = slot.parameter.grad();
        if (!gradient.defined())
            continue;
        parameters.push_back(slot.parameter);
        gradients.push_back(gradient);
        means.push_back(slot.mean);
        squares.push_back(slot.square);
        if (slot.decays) {
            decaying.push_back(slot.parameter);
            decays.emplace_back(1 - learningRate * slot.share * options_.weightDecay);
        }
    }
    if (parameters.empty())
        return 0;
    // One number for all tensors, so that a device is waited for once.
    const double length =
        std::sqrt(at::stack(at::_foreach_norm(gradients)).to(at::kDouble).square().sum().item<double>());
    if (!std::isfinite(length)) {
        clearGradients();
        return length;
    }
    for (Slot& slot : slots_) {
        if (!slot.parameter.grad().defined())
            continue;
        ++slot.steps;
        const auto count = static_cast<double>(slot.steps);
        steps.emplace_back(-learningRate * slot.share / (1 - std::pow(options_.beta1, count)));
        squareBiases.emplace_back(1 - std::pow(options_.beta2, count));
    }
    // For all tensors in one call each: hundreds of small ones would cost a device more to begin than to do.
    if (length > options_.clipNorm)
        at::_foreach_mul_(gradients, options_.clipNorm / length);
    at::_foreach_mul_(means, options_.beta1);
    at::_foreach_add_(means, gradients, 1 - options_.beta1);
    at::_foreach_mul_(squares, options_.beta2);
    at::_foreach_addcmul_(squares, gradients, gradients, 1 - options_.beta2);
    if (options_.weightDecay > 0 && !decaying.empty())
        at::_foreach_mul_(decaying, decays);
    std::vector<at::Tensor> deviations = at::_foreach_div(squares, squareBiases);
    at::_foreach_sqrt_(deviations);
    at::_foreach_add_(deviations, options_.epsilon);
    at::_foreach_addcdiv_(parameters, means, deviations, steps);
    clearGradients();
    return length;
}

void AdamW::clearGradients()
{
    for (Slot& slot : slots_)
        slot.parameter.mutable_grad() = at::Tensor();
}

TensorMap AdamW::state() const
{
    TensorMap state;
    for (const Slot& slot : slots_) {
        state["mean." + slot.name] = slot.mean;
        state["square." + slot.name] = slot.square;
        state["steps." + slot.name] = at::tensor({slot.steps}, at::kLong);
    }
    return state;
}

void AdamW::restore(TensorMap state)
{
    WeightSource source("optimizer state", std::move(state));
    for (Slot& slot : slots_) {
        slot.mean.copy_(source.take("mean." + slot.name, slot.parameter.sizes()));
        slot.square.copy_(source.take("square." + slot.name, slot.parameter.sizes()));
        slot.steps = source.take("steps." + slot.name, {1}).item<std::int64_t>();
    }
    source.finish();
}

} // namespace unividx
