#pragma once

#include "inference/dit/dit.h"
#include "inference/sampling/schedule.h"

#include <array>
#include <functional>
#include <optional>

namespace unividx {

/// How a window is denoised.
struct SamplerOptions {
    Schedule schedule;
    double guidance = 1.0;      ///< classifier-free guidance; 1 means no negative pass
    bool roundTimesteps = true; ///< to bfloat16 before the DiT, as the published runs do; sigmas stay exact
};

/// Puts the conditions into a window's noise: each at the condition level, with row 0's noise, as the release does.
/// Shape: noise [4, C, T, h, w]; conditions[row] [1, C, T, h, w], defined for the rows in `task.conditions`.
/// Source: inference/MODEL.md, section 8
at::Tensor withConditions(const at::Tensor& noise, const std::array<at::Tensor, 4>& conditions, const Task& task);

/// The timesteps of one step's four rows, [4]: the condition level or the schedule's.
at::Tensor rowTimesteps(const Task& task, double timestep, bool round);

/// The guided velocity of one step. Shape: latents [4, C, T, h, w] -> same.
/// `negative` is needed where guidance is not 1.
at::Tensor guidedVelocity(const Dit& dit, const at::Tensor& latents, double timestep, const PreparedText& positive,
                          const PreparedText* negative, const Task& task, const SamplerOptions& options,
                          const Dit::Pause& pause = {});

/// Called after each step with the latents so far and the predicted clean latents.
using StepObserver = std::function<void(std::int64_t step, const at::Tensor& latents)>;

/// All steps of the schedule over the target rows; condition rows stay as they are.
/// Shape: latents [4, C, T, h, w] -> same. Throws what `pause` throws.
at::Tensor denoise(const Dit& dit, at::Tensor latents, const PreparedText& positive, const PreparedText* negative,
                   const Task& task, const SamplerOptions& options, const StepObserver& observe = {},
                   const Dit::Pause& pause = {});

} // namespace unividx
