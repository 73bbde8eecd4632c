#pragma once

#include "app/cli/output.h"
#include "core/base/job_context.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace unividx::cli {

/// What every subcommand gets: where to say things, and the request to stop that Ctrl-C sets.
struct Context {
    std::unique_ptr<Output> output = makeOutput(OutputFormat::Text);
    CancelToken cancel;
    ExitCode result = ExitCode::Done; ///< of an action that comes to its end
    std::function<void()> action;     ///< set by the subcommand that was chosen; runs after the arguments are parsed
};

/// Each adds one subcommand to `app`; its file has the command's name. The action throws Error and Cancelled.
void addRunCommand(CLI::App& app, Context& context);
void addTasksCommand(CLI::App& app, Context& context);
void addInfoCommand(CLI::App& app, Context& context);
void addModelCommand(CLI::App& app, Context& context);
void addTrainCommand(CLI::App& app, Context& context);
void addEvalCommand(CLI::App& app, Context& context);
void addDoctorCommand(CLI::App& app, Context& context);
void addSampleCommand(CLI::App& app, Context& context);
void addFarmCommand(CLI::App& app, Context& context);
void addQueueCommand(CLI::App& app, Context& context);
void addWorkerCommand(CLI::App& app, Context& context);
void addCompCommand(CLI::App& app, Context& context);
void addExportCommand(CLI::App& app, Context& context);
void addProjectCommand(CLI::App& app, Context& context);

} // namespace unividx::cli
