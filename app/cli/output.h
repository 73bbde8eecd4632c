#pragma once

#include "app/cli/exit_code.h"
#include "core/base/job_context.h"
#include "core/engine/job_log.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace unividx::cli {

/// What a command says while it works and when it ends, whoever reads it. A command says everything once, for people
/// (`print`) and for programs (`event`); an implementation leaves out what is not for its reader.
///
/// Thread: one; events may come from several.
class Output : public JobLog {
public:
    void planned(const WindowFigures& figures) final;
    void engineReady(const EngineNews& news) final;

    /// How the command failed, or that it was stopped.
    virtual void error(ExitCode code, const std::string& sentence) = 0;

    /// What follows is the progress of another job.
    virtual void beginJob() = 0;

    /// How far the work is. Cheap enough to be called at every change.
    virtual void progress(const Progress& progress) = 0;

    /// A line of the answer, for people.
    virtual void print(const std::string& line) = 0;

    /// The answer, or a part of it, for programs.
    virtual void event(const std::string& name, const nlohmann::json& fields) = 0;

    /// A line of what the work came to, for people; programs have it in the event's fields.
    virtual void summary(const std::string& line) = 0;

    /// The files that were made: the last thing a command says. `name` and `fields`: of the event.
    virtual void files(const std::string& name, const std::vector<std::filesystem::path>& files,
                       const nlohmann::json& fields) = 0;

    /// Nothing more will be said. Throws: Output if anything could not be written to standard output.
    virtual void finish() = 0;
};

enum class OutputFormat {
    Text,   ///< for people: results on standard output, everything else on standard error
    Json,   ///< one JSON object a line on standard output, each with an "event"
    OpenJd, ///< as Text, with progress and failure as lines that a farm's agent reads
};

/// Text renews one line of progress where standard error is a terminal, and writes at most one line every five seconds
/// where it is not.
std::unique_ptr<Output> makeOutput(OutputFormat format);

} // namespace unividx::cli
