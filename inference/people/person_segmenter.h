#pragma once

#include "inference/people/layer_graph.h"
#include "inference/people/person_detector.h"
#include "inference/people/person_tracks.h"

#include <torch/types.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace unividx {

/// Tells people from what is behind them.
///
/// Two networks look at each frame: one at the whole picture, which knows hats, hair and things held; one at a square
/// around each person, which knows bodies and is not led astray by tables and chairs. Their log odds are averaged:
/// above the shoulders the first counts more, below the second.
///
/// Thread: may be used from several at a time.
/// Source: MediaPipe 0.10.14 (selfie_segmentation, pose_detection, pose_landmark), converted by convert_people.py
class PersonSegmenter {
public:
    /// How much is done for a frame.
    enum class Effort {
        Quick,   ///< one view of each
        Thorough ///< each view mirrored too, and square parts of long frames searched
    };

    /// Reads a converted file. Throws: Model naming the file and what is wrong with it.
    PersonSegmenter(const std::filesystem::path& file, at::Device device);

    /// The probability of each pixel to show a person, for a window's frames, or nothing if they show nobody. It
    /// depends on these frames alone. `pause` is called between networks and may throw to stop.
    ///
    /// Shape: frames [F, 3, H, W] uint8, display-referred RGB -> [F, height, width] float32 in [0, 1], on the CPU
    std::optional<at::Tensor> probabilities(const at::Tensor& frames, std::int64_t height, std::int64_t width,
                                            Effort effort, const std::function<void()>& pause) const;

    const LayerGraph& selfie() const { return selfie_; }
    const LayerGraph& figure() const { return figure_; }
    const PersonDetector& detector() const { return detector_; }

private:
    struct File;
    struct Look;
    struct Window;

    PersonSegmenter(File file, at::Device device);

    std::vector<PersonTrack> findPeople(const Window& window, const at::Tensor& frames) const;
    at::Tensor pictureMask(const Window& window, const at::Tensor& view) const;
    Look lookAt(const Window& window, const FrameViews& frame, const FoundPerson& person) const;

    at::Device device_;
    LayerGraph selfie_;
    LayerGraph figure_;
    PersonDetector detector_;
};

} // namespace unividx
