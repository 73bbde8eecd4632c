#pragma once

#include <array>
#include <vector>

namespace unividx {

/// How stored chroma samples lie among the pixels of one axis.
///
/// The kernel is the bicubic (0, 0.6) that FFmpeg's scaler uses, so that both agree.
class ChromaAxis {
public:
    /// `shift`: log2 of the pixels a sample. `offset`: where the first sample lies, in pixels from the first
    /// pixel (0: on it; 0.5: between two). `samples`: how many there are; the edges repeat.
    ChromaAxis(int shift, double offset, int samples);

    /// The four samples around pixel `position`, clamped to the picture, and their weights (sum 1).
    struct Taps {
        std::array<int, 4> at{};
        std::array<float, 4> weight{};
    };
    Taps taps(int position) const;

    /// Fills `out` with `pixels` values from the samples of a row.
    void upsample(const float* samples, int pixels, float* out) const;

private:
    struct Phase {
        int first = 0; ///< of the four taps, from position >> shift
        std::array<float, 4> weight{};
    };

    int shift_;
    int samples_;
    std::vector<Phase> phases_; ///< one for each pixel of a sample
};

} // namespace unividx
