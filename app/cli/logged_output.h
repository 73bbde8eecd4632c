#pragma once

#include "app/cli/output.h"
#include "core/base/log_file.h"

#include <memory>

namespace unividx::cli {

/// Says everything to another output, and writes warnings and errors to a log too; with $UNIVIDX_VERBOSE, which
/// --verbose sets for this program and those it starts, also notes and what is begun and done.
class LoggedOutput final : public Output {
public:
    LoggedOutput(std::unique_ptr<Output> output, std::unique_ptr<LogFile> log)
        : output_(std::move(output)), log_(std::move(log))
    {
    }

    void note(const std::string& sentence) override;
    void warning(const std::string& sentence) override;
    void waiting(const std::string& why) override;
    void error(ExitCode code, const std::string& sentence) override;
    void beginJob() override;
    void progress(const Progress& progress) override;
    void print(const std::string& line) override;
    void event(const std::string& name, const nlohmann::json& fields) override;
    void summary(const std::string& line) override;
    void files(const std::string& name, const std::vector<std::filesystem::path>& files,
               const nlohmann::json& fields) override;
    void finish() override;

private:
    std::unique_ptr<Output> output_;
    std::unique_ptr<LogFile> log_;
};

/// With the log `name` in the user's log folder; the output itself where the user has no home folder.
std::unique_ptr<Output> withLog(std::unique_ptr<Output> output, const std::string& name);

} // namespace unividx::cli
