#include "inference/sampling/sampler.h"

#include "core/base/error.h"

namespace unividx {

at::Tensor withConditions(const at::Tensor& noise, const std::array<at::Tensor, 4>& conditions, const Task& task)
{
    at::Tensor latents = noise.clone();
    const at::Tensor sigma = trainingSchedule().table.sigmas[TrainingSchedule::conditionId].to(noise.dtype());
    for (std::size_t row = 0; row < 4; ++row) {
        if (!task.conditions[row])
            continue;
        if (!conditions[row].defined())
            throw Error(ErrorKind::Internal, "a condition of the task has no latents");
        latents[static_cast<std::int64_t>(row)].copy_(addNoise(conditions[row].squeeze(0), noise[0], sigma));
    }
    return latents;
}

at::Tensor rowTimesteps(const Task& task, double timestep, bool round)
{
    at::Tensor timesteps = at::empty({4}, at::kFloat);
    for (std::size_t row = 0; row < 4; ++row)
        timesteps[static_cast<std::int64_t>(row)] =
            task.conditions[row] ? trainingSchedule().conditionTimestep() : timestep;
    return round ? roundedToBfloat16(timesteps) : timesteps;
}

at::Tensor guidedVelocity(const Dit& dit, const at::Tensor& latents, double timestep, const PreparedText& positive,
                          const PreparedText* negative, const Task& task, const SamplerOptions& options,
                          const Dit::Pause& pause)
{
    const at::Tensor timesteps = rowTimesteps(task, timestep, options.roundTimesteps).unsqueeze(0);
    const at::Tensor batch = latents.unsqueeze(0);
    const at::Tensor wanted =
        dit.velocity(batch, timesteps, positive, task, pause).squeeze(0).to(latents.scalar_type());
    if (options.guidance == 1.0)
        return wanted;
    if (!negative)
        throw Error(ErrorKind::Internal, "guidance needs a negative prompt");
    const at::Tensor unwanted =
        dit.velocity(batch, timesteps, *negative, task, pause).squeeze(0).to(latents.scalar_type());
    return unwanted + options.guidance * (wanted - unwanted);
}

at::Tensor denoise(const Dit& dit, at::Tensor latents, const PreparedText& positive, const PreparedText* negative,
                   const Task& task, const SamplerOptions& options, const StepObserver& observe,
                   const Dit::Pause& pause)
{
    latents = latents.clone();
    const Schedule& schedule = options.schedule;
    for (std::int64_t step = 0; step < schedule.steps(); ++step) {
        const at::Tensor velocity = guidedVelocity(dit, latents, schedule.timesteps[step].item<double>(), positive,
                                                   negative, task, options, pause);
        for (std::int64_t row = 0; row < 4; ++row) {
            if (task.targets()[static_cast<std::size_t>(row)])
                latents[row].copy_(eulerStep(schedule, step, latents[row], velocity[row]));
        }
        if (observe)
            observe(step, latents);
    }
    return latents;
}

} // namespace unividx
