#pragma once

#include "core/image/image.h"
#include "inference/metrics/motion.h"

#include <array>
#include <optional>
#include <vector>

namespace unividx {

/// How steady a layer's colour is on points followed through a clip. A surface keeps its albedo, so albedo's variance
/// along a track should be nothing but resampling; the true layer's figure, with the same motion, says how much that
/// is.
///
/// A track starts at each pixel of the first frame and ends where its motion is not known. The variance is pooled: all
/// tracks' squared distances from their own means, divided by the sum of their lengths less one; mean over channels.
///
/// Units: the layer's own values squared, plain.
class TrackVariance {
public:
    /// Frames in order; `fromBefore` is the motion from the frame before to this one, not used for the first.
    /// Pictures have at least three channels. Throws: Input if the sizes differ.
    void add(const Image& picture, const Motion& fromBefore);

    /// Nothing if no track has two points.
    std::optional<double> variance() const;

private:
    struct Track {
        double x = 0, y = 0;
        bool ended = false;
        int points = 0;
        std::array<double, 3> mean{};
    };

    void extend(Track& track, const Image& picture);

    std::vector<Track> tracks_;
    Resolution size_;
    double squares_ = 0;
    double freedom_ = 0;
};

} // namespace unividx
