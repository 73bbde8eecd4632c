#pragma once

#include "app/cli/console.h"
#include "core/run/run_options.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace unividx::cli {

/// What one run is asked for, as it was typed.
struct RunArguments {
    RunOptions options;
    std::string mode;
    std::vector<std::string> inputs;
    std::string frames;
    std::string size;
    std::string config;
    std::string format = "exr";
    CLI::Option* seed = nullptr;
    CLI::Option* prompt = nullptr;
    CLI::Option* model = nullptr;
};

/// Adds everything but --config; `arguments` must live as long as `command`.
void addRunArguments(CLI::App& command, RunArguments& arguments);

/// The arguments as options. Whether a task and a folder are needed is for the command to say.
/// Throws: Usage naming the argument; Input if the configuration cannot be read.
RunOptions readRunArguments(RunArguments& arguments, Console& console);

/// Throws: Usage if the options have no task or no folder.
void requireTaskAndFolder(const RunOptions& options);

} // namespace unividx::cli
