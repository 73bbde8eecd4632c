#pragma once

#include "app/cli/console.h"
#include "app/cli/layer_files.h"
#include "core/engine/engine.h"
#include "core/run/generate_job.h"
#include "core/run/run_options.h"
#include "core/task/task.h"

#include <array>
#include <filesystem>

namespace unividx::cli {

/// A run whose inputs are open and whose request was found to be sound: all that is known before a model is loaded.
struct RunSetup {
    TaskChoice choice;
    GenerateJob job;
    LayerFilesSettings files;                    ///< without provenance, which the engine knows
    std::array<std::filesystem::path, 4> inputs; ///< by row; empty where none is
};

/// Opens the inputs and checks the request; tells what was found on the console.
/// Throws: Usage or Input with everything that can be known to be wrong.
RunSetup setUpRun(const RunOptions& options, Console& console);

/// What can be known to be wrong with a run without opening a file of it: for runs that are kept for later.
/// Throws: Usage; Model if there is no such package.
void refuseWhatCannotRun(const RunOptions& options, Console& console);

/// Says what had to be changed to fit the files.
void tellChanges(const ExrReport& changed, Console& console);

} // namespace unividx::cli
