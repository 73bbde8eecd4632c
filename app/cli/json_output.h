#pragma once

#include "app/cli/output.h"
#include "app/cli/progress_text.h"

#include <iosfwd>
#include <mutex>

namespace unividx::cli {

/// For programs: one JSON object a line, each with an "event". The events are those of the worker protocol
/// (core/queue/protocol.h). A line is whole whoever writes another one beside it.
class JsonOutput final : public Output {
public:
    explicit JsonOutput(std::ostream& stream) : stream_(stream) {}

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

private:
    std::ostream& stream_;
    std::mutex mutex_;
    ProgressClock clock_;
    ShownProgress last_;
};

} // namespace unividx::cli
