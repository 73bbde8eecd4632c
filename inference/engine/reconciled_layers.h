#pragma once

#include "core/engine/window_join.h"

namespace unividx {

/// What a made matte says where it is neither 0 nor 1.
enum class MatteGrey {
    Doubt, ///< that it may be one or the other: the frame decides it
    Known  ///< how likely the pixel is the subject's, and better than the frame tells: it stays
};

/// Makes one frame's layers, which are averages of possible answers (see ModelQuirks), consistent with the given
/// layers:
/// - a matte is decided by the frame (decidedMatte), an albedo evened out over it (smoothAlbedo);
/// - what is made comes closer to the family's equation, rgb = albedo * irradiance in linear light, or
///   rgb = alpha * foreground + (1 - alpha) * background in display values. So it has the edges of what is given, and a
///   smaller residual, the more is given.
/// Normals stay as they are, and so does everything where the equation cannot be told.
///
/// `made`: the task's targets; `given`: its conditions, display-referred in [0, 1], of the same size; a row is in
/// neither, if the run does not have it.
LayerFrame reconciledLayers(const Task& task, LayerFrame made, const LayerFrame& given,
                            MatteGrey grey = MatteGrey::Doubt);

} // namespace unividx
