#include "app/cli/console.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/queue/protocol.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace unividx::cli {

namespace {

bool onTerminal()
{
    static const bool terminal = ::isatty(STDERR_FILENO) == 1;
    return terminal;
}

} // namespace

std::string clockText(double seconds)
{
    const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof(text), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof(text), "%lld:%02lld", whole / 60, whole % 60);
    return text;
}

/// File names may hold bytes that are not UTF-8; such bytes are replaced rather than fail the line.
void Console::printJson(const nlohmann::json& object)
{
    writeOut(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

/// Whoever reads it from a pipe is told at once. A failure is kept for the end, when what was to be done is done.
void Console::writeOut(const std::string& text)
{
    const std::lock_guard lock(mutex_);
    errno = 0;
    std::cout << text << std::flush;
    if (!std::cout && outputError_ == 0)
        outputError_ = errno != 0 ? errno : EIO;
}

void Console::requireWritten() const
{
    const std::lock_guard lock(mutex_);
    if (outputError_ != 0)
        throw Error(ErrorKind::Output,
                    std::string("standard output cannot be written (") + std::strerror(outputError_) + ")");
}

void Console::say(const char* kind, const std::string& sentence)
{
    const std::lock_guard lock(mutex_);
    endProgress();
    if (json_)
        printJson({{"event", kind}, {"message", sentence}});
    else
        std::cerr << kind << ": " << printable(sentence) << '\n';
}

void Console::note(const std::string& sentence)
{
    say("note", sentence);
}

void Console::warning(const std::string& sentence)
{
    say("warning", sentence);
}

void Console::waiting(const std::string& why)
{
    const std::lock_guard lock(mutex_);
    if (json_)
        event("waiting", {{"message", why}});
    else if (why != waiting_ && !why.empty())
        note(why);
    waiting_ = why;
}

void Console::error(ExitCode code, const std::string& sentence)
{
    const std::lock_guard lock(mutex_);
    endProgress();
    if (json_) {
        printJson({{"event", code == ExitCode::Cancelled ? "cancelled" : "error"},
                   {"kind", nameOf(code)},
                   {"exit_code", static_cast<int>(code)},
                   {"message", sentence}});
    } else {
        if (openJd_)
            writeOut("openjd_fail: " + printable(sentence) + "\n");
        std::cerr << "unividx: " << printable(sentence) << '\n';
    }
}

void Console::print(const std::string& line)
{
    const std::lock_guard lock(mutex_);
    endProgress();
    if (!json_)
        writeOut(printable(line) + '\n');
}

void Console::event(const std::string& name, const nlohmann::json& fields)
{
    if (!json_)
        return;
    nlohmann::json object = {{"event", name}};
    object.update(fields);
    printJson(object);
}

double Console::secondsLeft(const Progress& progress) const
{
    if (!working_ || progress.done <= doneBefore_ || progress.total <= 0)
        return -1;
    const double elapsed = std::chrono::duration<double>(Clock::now() - workBegan_).count();
    return elapsed * static_cast<double>(progress.total - progress.done) /
           static_cast<double>(progress.done - doneBefore_);
}

void Console::progressJson(const Progress& progress, double left)
{
    nlohmann::json object = {{"event", "progress"},
                             {"stage", nameOf(progress.stage)},
                             {"done", progress.done},
                             {"total", progress.total},
                             {"step", progress.step},
                             {"steps", progress.steps},
                             {"frames_done", progress.framesDone},
                             {"frames_total", progress.framesTotal}};
    if (left >= 0)
        object["seconds_left"] = left;
    printJson(object);
}

void Console::progress(const Progress& progress)
{
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    // The clock for the time left starts with the counted work, not with the loading before it.
    if (!working_ && progress.total > 0 && progress.stage != Stage::LoadingModel) {
        working_ = true;
        workBegan_ = now;
        doneBefore_ = progress.done;
    }
    const bool news = progress.stage != lastStage_ || progress.step != lastStep_ || progress.framesDone != lastFrames_;
    const bool stageBegan = progress.stage != lastStage_;
    if (!news)
        return;
    // A terminal shows everything that can be seen; a log gets a line a stage, and else one every few seconds.
    const auto pause =
        onTerminal() || json_ ? std::chrono::milliseconds(json_ ? 0 : 50) : std::chrono::milliseconds(5000);
    const bool last = progress.framesDone == progress.framesTotal && progress.framesTotal > 0;
    if (!stageBegan && !last && now - shown_ < pause)
        return;
    shown_ = now;
    lastStage_ = progress.stage;
    lastStep_ = progress.step;
    lastFrames_ = progress.framesDone;

    const double left = secondsLeft(progress);
    if (json_) {
        progressJson(progress, left);
        return;
    }
    if (openJd_ && progress.total > 0)
        writeOut("openjd_progress: " +
                 std::to_string(100.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total)) +
                 "\n");
    std::string line;
    if (progress.total > 0) {
        char percent[8];
        std::snprintf(percent, sizeof(percent), "%3d%% ", static_cast<int>(100 * progress.done / progress.total));
        line += percent;
    }
    line += nameOf(progress.stage);
    if (progress.steps > 0)
        line += " step " + std::to_string(progress.step) + "/" + std::to_string(progress.steps);
    if (progress.framesTotal > 0)
        line += ", frames " + std::to_string(progress.framesDone) + "/" + std::to_string(progress.framesTotal);
    if (left >= 0 && progress.done < progress.total)
        line += ", " + clockText(left) + " left";
    if (openJd_)
        writeOut("openjd_status: " + line + "\n");
    else if (onTerminal()) {
        std::cerr << "\r\x1b[K" << line << std::flush;
        lineOpen_ = true;
    } else {
        std::cerr << line << '\n';
    }
}

void Console::endProgress()
{
    const std::lock_guard lock(mutex_);
    if (lineOpen_)
        std::cerr << '\n';
    lineOpen_ = false;
}

} // namespace unividx::cli
