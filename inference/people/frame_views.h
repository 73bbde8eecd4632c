#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace unividx {

/// A square of a frame, in the frame's pixels; it may reach beyond the frame, which is black there.
struct FrameSquare {
    double x = 0, y = 0; ///< centre
    double side = 0;
    int turns = 0;         ///< quarter turns clockwise that the square's own "up" stands away from the frame's
    bool mirrored = false; ///< left for right, in the square's own directions
};

/// An upright rectangle of whole pixels inside a frame.
struct FrameRectangle {
    std::int64_t x = 0, y = 0, width = 0, height = 0;
};

/// A frame, ready to be looked at in parts. Shape: frame [3, H, W] uint8
class FrameViews {
public:
    explicit FrameViews(const at::Tensor& frame);

    std::int64_t width() const { return levels_.front().size(3); }
    std::int64_t height() const { return levels_.front().size(2); }

    /// A square, resampled bilinearly from the level next above its size. Values in [0, 1].
    /// Shape: -> [1, 3, size, size] float32
    at::Tensor square(const FrameSquare& square, std::int64_t size) const;

    /// A rectangle stretched to a square, antialiased. Values in [0, 1]. Shape: -> [1, 3, size, size] float32
    at::Tensor stretched(const FrameRectangle& rectangle, std::int64_t size) const;

private:
    std::vector<at::Tensor> levels_; ///< [1, 3, H, W] float32; each half as large as the one before
};

/// What part of a picture of `width` x `height` pixels shows a square of a frame that is `scale` times as large:
/// everything that the square touches, clipped to the picture.
FrameRectangle touched(const FrameSquare& square, double scale, std::int64_t width, std::int64_t height);

/// A mask of a square, resampled to the pixels of `part` of that picture; zero beyond the square.
/// Shape: mask [1, C, n, n] -> [C, part.height, part.width]
at::Tensor placed(const at::Tensor& mask, const FrameSquare& square, double scale, const FrameRectangle& part);

} // namespace unividx
