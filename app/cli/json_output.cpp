#include "app/cli/json_output.h"

#include "core/base/error.h"
#include "core/queue/protocol.h"

#include <nlohmann/json.hpp>

#include <ostream>

namespace unividx::cli {

void JsonOutput::note(const std::string& sentence)
{
    event("note", {{"message", sentence}});
}

void JsonOutput::warning(const std::string& sentence)
{
    event("warning", {{"message", sentence}});
}

void JsonOutput::waiting(const std::string& why)
{
    event("waiting", {{"message", why}});
}

void JsonOutput::error(ExitCode code, const std::string& sentence)
{
    event(code == ExitCode::Cancelled ? "cancelled" : "error",
          {{"kind", nameOf(code)}, {"exit_code", static_cast<int>(code)}, {"message", sentence}});
}

void JsonOutput::beginJob()
{
    clock_ = {};
    last_ = {};
}

void JsonOutput::progress(const Progress& progress)
{
    if (!last_.isNews(progress))
        return;
    last_.set(progress);
    nlohmann::json fields = {{"stage", nameOf(progress.stage)},
                             {"done", progress.done},
                             {"total", progress.total},
                             {"step", progress.step},
                             {"steps", progress.steps},
                             {"frames_done", progress.framesDone},
                             {"frames_total", progress.framesTotal}};
    if (const double left = clock_.secondsLeft(progress); left >= 0)
        fields["seconds_left"] = left;
    event("progress", fields);
}

void JsonOutput::print(const std::string&) {}

void JsonOutput::summary(const std::string&) {}

void JsonOutput::event(const std::string& name, const nlohmann::json& fields)
{
    nlohmann::json object = {{"event", name}};
    object.update(fields);
    // File names may hold bytes that are not UTF-8; such bytes are replaced rather than fail the line.
    const std::string line = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    const std::lock_guard lock(mutex_);
    stream_ << line << std::flush;
}

void JsonOutput::files(const std::string& name, const std::vector<std::filesystem::path>& files,
                       const nlohmann::json& fields)
{
    nlohmann::json all = {{"files", nlohmann::json::array()}};
    for (const auto& file : files)
        all["files"].push_back(file.string());
    all.update(fields);
    event(name, all);
}

void JsonOutput::finish()
{
    if (!stream_)
        throw Error(ErrorKind::Output, "standard output cannot be written");
}

} // namespace unividx::cli
