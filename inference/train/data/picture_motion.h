#pragma once

#include "core/task/task.h"
#include "inference/train/data/data_source.h"
#include "inference/train/scene/random.h"

#include <torch/types.h>

namespace unividx {

/// A part of a picture that drifts from frame to frame, in shares, so that it fits pictures of any size.
struct PictureMotion {
    double scale = 1;                      ///< of the largest part with the asked aspect ratio
    double across = 0.5, down = 0.5;       ///< where it lies in the first frame: 0 at one border, 1 at the other
    double driftAcross = 0, driftDown = 0; ///< of `across` and `down` from one frame to the next; stays in the picture
    bool mirrored = false;                 ///< left and right

    static PictureMotion random(scene::Random& random);
};

/// Pictures seen through a motion: [C, F, H, W] -> [C, frames, height, width] of the shape, bilinear. F is the shape's
/// number of frames, or 1 for a still. Values are interpolated as they are; `mirrored` moves pixels alone.
at::Tensor augmented(const at::Tensor& pictures, const PictureMotion& motion, const TrainingShape& shape);

/// All rows of a family through one motion: [4, 3, F, H, W] in [-1, 1]. Normals stay of unit length, and a mirrored one
/// points the other way.
at::Tensor rowsThrough(const Family& family, const at::Tensor& rows, const PictureMotion& motion,
                       const TrainingShape& shape);

/// alpha * foreground + (1 - alpha) * background, on encoded values in [0, 1].
at::Tensor composited(const at::Tensor& alpha, const at::Tensor& foreground, const at::Tensor& background);

/// A camera's blur, noise and compression on [3, F, H, W] in [0, 1]; see scene/degrade.h. A third of the draws leave
/// it.
at::Tensor withCameraFaults(const at::Tensor& rgb, scene::Random& random);

} // namespace unividx
