#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// How a process ended.
struct ProcessEnd {
    int code = 0;   ///< its exit code, if no signal ended it
    int signal = 0; ///< the signal that did; 0 if none
};

/// A process with its input and output on pipes, in a process group of its own, so that a Ctrl-C at a terminal reaches
/// its supervisor alone. Its standard error is added to a file. When this object ends, so does the process and whatever
/// it has started, and no zombie stays.
///
/// Thread: one; the process is told by the kernel when that thread is gone (the worker asks for it).
class WorkerProcess {
public:
    /// `command`: the program (sought in $PATH if it has no slash) and its arguments.
    /// Throws: Internal if it cannot be started; Output if the log cannot be written.
    WorkerProcess(const std::vector<std::string>& command, const std::filesystem::path& log);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Writes a line; false if nobody reads it any more.
    bool send(std::string line);

    enum class Read { Line, Nothing, Ended, TooLong };

    /// Waits for the next line, up to `timeout`. Ended: its output is closed and everything was read.
    Read readLine(std::string& line, std::chrono::milliseconds timeout);

    void kill();

    /// Whether it is gone, though what it has started may still hold its output open.
    bool hasEnded() const;

    /// How it ended; waits up to `timeout`, then kills it.
    ProcessEnd wait(std::chrono::milliseconds timeout);

    int pid() const { return pid_; }

private:
    std::optional<ProcessEnd> reap(bool block);

    int pid_ = -1;
    int input_ = -1;
    int output_ = -1;
    std::string buffer_;
    std::optional<ProcessEnd> end_;
};

} // namespace unividx
