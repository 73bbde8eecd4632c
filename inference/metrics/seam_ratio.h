#pragma once

#include "core/image/image.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace unividx {

/// The frames that differ from the one before by more than their own content: where windows overlap they fade into each
/// other, so these are the frames of each overlap and the one after it; without overlap, each window's first.
/// `windows` are in order, as a run's plan has them.
std::set<std::int64_t> joinFrames(const std::vector<FrameRange>& windows);

/// Whether the joins of windows show: the mean absolute difference between neighbouring frames at joins, over that
/// elsewhere. 1 where joins cannot be told; the true layer's figure says what the scene's own motion makes of it.
class SeamRatio {
public:
    explicit SeamRatio(std::set<std::int64_t> joins) : joins_(std::move(joins)) {}

    /// Frames in order. Throws: Input if the sizes differ.
    void add(std::int64_t frame, const Image& picture);

    /// Nothing where there are no joins, nothing but joins, or nothing moves elsewhere.
    std::optional<double> ratio() const;

private:
    struct Mean {
        double sum = 0;
        int count = 0;
    };

    std::set<std::int64_t> joins_;
    Image before_;
    Mean atJoins_, elsewhere_;
};

} // namespace unividx
