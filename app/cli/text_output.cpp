#include "app/cli/text_output.h"

#include "core/base/error.h"
#include "core/base/printable.h"

#include <ostream>

namespace unividx::cli {

namespace {

constexpr std::chrono::milliseconds terminalPause{50};
constexpr std::chrono::milliseconds logPause{5000};

} // namespace

void TextOutput::note(const std::string& sentence)
{
    endProgress();
    messages_ << "note: " << printable(sentence) << std::endl;
}

void TextOutput::warning(const std::string& sentence)
{
    endProgress();
    messages_ << "warning: " << printable(sentence) << std::endl;
}

void TextOutput::waiting(const std::string& why)
{
    if (why != waiting_ && !why.empty())
        note(why);
    waiting_ = why;
}

void TextOutput::error(ExitCode, const std::string& sentence)
{
    endProgress();
    messages_ << "unividx: " << printable(sentence) << std::endl;
}

void TextOutput::beginJob()
{
    clock_ = {};
    last_ = {};
}

void TextOutput::progress(const Progress& progress)
{
    const double left = clock_.secondsLeft(progress); // starts the clock, shown or not
    const auto now = std::chrono::steady_clock::now();
    if (!last_.isNews(progress) || now - shown_ < pause_)
        return;
    shown_ = now;
    last_.set(progress);
    show(progress, progressText(progress, left));
}

void TextOutput::print(const std::string& line)
{
    endProgress();
    results_ << printable(line) << std::endl; // whoever reads it from a pipe is told at once
}

void TextOutput::summary(const std::string& line)
{
    endProgress();
    messages_ << printable(line) << std::endl; // beside the results, which scripts read
}

void TextOutput::event(const std::string&, const nlohmann::json&) {}

void TextOutput::files(const std::string&, const std::vector<std::filesystem::path>& files, const nlohmann::json&)
{
    for (const auto& file : files)
        print(file.string());
}

void TextOutput::finish()
{
    endProgress();
    if (!results_)
        throw Error(ErrorKind::Output, "standard output cannot be written");
}

TerminalOutput::TerminalOutput(std::ostream& results, std::ostream& messages)
    : TextOutput(results, messages, terminalPause)
{
}

void TerminalOutput::show(const Progress&, const std::string& line)
{
    messages_ << "\r\x1b[K" << line << std::flush;
    lineOpen_ = true;
}

void TerminalOutput::endProgress()
{
    if (lineOpen_)
        messages_ << std::endl;
    lineOpen_ = false;
}

PlainOutput::PlainOutput(std::ostream& results, std::ostream& messages) : TextOutput(results, messages, logPause) {}

void PlainOutput::show(const Progress&, const std::string& line)
{
    messages_ << line << std::endl;
}

OpenJdOutput::OpenJdOutput(std::ostream& results, std::ostream& messages) : TextOutput(results, messages, logPause) {}

void OpenJdOutput::error(ExitCode code, const std::string& sentence)
{
    results_ << "openjd_fail: " << printable(sentence) << std::endl;
    TextOutput::error(code, sentence);
}

void OpenJdOutput::files(const std::string& name, const std::vector<std::filesystem::path>& files,
                         const nlohmann::json& fields)
{
    results_ << "openjd_progress: 100" << std::endl; // a short task may have told nothing yet
    TextOutput::files(name, files, fields);
}

void OpenJdOutput::show(const Progress& progress, const std::string& line)
{
    if (progress.total > 0)
        results_ << "openjd_progress: "
                 << 100.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total) << std::endl;
    results_ << "openjd_status: " << line << std::endl;
}

} // namespace unividx::cli
