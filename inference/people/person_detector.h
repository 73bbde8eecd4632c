#pragma once

#include "inference/people/frame_views.h"
#include "inference/people/layer_graph.h"

#include <array>
#include <vector>

namespace unividx {

/// A person as the detector describes one, in the frame's pixels.
struct FoundPerson {
    float score = 0;                   ///< 0 to 1
    std::array<double, 2> hips{};      ///< between the hips: the middle of the whole figure
    std::array<double, 2> reach{};     ///< on the circle around the hips that the figure fills, upwards
    std::array<double, 2> shoulders{}; ///< between the shoulders

    /// The radius of the circle that the figure fills.
    double radius() const;
};

/// Finds people in frames: whole figures, heads and shoulders, several, from behind.
///
/// Source: MediaPipe 0.10.14, modules/pose_detection (anchors, decoding, thresholds); Bazarevsky et al., "BlazePose",
/// 2020
class PersonDetector {
public:
    explicit PersonDetector(LayerGraph graph) : graph_(std::move(graph)) {}

    /// The people with a score of at least `least`, none twice. `closely`: looks at square parts of a
    /// long frame too, where people are larger.
    std::vector<FoundPerson> find(const FrameViews& frame, float least, bool closely) const;

    /// What the network gives for views, as it is. Shape: views [B, 3, 224, 224] in [0, 1] -> [B, 2254, 12] box and key
    /// points in the view's pixels from their anchors, [B, 2254, 1] logits of scores
    std::vector<at::Tensor> answers(const at::Tensor& views) const;

private:
    LayerGraph graph_;
};

} // namespace unividx
