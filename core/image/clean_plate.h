#pragma once

#include "core/image/camera_motion.h"
#include "core/image/image.h"
#include "core/image/patch_fill.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace unividx {

/// A frame of the shot that a plate is made of.
struct PlateSample {
    std::int64_t frame = 0; ///< its number
    Image picture;          ///< display-referred RGB, [0, 1]
    Image subject;          ///< coarse matte, one channel, any size
};

struct CleanPlateOptions {
    int height = 720;        ///< rows, at most, at which the plate is kept
    float margin = 0.03F;    ///< heights around the subject in which nothing counts as background
    float tolerance = 0.06F; ///< display values around the median that count as the same background
    PatchFillOptions fill;
};

/// The background of a shot without its subject. Where one of the samples shows it, it is what most of them show; where
/// none does, it is painted once from what surrounds it, so that it stands still in every frame.
///
/// Samples are aligned by the camera's motion. The same samples give the same bits, on any number of threads.
class CleanPlate {
public:
    /// Asks for each sample once, in order, and keeps them smaller: 24 samples take about 160 MB while it is made.
    /// Throws: Internal if there are none or more than 64, a picture is empty or has not three channels; from `sample`.
    CleanPlate(std::size_t count, const std::function<PlateSample(std::size_t)>& sample,
               const CleanPlateOptions& options = {});

    /// A frame's background at its size, RGB: the frame itself away from the subject; under the subject and its margin
    /// the plate, as the camera sees it in this frame. `subject`: one channel, any size.
    Image behind(const PlateSample& frame) const;

    /// The plate: what the middle sample sees, and more around it where the camera went.
    const Image& picture() const { return plate_; }

    /// Whether the camera does not move.
    bool isStill() const { return still_; }

private:
    struct View {
        std::int64_t frame = 0;
        MotionPicture picture;
        CameraMotion fromPlate; ///< from the plate's coordinates to this frame's
    };

    void findMotions();
    CameraMotion motionTo(const PlateSample& frame) const;

    CleanPlateOptions options_;
    std::vector<View> views_;
    bool still_ = false;
    Image plate_;
    double plateHeight_ = 1; ///< in heights of a frame
};

} // namespace unividx
