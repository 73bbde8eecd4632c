#pragma once

#include "core/base/error.h"

namespace unividx::cli {

/// What the program tells the shell. Documented in README.md; scripts rely on the numbers.
enum class ExitCode {
    Done = 0,
    Internal = 1,
    Usage = 2,
    Input = 3,
    Model = 4,
    OutOfMemory = 5,
    Output = 6,
    ItemsFailed = 7, ///< the queue was run, and not everything in it could be done
    Cancelled = 130, ///< as a shell reports an interrupt
};

ExitCode exitCodeOf(ErrorKind kind);

/// "input", "model", ...: the kind in machine-readable output.
const char* nameOf(ExitCode code);

} // namespace unividx::cli
