#pragma once

#include <torch/types.h>

#include <cstdint>

namespace unividx {

/// A flow-match schedule: noise levels from (almost) 1 down, and the timesteps that go with them.
struct Schedule {
    at::Tensor sigmas;    ///< [n] float32, falling
    at::Tensor timesteps; ///< [n] float32, 1000 * sigma

    std::int64_t steps() const { return sigmas.size(0); }

    /// The sigma a step ends at: the next one's, 0 after the last.
    double sigmaAfter(std::int64_t step) const;
};

/// sigma = shift*s / (1 + (shift-1)*s) over s = linspace(strength, 0, n+1) without its end.
/// Throws: Usage if steps < 1, shift <= 0, or strength is not in (0, 1].
/// Source: inference/MODEL.md, section 7
Schedule makeSchedule(std::int64_t steps, double shift = 5.0, double strength = 1.0);

/// The 1000-entry table of training, with its loss weights. Its last entry is the level of conditions.
struct TrainingSchedule {
    Schedule table;
    at::Tensor weights; ///< [1000]

    /// The id of the nearest timestep, the lowest on a tie.
    std::int64_t nearestId(double timestep) const;

    static constexpr std::int64_t conditionId = 999;
    double conditionSigma() const { return table.sigmas[conditionId].item<double>(); }
    double conditionTimestep() const { return table.timesteps[conditionId].item<double>(); }
};

const TrainingSchedule& trainingSchedule();

/// One Euler step: sample + velocity * (the sigma the step ends at - the one it starts at).
at::Tensor eulerStep(const Schedule& schedule, std::int64_t step, const at::Tensor& sample, const at::Tensor& velocity);

/// (1 - sigma) x0 + sigma noise; sigma broadcasts.
at::Tensor addNoise(const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& sigma);

/// One draw of standard normals on the CPU in float32 from a fresh generator, as the reference seeds it.
at::Tensor seededNoise(at::IntArrayRef shape, std::uint64_t seed);

/// Rounds to bfloat16 and back: what the published runs feed to the DiT as timesteps.
at::Tensor roundedToBfloat16(const at::Tensor& timesteps);

} // namespace unividx
