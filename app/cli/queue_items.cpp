#include "app/cli/queue_items.h"

#include "app/cli/item_tools.h"
#include "app/cli/progress_text.h"
#include "core/base/error.h"
#include "core/project/clock.h"
#include "core/queue/drop.h"
#include "core/queue/job_store.h"
#include "core/queue/protocol.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace unividx::cli {

namespace {

int percentOf(const QueueItem& item)
{
    if (item.state == ItemState::Done)
        return 100;
    return item.progress.total > 0 ? static_cast<int>(100 * item.progress.done / item.progress.total) : 0;
}

std::string utcOf(std::int64_t seconds)
{
    return utcText(std::chrono::system_clock::time_point(std::chrono::seconds(seconds)));
}

std::string localTime(std::int64_t seconds)
{
    const std::time_t time = seconds;
    std::tm local = {};
    ::localtime_r(&time, &local);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
    return text.data();
}

/// Why an item waits, until when, and what to do if that is not wanted.
std::string waitSentence(const QueueItem& item)
{
    const std::string id = std::to_string(item.id);
    switch (item.waits) {
    case WaitsFor::Nothing:
        break;
    case WaitsFor::Turn:
        return "waits for its turn; `unividx queue run` begins what waits";
    case WaitsFor::Time:
        return "on hold until " + localTime(*item.holdUntil) + " (" + utcOf(*item.holdUntil) +
               "); `unividx queue hold " + id + " --until now` lets it begin";
    case WaitsFor::Lane:
        return "its lane is stopped; `unividx queue lanes --" + std::string(nameOf(item.lane)) + " 1` starts it";
    case WaitsFor::Resume:
        return std::string(nameOf(item.state)) + " until it is resumed: `unividx queue resume " + id + "`";
    case WaitsFor::Version:
        return "is of a kind ('" + item.kind + "') that only a newer version of this program can execute";
    }
    return {};
}

} // namespace

std::vector<RunSpec> runsAskedFor(const std::vector<std::string>& paths, const RunArguments& arguments, Output& output)
{
    const RunSpec usual = readRunArguments(arguments, output);
    std::vector<RunSpec> runs;
    for (const std::string& path : paths) {
        Dropped dropped = runsFor(path, usual);
        for (const std::string& note : dropped.notes)
            output.note(note);
        // One stands for all of a folder. A project's clips have settings of their own, and say themselves what is
        // wrong.
        if (!dropped.runs.empty() && std::filesystem::path(path).extension() != ".uvx")
            refuseWhatCannotRun(newItem(dropped.runs.front()), output);
        runs.insert(runs.end(), dropped.runs.begin(), dropped.runs.end());
    }
    if (paths.empty()) {
        requireTaskAndFolder(arguments, usual);
        refuseWhatCannotRun(newItem(usual), output);
        runs.push_back(withAbsolutePaths(usual));
    }
    return runs;
}

nlohmann::json itemJson(const QueueItem& item, const std::filesystem::path& folder)
{
    nlohmann::json object = {{"id", item.id},
                             {"kind", item.kind},
                             {"title", item.title},
                             {"state", nameOf(item.state)},
                             {"lane", nameOf(item.lane)},
                             {"device", item.device},
                             {"start_now", item.startNow},
                             {"priority", item.priority},
                             {"attempts", item.attempts},
                             {"deaths", item.deaths},
                             {"steps_down", item.stepsDown},
                             {"interrupted", item.state == ItemState::Interrupted},
                             {"stage", nameOf(item.progress.stage)},
                             {"done", item.progress.done},
                             {"total", item.progress.total},
                             {"frames_done", item.progress.framesDone},
                             {"frames_total", item.progress.framesTotal},
                             {"seconds", item.seconds},
                             {"files", item.files},
                             {"message", item.sentence},
                             {"log", logFile(folder, item.id).string()}};
    if (item.waits != WaitsFor::Nothing) {
        object["waits_for"] = nameOf(item.waits);
        object["waits"] = waitSentence(item);
    }
    if (item.error)
        object["error"] = nameOf(*item.error);
    if (item.finished > 0)
        object["finished"] = utcOf(item.finished);
    if (item.holdUntil)
        object["hold_until"] = utcOf(*item.holdUntil);
    if (item.asked != Asked::Nothing)
        object["asked"] = item.asked == Asked::Pause ? "pause" : "cancel";
    return object;
}

std::string itemLines(const QueueItem& item)
{
    char text[96];
    std::snprintf(text, sizeof(text), "%5lld  %-11s %3d%%  ", static_cast<long long>(item.id),
                  std::string(nameOf(item.state)).c_str(), percentOf(item));
    std::string line = text + item.title;
    if (item.progress.framesTotal > 0)
        line +=
            ", frames " + std::to_string(item.progress.framesDone) + "/" + std::to_string(item.progress.framesTotal);
    if (item.lane != Lane::Accelerator)
        line += " [" + std::string(nameOf(item.lane)) + "]";
    else if (!item.device.empty() && item.device != "cpu")
        line += " [" + item.device + "]";
    if (item.startNow && !item.isFinished())
        line += " [started at once]";
    if (item.priority != 0)
        line += " [priority " + std::to_string(item.priority) + "]";
    if (item.asked != Asked::Nothing)
        line += item.asked == Asked::Pause ? " [pausing]" : " [cancelling]";
    const std::string indent = "\n              ";
    if (!item.sentence.empty())
        line += indent + item.sentence;
    // That it waits for its turn is what a queue is for.
    if (item.waits != WaitsFor::Nothing && item.waits != WaitsFor::Turn)
        line += indent + waitSentence(item);
    return line;
}

void printQueue(const std::vector<QueueItem>& items, std::optional<double> secondsLeft,
                const std::filesystem::path& folder, Output& output)
{
    nlohmann::json list = nlohmann::json::array();
    for (const QueueItem& item : items) {
        list.push_back(itemJson(item, folder));
        output.print(itemLines(item));
    }
    nlohmann::json event = {{"items", std::move(list)}};
    if (secondsLeft)
        event["seconds_left"] = *secondsLeft;
    output.event("queue", event);
    if (items.empty())
        output.print("The queue is empty.");
    else if (secondsLeft && *secondsLeft > 0)
        output.print("About " + clockText(*secondsLeft) + " left.");
}

std::optional<std::int64_t> parseHold(const std::string& text, std::int64_t now)
{
    if (text == "now")
        return std::nullopt;
    if (const auto time = parseUtc(text))
        return std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
    int hour = -1;
    int minute = -1;
    int read = 0;
    if (std::sscanf(text.c_str(), "%2d:%2d%n", &hour, &minute, &read) == 2 &&
        static_cast<std::size_t>(read) == text.size() && hour >= 0 && hour < 24 && minute >= 0 && minute < 60) {
        const std::time_t today = now;
        std::tm local = {};
        ::localtime_r(&today, &local);
        local.tm_hour = hour;
        local.tm_min = minute;
        local.tm_sec = 0;
        local.tm_isdst = -1;
        if (std::mktime(&local) <= today)
            ++local.tm_mday;
        local.tm_isdst = -1;
        return std::mktime(&local);
    }
    throw Error(ErrorKind::Usage, "'" + text + "' is not a time; write 22:30, 2026-01-31T22:30:00Z or now");
}

} // namespace unividx::cli
