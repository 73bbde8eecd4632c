#pragma once

#include "core/run/run_spec.h"

#include <cstdint>

namespace unividx {

/// How often a run is made smaller before it fails for want of memory.
inline constexpr int mostStepsDown = 2;

/// The same run in less memory: windows of about half the length (4k + 1, overlapping by no more than half), and from
/// the second step on one at a time. `window`, `overlap`: frames, as the run planned them; 0 if that is not known.
RunSpec steppedDown(RunSpec options, int step, std::int64_t window, std::int64_t overlap);

} // namespace unividx
