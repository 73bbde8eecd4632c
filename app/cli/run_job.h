#pragma once

#include "app/cli/command.h"
#include "core/media/exr_writer.h"
#include "core/run/generate_job.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace unividx::cli {

/// What a run leaves.
struct RunResult {
    FrameRange frames;
    std::vector<std::filesystem::path> files; ///< one a layer: a movie, or a sequence's pattern with ####
};

/// Looks at each frame's finished layers beside their writing, e.g. for a contact sheet.
using FrameObserver = std::function<void(const FinishedFrame&)>;

/// Opens the inputs, checks the request, loads the model, and writes the layers. Everything that can be known to
/// be wrong is said before the model is loaded.
///
/// Throws: Error; Cancelled, with every frame written so far complete.
RunResult runJob(const RunSpec& spec, Context& context, const FrameObserver& observer = {});

/// Checks a run that is kept for later, without opening a file of it.
/// Throws: Usage; Model if there is no such package.
void refuseWhatCannotRun(const RunSpec& spec, Output& output);

/// Says which values were changed to fit the files.
void tellChanges(const ExrReport& changed, Output& output);

} // namespace unividx::cli
