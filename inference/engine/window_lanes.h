#pragma once

#include "inference/engine/window_runner.h"

#include <functional>

namespace unividx {

/// Takes finished windows in order, on the caller's thread.
using WindowSink = std::function<void(std::vector<LayerFrame>)>;

/// Runs all windows of a plan, `lanes` of them at a time, each on one thread of its own.
///
/// Small models gain by it: their operators are too short to be shared by threads, and threads that share an operator
/// wait for each other whenever another program takes a core. The bits made do not depend on `lanes`.
/// Throws: what runWindow throws, when the windows that were under way have stopped.
void runWindowsInLanes(const RunPlan& plan, const WindowModels& models, const std::array<FrameSource, 4>& sources,
                       int lanes, const WindowSink& sink, JobContext& job);

} // namespace unividx
