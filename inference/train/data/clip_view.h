#pragma once

#include "core/engine/engine.h"
#include "core/image/image.h"
#include "core/media/media_reader.h"
#include "inference/train/data/data_source.h"
#include "inference/train/scene/random.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace unividx {

/// Which part of a clip is looked at, in shares, so that it fits layers of any size and length.
struct ClipView {
    double scale = 1;                ///< of the largest part with the asked aspect ratio
    double across = 0.5, down = 0.5; ///< where it lies: 0 at one border, 1 at the other
    double start = 0;                ///< where the frames begin: 0 at the first, 1 as late as possible
    bool mirrored = false;           ///< left and right; for who puts the rows together

    static ClipView random(scene::Random& random);
};

/// `shape.frames` consecutive frames of a layer, each cut and resized to `shape.resolution`: three channels in [0, 1],
/// as `conditionSource` gives them, not mirrored. `length` is how many frames of the layer there are to draw from; one
/// that is too short has its last frame repeated. Throws: Input naming file and frame.
std::vector<Image> viewFrames(const std::shared_ptr<MediaReader>& layer, Decoding decoding, const ClipView& view,
                              std::int64_t length, const TrainingShape& shape);

} // namespace unividx
