#include "inference/sampling/schedule.h"

#include "core/base/error.h"

#include <ATen/CPUGeneratorImpl.h>

namespace unividx {

double Schedule::sigmaAfter(std::int64_t step) const
{
    return step + 1 < steps() ? sigmas[step + 1].item<double>() : 0.0;
}

Schedule makeSchedule(std::int64_t steps, double shift, double strength)
{
    if (steps < 1)
        throw Error(ErrorKind::Usage, "a schedule needs at least one step");
    if (!(shift > 0))
        throw Error(ErrorKind::Usage, "the schedule's shift must be above 0");
    if (!(strength > 0 && strength <= 1))
        throw Error(ErrorKind::Usage, "the denoising strength must be above 0 and at most 1");
    const at::Tensor s = at::linspace(strength, 0.0, steps + 1, at::kFloat).narrow(0, 0, steps);
    Schedule schedule;
    schedule.sigmas = shift * s / (1.0 + (shift - 1.0) * s);
    schedule.timesteps = schedule.sigmas * 1000.0;
    return schedule;
}

const TrainingSchedule& trainingSchedule()
{
    static const TrainingSchedule schedule = [] {
        const at::NoGradGuard noGradients;
        TrainingSchedule made;
        made.table = makeSchedule(1000, 5.0);
        const at::Tensor y = at::exp(-2.0 * ((made.table.timesteps - 500.0) / 1000.0).square());
        const at::Tensor shifted = y - y.min();
        made.weights = shifted * (1000.0 / shifted.sum());
        return made;
    }();
    return schedule;
}

std::int64_t TrainingSchedule::nearestId(double timestep) const
{
    return at::argmin((table.timesteps - timestep).abs()).item<std::int64_t>();
}

at::Tensor eulerStep(const Schedule& schedule, std::int64_t step, const at::Tensor& sample, const at::Tensor& velocity)
{
    return sample + velocity * (schedule.sigmaAfter(step) - schedule.sigmas[step].item<double>());
}

at::Tensor addNoise(const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& sigma)
{
    return (1.0 - sigma) * x0 + sigma * noise;
}

at::Tensor seededNoise(at::IntArrayRef shape, std::uint64_t seed)
{
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions().dtype(at::kFloat));
}

at::Tensor roundedToBfloat16(const at::Tensor& timesteps)
{
    return timesteps.to(at::kBFloat16).to(timesteps.scalar_type());
}

} // namespace unividx
