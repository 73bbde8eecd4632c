#pragma once

#include "core/engine/engine_keeper.h"
#include "core/media/exr_writer.h"
#include "core/run/generate_job.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace unividx {

/// What a run leaves.
struct RunResult {
    FrameRange frames;
    std::vector<std::filesystem::path> files; ///< one a layer: a movie, or a sequence's pattern with ####
};

/// Looks at each frame's finished layers beside their writing, e.g. for a contact sheet.
using FrameObserver = std::function<void(const FinishedFrame&)>;

/// The engine that a run asks for.
EngineChoice engineChoiceOf(const RunSpec& spec);

/// Opens the inputs, checks the request, loads the model, and writes the layers. Everything that can be known to
/// be wrong is said before the model is loaded.
///
/// Throws: Error; Cancelled, with every frame written so far complete.
RunResult runJob(const RunSpec& spec, const JobTools& tools, const FrameObserver& observer = {});

/// Says which values were changed to fit the files.
void tellChanges(const ExrReport& changed, JobLog& log);

} // namespace unividx
