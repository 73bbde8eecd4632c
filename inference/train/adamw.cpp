#include "inference/train/adamw.h"

#include "core/base/error.h"

#include <cmath>

namespace unividx {

AdamW::AdamW(TensorMap parameters, const Options& options) : options_(options)
{
    for (auto& [name, parameter] : parameters) {
        Slot slot;
        slot.name = name;
        slot.parameter = parameter;
        slot.mean = at::zeros_like(parameter).detach();
        slot.square = at::zeros_like(parameter).detach();
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
    double squares = 0;
    for (const Slot& slot : slots_) {
        if (slot.parameter.grad().defined())
            squares += slot.parameter.grad().square().sum().item<double>();
    }
    const double length = std::sqrt(squares);
    if (!std::isfinite(length)) {
        clearGradients();
        return length;
    }
    const double shrink = length > options_.clipNorm ? options_.clipNorm / length : 1.0;
    for (Slot& slot : slots_) {
        if (!slot.parameter.grad().defined())
            continue;
        const at::Tensor gradient = slot.parameter.grad() * shrink;
        ++slot.steps;
        slot.mean.lerp_(gradient, 1 - options_.beta1);
        slot.square.mul_(options_.beta2).addcmul_(gradient, gradient, 1 - options_.beta2);
        if (slot.decays)
            slot.parameter.mul_(1 - learningRate * options_.weightDecay);
        const double meanBias = 1 - std::pow(options_.beta1, static_cast<double>(slot.steps));
        const double squareBias = 1 - std::pow(options_.beta2, static_cast<double>(slot.steps));
        const at::Tensor deviation = (slot.square / squareBias).sqrt_().add_(options_.epsilon);
        slot.parameter.addcdiv_(slot.mean, deviation, -learningRate / meanBias);
    }
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
        slot.mean = source.take("mean." + slot.name, slot.parameter.sizes()).clone();
        slot.square = source.take("square." + slot.name, slot.parameter.sizes()).clone();
        slot.steps = source.take("steps." + slot.name, {1}).item<std::int64_t>();
    }
    source.finish();
}

} // namespace unividx
