#pragma once

#include "app/cli/exit_code.h"
#include "core/base/job_context.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <mutex>
#include <string>

namespace unividx::cli {

/// The one place that speaks to the terminal. For people: results on standard output, everything else on standard
/// error, progress as one line that renews itself on a terminal and as plain lines elsewhere. For programs (`--json`):
/// one JSON object a line on standard output, each with an "event".
///
/// What others have named (files, nodes, prompts) is shown so that it cannot steer a terminal.
///
/// Thread: any; a line is whole whoever writes another one beside it.
class Console {
public:
    void useJson() { json_ = true; }
    bool json() const { return json_; }

    /// Progress and failure as lines that a farm's agent reads (Open Job Description, How Jobs Are Run:
    /// openjd_progress, openjd_status, openjd_fail).
    void useOpenJd() { openJd_ = true; }

    /// Something worth knowing that changes nothing about the run.
    void note(const std::string& sentence);
    void warning(const std::string& sentence);

    /// Why nothing happens, and until when; empty: it goes on. May be said again.
    void waiting(const std::string& why);
    void error(ExitCode code, const std::string& sentence);

    /// A line of the answer a command was asked for.
    void print(const std::string& line);

    /// A JSON event; nothing for people.
    void event(const std::string& name, const nlohmann::json& fields);

    /// Shows how far a job is. Cheap enough to be called at every change.
    void progress(const Progress& progress);

    /// Ends the line that progress renews, if there is one.
    void endProgress();

    /// Throws: Output if anything could not be written to standard output.
    void requireWritten() const;

private:
    using Clock = std::chrono::steady_clock;

    double secondsLeft(const Progress& progress) const;
    void printJson(const nlohmann::json& object);
    void writeOut(const std::string& text);
    void say(const char* kind, const std::string& sentence);
    void progressJson(const Progress& progress, double left);

    mutable std::recursive_mutex mutex_; ///< of all below; one message may end another's line
    int outputError_ = 0;                ///< why standard output failed, as errno has it

    bool json_ = false;
    bool openJd_ = false;
    bool lineOpen_ = false;
    Clock::time_point shown_;
    Clock::time_point workBegan_;
    std::int64_t doneBefore_ = 0; ///< of the work, when that clock started
    bool working_ = false;
    Stage lastStage_ = Stage::Preparing;
    int lastStep_ = -1;
    std::int64_t lastFrames_ = -1;
    std::string waiting_;
};

/// "1:05", "2:03:10".
std::string clockText(double seconds);

} // namespace unividx::cli
