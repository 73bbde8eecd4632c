#pragma once

#include "app/cli/console.h"

namespace unividx::cli {

/// From now on what the engine and the libraries below it log goes through the console: warnings and errors as
/// warnings, information as notes, the rest not at all. So `--json` stays JSON. The console must outlive the program's
/// last log line.
void logThrough(Console& console);

} // namespace unividx::cli
