#pragma once

#include "core/time/frame_rate.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// Seconds in one tick of a container's clock.
struct TimeBase {
    std::int64_t numerator = 1;
    std::int64_t denominator = 1000;
};

/// The rate a clip is shown at, and how even its frames are.
struct RateChoice {
    FrameRate rate;
    bool declared = true; ///< false: nothing in the file gives a rate
    bool variable = false;
    double slowest = 0; ///< frames a second between neighbours, where variable
    double fastest = 0;
};

/// Which frame of a constant `rate` a presentation time falls on: the nearest one, counted from `first`.
std::int64_t slotOf(std::int64_t time, std::int64_t first, TimeBase timeBase, FrameRate rate);

/// Finds the rate at which every frame falls on a number of its own. Where there is none the clip is variable
/// and gets the usual rate nearest to its median frame time.
///
/// `times`: presentation times, ascending. `declared`: what the file says, best first; zeros are skipped.
RateChoice chooseRate(const std::vector<std::int64_t>& times, TimeBase timeBase,
                      const std::vector<FrameRate>& declared);

} // namespace unividx
