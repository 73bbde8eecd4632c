#pragma once

#include "core/color/color_transform.h"
#include "core/color/model_split.h"
#include "core/engine/engine.h"
#include "core/media/media_reader.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace unividx {

/// What to tell a clip's frames apart by on their way to the model.
struct ConditionClip {
    std::shared_ptr<MediaReader> reader;
    std::int64_t offset = 0; ///< added to a job's frame number to find the frame in the clip
    bool still = false;      ///< one image, held for every frame
};

/// The frames of a clip as the model wants this modality:
/// colour in display-referred sRGB [0, 1] (scene-linear sources through the colour config; alpha over black),
/// a matte as grey from the alpha channel where there is one, else from the picture; never colour managed,
/// normals as n * 0.5 + 0.5, from signed vectors where the source is floating point; never colour managed.
///
/// Throws (from the source): Input naming file and frame.
FrameSource conditionSource(const ConditionClip& clip, Decoding decoding);

/// A clip of hints as the model wants this modality, by the clip's own frame numbers. A pixel counts as far as its
/// alpha says, everywhere without alpha; what it reads has straight colour.
///
/// Throws (when called): Input naming file and frame.
std::function<HintPicture(std::int64_t frame)> hintPictures(std::shared_ptr<MediaReader> reader, Decoding decoding);

/// A frame of a colour clip, with what is beyond the model's range set aside.
using SplitSource = std::function<ModelSplit(std::int64_t frame)>;
SplitSource splitSource(const ConditionClip& clip);

} // namespace unividx
