#pragma once

#include "core/task/task.h"
#include "inference/train/data/data_source.h"
#include "inference/train/data/training_clip.h"
#include "inference/train/scene/random.h"

#include <cstdint>

namespace unividx {

/// Another clip of the same layers, all of whose choices follow from `seed`: another part of the picture, perhaps
/// mirrored; a subject before another clip's background, each with a part and a drift of its own, the subject a little
/// brighter or darker, and with camera faults, as the ones that its own picture had are lost in that.
/// `other` is a clip of the same family and shape; the intrinsic family ignores it.
TrainingClip varied(const Family& family, const TrainingClip& clip, const TrainingClip& other, std::uint64_t seed,
                    const TrainingShape& shape);

/// A foreground a little brighter or darker, or with more or less contrast; values in [0, 1].
at::Tensor relit(const at::Tensor& foreground, scene::Random& random);

} // namespace unividx
