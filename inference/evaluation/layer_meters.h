#pragma once

#include "core/image/image.h"
#include "core/task/task.h"
#include "inference/evaluation/figure.h"
#include "inference/metrics/motion.h"

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <vector>

namespace unividx {

/// One frame of a clip under test. Pictures as `Decoding` says: colour display-referred with three channels, mattes
/// with one, normals signed unit vectors. Those that are not there are empty.
struct MeasuredFrame {
    std::int64_t number = 0; ///< from 0
    std::array<Image, 4> made, wanted;
    Image rgb;     ///< the picture that the layers belong to
    Motion motion; ///< of `rgb`, from the frame before; empty for the first frame and where there is no `rgb`
};

/// Gathers some figures of a clip, frame by frame.
class LayerMeter {
public:
    virtual ~LayerMeter() = default;
    virtual void add(const MeasuredFrame& frame) = 0;
    virtual void report(Figures& figures) const = 0;
};

/// What there is of a clip, so that only what can be measured is.
struct ClipShape {
    const Family* family = &intrinsicFamily;
    ModalitySet made, wanted;
    std::array<double, 3> meanNormal{0, 0, 1}; ///< of the wanted normals
    bool moving = false;                       ///< frames have motion
    std::set<std::int64_t> joins;              ///< frames where windows meet, see `joinFrames`
};

std::vector<std::unique_ptr<LayerMeter>> metersFor(const ClipShape& shape);

} // namespace unividx
