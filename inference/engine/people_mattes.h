#pragma once

#include "core/image/image.h"
#include "inference/people/person_segmenter.h"

#include <torch/types.h>

#include <functional>
#include <optional>
#include <vector>

namespace unividx {

/// A window's frames of one layer, kept while they are read as a condition, at the size at which people are looked for:
/// at most 1280 pixels long, 8 bits.
class KeptFrames {
public:
    /// `picture`: display-referred, in [0, 1], of one size for all frames.
    void add(const Image& picture);

    /// Repeats the last frame until there are `count`. Shape: -> [count, 3, H, W] uint8
    at::Tensor frames(std::int64_t count) const;

    /// The size of mattes of these frames: their own, at most 640 pixels long. Networks of 256 pixels know no more, and
    /// a person in a part of the frame is seen larger.
    Resolution matteSize() const;

private:
    std::vector<at::Tensor> frames_;
    Resolution size_; ///< of the source
};

/// The mattes of people in a window, one channel in [0, 1] at `size`, one for each frame; nothing if it shows nobody.
/// Shape: frames [F, 3, H, W] uint8, display-referred RGB
std::optional<std::vector<Image>> peopleMattes(const PersonSegmenter& people, const at::Tensor& frames, Resolution size,
                                               PersonSegmenter::Effort effort, const std::function<void()>& pause);

/// A matte made at another size, brought to `size` along the edges of its frame.
/// Shape: frame [3, H, W] uint8, display-referred RGB
Image matteAtSize(const Image& matte, const at::Tensor& frame, Resolution size);

} // namespace unividx
