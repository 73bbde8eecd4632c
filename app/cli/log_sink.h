#pragma once

#include "app/cli/command.h"

namespace unividx::cli {

/// From now on what the engine and the libraries below it log goes through the command's output, also where a command
/// chooses another one later: warnings and errors as warnings, information as notes, the rest not at all. So `--json`
/// stays JSON. The context must outlive the program's last log line.
void logThrough(const Context& context);

} // namespace unividx::cli
