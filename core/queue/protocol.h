#pragma once

#include "core/base/error.h"
#include "core/base/job_context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// What a worker and its supervisor say to each other over pipes: one JSON object a line (NDJSON), UTF-8.
///
/// The worker writes objects with an "event":
///     hello      {"protocol": 1, "version": "0.1.0"}              first, and once
///     heartbeat  {"cpu_seconds": 12.5}                            every second while the process lives
///     plan       {"window": 21, "overlap": 5, "windows": 3, "frames": 51}
///     progress   {"stage", "done", "total", "step", "steps", "frames_done", "frames_total"}
///     note, warning {"message"}                                   the log
///     waiting    {"message"}                                      why nothing happens and until when; "": it goes on
///     done       {"files": [...]}                                 last, every file read back
///     error      {"kind": "input", "message"}                     last: it failed
///     cancelled                                                   last: it was asked to stop
/// The supervisor writes objects with a "command":
///     run        {"protocol": 1, "options": {...}, "state": "folder"}  first, and once
///     cancel
/// and closes its end when it is gone, which stops the worker. These are the lines of `--json`, so a worker's stream
/// can be read by whoever reads a run's. Events of another name are left out; a line that is no such object is
/// nonsense, and a worker that speaks it is ended.
inline constexpr int workerProtocol = 1;

/// Lines may not be longer; what is, is nonsense.
inline constexpr std::size_t longestWorkerLine = std::size_t{1} << 20;

struct WorkerMessage {
    enum class Kind { Hello, Heartbeat, Plan, Progress, Log, Waiting, Done, Failed, Cancelled, Other };

    Kind kind = Kind::Other;
    int protocol = 0;                      ///< Hello
    double cpuSeconds = 0;                 ///< Heartbeat
    std::int64_t window = 0;               ///< Plan: frames
    std::int64_t overlap = 0;              ///< Plan: frames
    Progress progress;                     ///< Progress
    ErrorKind error = ErrorKind::Internal; ///< Failed
    std::string text;                      ///< Log, Waiting, Failed
    std::vector<std::string> files;        ///< Done
};

/// Nothing for nonsense.
std::optional<WorkerMessage> parseWorkerMessage(std::string_view line);

/// The lines a supervisor writes, without their end. `options`: as formatRunSpec gives them.
std::string runCommandLine(const std::string& options, const std::string& state);
std::string cancelCommandLine();

/// What a worker is told.
struct WorkerCommand {
    enum class Kind { Run, Cancel };

    Kind kind = Kind::Cancel;
    std::string options; ///< Run: for parseRunSpec
    std::string state;   ///< Run: folder
};

/// Throws: Usage for a line that is none of these, or of another protocol.
WorkerCommand parseWorkerCommand(std::string_view line);

/// "denoising", "loading model": a stage in machine-readable output and in logs.
std::string_view nameOf(Stage stage);

/// "input", "out-of-memory": a kind in machine-readable output.
std::string_view nameOf(ErrorKind kind);

} // namespace unividx
