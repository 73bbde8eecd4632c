#pragma once

#include "core/task/task.h"
#include "core/time/frame_range.h"

#include <torch/types.h>

namespace unividx {

/// Refuses a window whose denoised latents no model makes: values that are not numbers, or all the same.
/// Shape: latents [4, C, T, h, w]; target rows are looked at.
/// Throws: Model naming the modality and the window's frames.
void refuseBadLatents(const at::Tensor& latents, const Task& task, FrameRange window);

/// The same for decoded pictures. All black or all white is accepted: a window without a subject has an empty matte.
/// Shape: video [3, F, H, W], clamped to [-1, 1]
void refuseBadPictures(const at::Tensor& video, const Modality& modality, FrameRange window);

/// Refuses a condition's pictures if they hold values that are not numbers.
/// Shape: video [1, 3, F, H, W]. Throws: Input naming the modality and the frame.
void refuseBadCondition(const at::Tensor& video, const Modality& modality, FrameRange window);

} // namespace unividx
