#pragma once

#include "core/image/image.h"

#include <array>
#include <cstdint>
#include <vector>

namespace unividx {

/// Angles between unit normals, over all pixels of all frames.
///
/// Source: Eigen and Fergus, Predicting Depth, Surface Normals and Semantic Labels with a Common Multi-Scale
/// Convolutional Architecture, ICCV 2015, section 5.2
struct NormalErrors {
    double meanDegrees = 0;
    double medianDegrees = 0;                        ///< to half a hundredth of a degree
    double within11 = 0, within22 = 0, within30 = 0; ///< shares of pixels within 11.25, 22.5 and 30 degrees
};

/// Takes the frames of a clip one by one, so that a clip of any length fits. Pictures are signed unit vectors; pixels
/// where the wanted one is the zero vector (no surface, as the sky) do not count.
class NormalMeter {
public:
    NormalMeter();

    /// Throws: Input if the sizes differ.
    void add(const Image& made, const Image& wanted);

    /// The error that one normal makes, given for every pixel.
    void add(const std::array<double, 3>& made, const Image& wanted);

    /// All zero before the first frame.
    NormalErrors errors() const;

private:
    void addAngle(double degrees);

    std::vector<std::int64_t> hundredths_; ///< how many angles fall into each hundredth of a degree
    std::int64_t count_ = 0;
    std::int64_t within11_ = 0, within22_ = 0, within30_ = 0;
    double sum_ = 0;
};

/// The one normal that serves all pixels best: the normalised mean of the wanted ones. It is the trivial answer that a
/// model has to beat.
class MeanNormal {
public:
    void add(const Image& wanted);
    std::array<double, 3> unit() const;

private:
    std::array<double, 3> sum_{};
};

} // namespace unividx
