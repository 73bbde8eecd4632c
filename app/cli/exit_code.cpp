#include "app/cli/exit_code.h"

namespace unividx::cli {

ExitCode exitCodeOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Usage:
        return ExitCode::Usage;
    case ErrorKind::Input:
        return ExitCode::Input;
    case ErrorKind::Model:
        return ExitCode::Model;
    case ErrorKind::OutOfMemory:
        return ExitCode::OutOfMemory;
    case ErrorKind::Output:
        return ExitCode::Output;
    case ErrorKind::Internal:
        break;
    }
    return ExitCode::Internal;
}

const char* nameOf(ExitCode code)
{
    switch (code) {
    case ExitCode::Done:
        return "done";
    case ExitCode::Usage:
        return "usage";
    case ExitCode::Input:
        return "input";
    case ExitCode::Model:
        return "model";
    case ExitCode::OutOfMemory:
        return "out-of-memory";
    case ExitCode::Output:
        return "output";
    case ExitCode::ItemsFailed:
        return "items-failed";
    case ExitCode::Cancelled:
        return "cancelled";
    case ExitCode::Internal:
        break;
    }
    return "internal";
}

} // namespace unividx::cli
