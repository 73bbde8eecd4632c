#pragma once

#include "app/cli/output.h"
#include "app/cli/typed_run.h"
#include "core/run/run_spec.h"

#include <CLI/CLI.hpp>

#include <string>

namespace unividx::cli {

/// What one run is asked for, as it is typed: the table's options, and the two that the published project knows.
struct RunArguments {
    TypedRun typed;
    std::string mode;
    std::string config; ///< of `run` alone
};

/// Adds everything but --config; `arguments` must live as long as `command`.
void addRunArguments(CLI::App& command, RunArguments& arguments, RunOptionSet set = RunOptionSet::Run);

/// The arguments as a run. Whether a task and a folder are needed is for the command to say.
/// Throws: Usage naming the argument; Input if the configuration cannot be read.
RunSpec readRunArguments(const RunArguments& arguments, Output& output);

/// Throws: Usage if the run has no task or no folder.
void requireTaskAndFolder(const RunArguments& arguments, const RunSpec& spec);

} // namespace unividx::cli
