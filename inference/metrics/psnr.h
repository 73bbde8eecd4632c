#pragma once

#include "core/image/image.h"

namespace unividx {

/// Peak signal-to-noise ratio of colour pictures with values in [0, 1]: 10 log10(1 / mean square error), the mean over
/// the three channels and all frames together.
///
/// Units: dB. Infinite for pictures that are the same.
class PsnrMeter {
public:
    /// `where`: only pixels whose first channel is above 0 there count; empty for all of them.
    /// Throws: Input if the sizes differ.
    void add(const Image& made, const Image& wanted, const Image& where = {});

    /// Also infinite before the first frame.
    double decibels() const;

private:
    double squares_ = 0;
    double count_ = 0;
};

} // namespace unividx
