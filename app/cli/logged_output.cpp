#include "app/cli/logged_output.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <utility>

namespace unividx::cli {

void LoggedOutput::note(const std::string& sentence)
{
    log_->write(LogFile::Level::Note, sentence);
    output_->note(sentence);
}

void LoggedOutput::warning(const std::string& sentence)
{
    log_->write(LogFile::Level::Warning, sentence);
    output_->warning(sentence);
}

void LoggedOutput::waiting(const std::string& why)
{
    log_->write(LogFile::Level::Note, why.empty() ? "goes on" : why);
    output_->waiting(why);
}

void LoggedOutput::error(ExitCode code, const std::string& sentence)
{
    log_->write(code == ExitCode::Cancelled ? LogFile::Level::Note : LogFile::Level::Error, sentence);
    output_->error(code, sentence);
}

void LoggedOutput::beginJob()
{
    log_->write(LogFile::Level::Note, "begins an item");
    output_->beginJob();
}

void LoggedOutput::progress(const Progress& progress)
{
    output_->progress(progress);
}

void LoggedOutput::print(const std::string& line)
{
    output_->print(line);
}

void LoggedOutput::event(const std::string& name, const nlohmann::json& fields)
{
    if (name == "plan" || name == "engine")
        log_->write(LogFile::Level::Note,
                    name + " " + fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    output_->event(name, fields);
}

void LoggedOutput::summary(const std::string& line)
{
    log_->write(LogFile::Level::Note, line);
    output_->summary(line);
}

void LoggedOutput::files(const std::string& name, const std::vector<std::filesystem::path>& files,
                         const nlohmann::json& fields)
{
    log_->write(LogFile::Level::Note, name);
    output_->files(name, files, fields);
}

void LoggedOutput::finish()
{
    output_->finish();
}

std::unique_ptr<Output> withLog(std::unique_ptr<Output> output, const std::string& name)
{
    const bool verbose = std::getenv("UNIVIDX_VERBOSE") != nullptr;
    std::unique_ptr<LogFile> log;
    try {
        log = std::make_unique<LogFile>(logFolder() / name, verbose ? LogFile::Level::Note : LogFile::Level::Warning);
    } catch (const Error&) {
        return output; // no home folder: whoever reads the output hears everything all the same
    }
    return std::make_unique<LoggedOutput>(std::move(output), std::move(log));
}

} // namespace unividx::cli
