#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace unividx {

/// Width and height in pixels.
struct Resolution {
    int width = 0;
    int height = 0;

    bool operator==(const Resolution&) const = default;
};

/// A picture as a value: float pixels, interleaved, rows from the top, shared and never changed once
/// inside, so that copies cost nothing and no thread has to lock.
///
/// What the numbers mean (display-referred or scene-linear, straight or premultiplied) is declared by
/// whoever hands the image over.
class Image {
public:
    Image() = default;

    /// `pixels` holds width * height * channels values. Throws: Internal if it does not.
    Image(Resolution resolution, int channels, std::vector<float> pixels);

    bool empty() const { return !pixels_; }
    Resolution resolution() const { return resolution_; }
    int width() const { return resolution_.width; }
    int height() const { return resolution_.height; }
    int channels() const { return channels_; }
    std::size_t byteSize() const { return pixels_ ? pixels_->size() * sizeof(float) : 0; }

    /// All pixels; null for an empty image.
    const float* data() const { return pixels_ ? pixels_->data() : nullptr; }
    const float* row(int y) const
    {
        return data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width() * channels_);
    }
    float at(int x, int y, int channel) const { return row(y)[x * channels_ + channel]; }

private:
    Resolution resolution_;
    int channels_ = 0;
    std::shared_ptr<const std::vector<float>> pixels_;
};

} // namespace unividx
