#pragma once

#include <stdexcept>
#include <string>

namespace unividx {

/// What a caller can act on. The command line maps each kind to one exit code (app/cli/exit_code.h).
enum class ErrorKind {
    Usage,       ///< the request itself is wrong: an unknown task, an option out of range
    Input,       ///< a file the user gave is missing, unreadable, corrupt or of the wrong kind
    Model,       ///< a model package is incomplete, misshaped or does not fit the task
    OutOfMemory, ///< the work does not fit this machine; a smaller request may
    Output,      ///< the result cannot be written
    Internal,    ///< a rule of the program was broken; never the user's fault
};

/// The one exception type of the program: a kind to act on, and a sentence a person can act on.
/// The sentence names the file, frame or tensor it is about, says what was wrong and what to do.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& sentence) : std::runtime_error(sentence), kind_(kind) {}

    ErrorKind kind() const noexcept { return kind_; }

private:
    ErrorKind kind_;
};

/// Unwinds a job that was asked to stop. Not an Error: nothing went wrong.
class Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace unividx
