#pragma once

#include "core/engine/window_join.h"
#include "inference/engine/run_plan.h"
#include "inference/predictor/layer_predictor.h"

#include <vector>

namespace unividx {

/// What a run's windows have in common.
struct WindowModels {
    const LayerPredictor* predictor = nullptr; ///< set if it answers; then `dit`, `vae` and the texts are not
    const Dit* dit = nullptr;
    const Vae* vae = nullptr;
    const PreparedText* positive = nullptr;
    const PreparedText* negative = nullptr;  ///< set if the plan is guided
    const PersonSegmenter* people = nullptr; ///< set if the plan asks for it
    at::Device device = at::kCPU;
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
