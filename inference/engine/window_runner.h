#pragma once

#include "core/engine/window_join.h"
#include "inference/engine/run_plan.h"
#include "inference/predictor/layer_predictor.h"

#include <vector>

namespace unividx {

/// What a run's windows have in common.
struct WindowModels {
    const Dit& dit;
    const Vae& vae;
    const PreparedText& positive;
    const PreparedText* negative;    ///< set if the plan is guided
    const PersonSegmenter* people;   ///< set if the plan asks for it
    const LayerPredictor* predictor; ///< set if it answers instead of the others
    at::Device device;
};

/// Units of work one window takes, as `runWindow` advances the job: a condition encoded, a network evaluation, a
/// target decoded.
std::int64_t windowUnits(const RunPlan& plan);

/// Encodes the conditions, denoises, decodes and checks one window. Notices a cancel between the DiT's blocks and the
/// VAE's chunks.
///
/// Returns one LayerFrame for each of the window's frames, padding included.
/// Throws: Cancelled; Input from a source; Model if the window came out bad.
std::vector<LayerFrame> runWindow(const RunPlan& plan, std::size_t window, const WindowModels& models,
                                  const std::array<FrameSource, 4>& sources, JobContext& job);

} // namespace unividx
