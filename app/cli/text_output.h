#pragma once

#include "app/cli/output.h"
#include "app/cli/progress_text.h"

#include <chrono>
#include <iosfwd>
#include <string>

namespace unividx::cli {

/// For people. Results go to `results`, everything else to `messages`; how progress is shown is up to the classes
/// below.
class TextOutput : public Output {
public:
    void note(const std::string& sentence) override;
    void warning(const std::string& sentence) override;
    void waiting(const std::string& why) override;
    void error(ExitCode code, const std::string& sentence) override;
    void beginJob() override;
    void progress(const Progress& progress) override;
    void print(const std::string& line) override;
    void summary(const std::string& line) override;
    void event(const std::string& name, const nlohmann::json& fields) override;
    void files(const std::string& name, const std::vector<std::filesystem::path>& files,
               const nlohmann::json& fields) override;
    void finish() override;

protected:
    /// `pause`: the least time between two looks at the progress.
    TextOutput(std::ostream& results, std::ostream& messages, std::chrono::milliseconds pause)
        : results_(results), messages_(messages), pause_(pause)
    {
    }
    virtual void show(const Progress& progress, const std::string& line) = 0;
    virtual void endProgress() {} ///< before anything else is said

    std::ostream& results_;
    std::ostream& messages_;

private:
    std::chrono::milliseconds pause_;
    std::chrono::steady_clock::time_point shown_;
    ProgressClock clock_;
    ShownProgress last_;
    std::string waiting_;
};

/// One line of progress that renews itself.
class TerminalOutput final : public TextOutput {
public:
    TerminalOutput(std::ostream& results, std::ostream& messages);

private:
    void show(const Progress& progress, const std::string& line) override;
    void endProgress() override;

    bool lineOpen_ = false;
};

/// Plain lines, few of them: a log is read later.
class PlainOutput final : public TextOutput {
public:
    PlainOutput(std::ostream& results, std::ostream& messages);

private:
    void show(const Progress& progress, const std::string& line) override;
};

/// As PlainOutput, with progress and failure on standard output as a farm's agent reads them.
/// Source: Open Job Description, How Jobs Are Run (openjd_progress, openjd_status, openjd_fail).
class OpenJdOutput final : public TextOutput {
public:
    OpenJdOutput(std::ostream& results, std::ostream& messages);
    void error(ExitCode code, const std::string& sentence) override;
    void files(const std::string& name, const std::vector<std::filesystem::path>& files,
               const nlohmann::json& fields) override;

private:
    void show(const Progress& progress, const std::string& line) override;
};

} // namespace unividx::cli
