#pragma once

#include "core/base/error.h"
#include "core/base/job_context.h"
#include "core/time/frame_range.h"

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
///     heartbeat  {"cpu_seconds": 12.5}                            every second while it executes an item
///     engine     {"model": "mini", "device": "cpu", "warm": true} which engine the item got; warm: loaded before
///     plan       {"window": 21, "overlap": 5, "windows": 3, "frames": 51}
///     progress   {"stage", "done", "total", "step", "steps", "frames_done", "frames_total"}
///     note, warning {"message"}                                   the log
///     waiting    {"message"}                                      why nothing happens and until when; "": it goes on
///     done       {"files": [...], "first_frame", "frames"}        last, every file read back
///     error      {"kind": "input", "message"}                     last: it failed
///     cancelled                                                   last: it was asked to stop
///     ready                                                       after one of these three: it takes another item
/// The supervisor writes objects with a "command":
///     run        {"protocol": 1, "kind": "run", "options": {...}, "state": "folder", "log": "file", "stay": true,
///                 "project": "file"}
///     cancel                                                      stops the item
/// "project", where it is there, names the saved project whose files must not be replaced.
/// A worker without "kind" executes a run. With "stay" it says ready after the item, keeps its engine loaded and takes
/// the next one; without, it ends. What it writes on standard error goes to "log". The supervisor closes its end when
/// it is gone or wants the worker's memory back, which stops the worker. These are the lines of `--json`, so a worker's
/// stream can be read by whoever reads a run's. Events of another name are left out; a line that is no such object is
/// nonsense, and a worker that speaks it is ended.
inline constexpr int workerProtocol = 1;

/// Lines may not be longer; what is, is nonsense.
inline constexpr std::size_t longestWorkerLine = std::size_t{1} << 20;

struct WorkerMessage {
    enum class Kind { Hello, Heartbeat, Engine, Plan, Progress, Log, Waiting, Done, Failed, Cancelled, Ready, Other };

    Kind kind = Kind::Other;
    int protocol = 0;                      ///< Hello
    double cpuSeconds = 0;                 ///< Heartbeat
    std::int64_t window = 0;               ///< Plan: frames
    std::int64_t overlap = 0;              ///< Plan: frames
    Progress progress;                     ///< Progress
    ErrorKind error = ErrorKind::Internal; ///< Failed
    std::string text;                      ///< Log, Waiting, Failed
    std::vector<std::string> files;        ///< Done
    FrameRange frames;                     ///< Done: that the files hold
    bool warm = false;                     ///< Engine: it was loaded for an earlier item
};

/// Nothing for nonsense.
std::optional<WorkerMessage> parseWorkerMessage(std::string_view line);

/// What a worker is told.
struct WorkerCommand {
    enum class Kind { Run, Cancel };

    Kind kind = Kind::Cancel;
    std::string item = "run"; ///< Run: its kind's name
    std::string options;      ///< Run: the item's description, a JSON object
    std::string state;        ///< Run: folder
    std::string log;          ///< Run: file for standard error; empty: where it goes already
    bool stay = false;        ///< Run: whether the worker waits for another item afterwards
    std::string project{};    ///< Run: file of the project that the item belongs to; empty: of none that is saved
};

/// The lines a supervisor writes, without their end. Throws: Input if the options are no JSON.
std::string runCommandLine(const WorkerCommand& run);
std::string cancelCommandLine();

/// Throws: Usage for a line that is none of these, or of another protocol.
WorkerCommand parseWorkerCommand(std::string_view line);

/// "denoising", "loading model": a stage in machine-readable output and in logs.
std::string_view nameOf(Stage stage);

/// "input", "out-of-memory": a kind in machine-readable output, and back; Internal for another word.
std::string_view nameOf(ErrorKind kind);
ErrorKind errorNamed(std::string_view name);

} // namespace unividx
