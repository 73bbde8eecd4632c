#pragma once

#include "core/engine/engine.h"
#include "core/run/condition_source.h"

#include <array>
#include <optional>

namespace unividx {

/// A run from clips to finished layers, whoever asked for it and whatever the files are.
struct GenerateJob {
    GenerateRequest request;
    ModalitySet kept;                                  ///< of the targets, those that reach the writer
    std::array<std::optional<ConditionClip>, 4> clips; ///< by row, one for each condition
    std::optional<Resolution> outputSize;              ///< not set: the model's own size
    std::optional<FrameRange> shot; ///< the whole run's frames, where the request is for a part of them
};

/// The layers of one frame, at the output size: colour display-referred in [0, 1], mattes one channel, normals signed
/// unit vectors. The kept rows are there, and the family's matte wherever it is made or given.
struct FinishedFrame {
    std::int64_t frame = 0;
    std::array<Image, 4> layers;
    Image excess; ///< what of the source's RGB is beyond [0, 1], scene-linear; empty if nothing is
};

/// Takes finished frames: in order, each once.
using FinishedFrameSink = std::function<void(const FinishedFrame&)>;

/// Reads the clips, runs the engine, brings its layers to the output size along the edges of the source, and hands
/// them to `write`; counts a frame as done when `write` returned.
///
/// Throws: Error; Cancelled within one step, with every frame written so far complete.
void runGenerateJob(const GenerateJob& job, Engine& engine, const FinishedFrameSink& write, JobContext& context);

} // namespace unividx
