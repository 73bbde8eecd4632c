#include "core/queue/protocol.h"

#include "core/base/json_text.h"

#include <array>
#include <utility>

namespace unividx {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<Stage, std::string_view>, 6> stageNames{{{Stage::Preparing, "preparing"},
                                                                        {Stage::LoadingModel, "loading model"},
                                                                        {Stage::Encoding, "encoding"},
                                                                        {Stage::Denoising, "denoising"},
                                                                        {Stage::Decoding, "decoding"},
                                                                        {Stage::Writing, "writing"}}};

constexpr std::array<std::pair<ErrorKind, std::string_view>, 6> errorNames{{{ErrorKind::Usage, "usage"},
                                                                            {ErrorKind::Input, "input"},
                                                                            {ErrorKind::Model, "model"},
                                                                            {ErrorKind::OutOfMemory, "out-of-memory"},
                                                                            {ErrorKind::Output, "output"},
                                                                            {ErrorKind::Internal, "internal"}}};

/// A line's object; discarded if it is none, or one that no worker would write.
Json objectIn(std::string_view line)
{
    if (line.size() > longestWorkerLine)
        return Json(Json::value_t::discarded);
    try {
        Json object = parseJson(line, "a worker's line");
        return object.is_object() ? object : Json(Json::value_t::discarded);
    } catch (const Error&) {
        return Json(Json::value_t::discarded); // whoever reads it says what a line must be
    }
}

std::optional<std::string> textIn(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

bool flagIn(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::int64_t countIn(const Json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

Progress progressIn(const Json& object)
{
    Progress progress;
    const std::string stage = textIn(object, "stage").value_or("");
    for (const auto& [value, name] : stageNames) {
        if (name == stage)
            progress.stage = value;
    }
    progress.done = countIn(object, "done");
    progress.total = countIn(object, "total");
    progress.step = static_cast<int>(countIn(object, "step"));
    progress.steps = static_cast<int>(countIn(object, "steps"));
    progress.framesDone = countIn(object, "frames_done");
    progress.framesTotal = countIn(object, "frames_total");
    return progress;
}

std::vector<std::string> filesIn(const Json& object)
{
    std::vector<std::string> files;
    const auto found = object.find("files");
    if (found == object.end() || !found->is_array())
        return files;
    for (const Json& file : *found) {
        if (file.is_string())
            files.push_back(file.get<std::string>());
    }
    return files;
}

} // namespace

std::optional<WorkerMessage> parseWorkerMessage(std::string_view line)
{
    using Kind = WorkerMessage::Kind;
    static constexpr std::array<std::pair<std::string_view, Kind>, 12> kinds{{{"hello", Kind::Hello},
                                                                              {"heartbeat", Kind::Heartbeat},
                                                                              {"plan", Kind::Plan},
                                                                              {"progress", Kind::Progress},
                                                                              {"note", Kind::Log},
                                                                              {"warning", Kind::Log},
                                                                              {"waiting", Kind::Waiting},
                                                                              {"done", Kind::Done},
                                                                              {"error", Kind::Failed},
                                                                              {"cancelled", Kind::Cancelled},
                                                                              {"ready", Kind::Ready},
                                                                              {"engine", Kind::Engine}}};
    const Json object = objectIn(line);
    const auto event = object.is_object() ? textIn(object, "event") : std::nullopt;
    if (!event)
        return std::nullopt;
    WorkerMessage message;
    for (const auto& [name, kind] : kinds) {
        if (name == *event)
            message.kind = kind;
    }
    message.protocol = static_cast<int>(countIn(object, "protocol"));
    if (const auto seconds = object.find("cpu_seconds"); seconds != object.end() && seconds->is_number())
        message.cpuSeconds = seconds->get<double>();
    message.window = countIn(object, "window");
    message.overlap = countIn(object, "overlap");
    if (message.kind == Kind::Progress)
        message.progress = progressIn(object);
    message.error = errorNamed(textIn(object, "kind").value_or(""));
    message.text = textIn(object, "message").value_or("");
    message.files = filesIn(object);
    if (message.kind == Kind::Done)
        message.frames = {countIn(object, "first_frame"), countIn(object, "frames")};
    message.warm = flagIn(object, "warm");
    return message;
}

std::string runCommandLine(const WorkerCommand& run)
{
    Json command = {{"command", "run"},   {"protocol", workerProtocol},
                    {"kind", run.item},   {"options", parseJson(run.options, "the options of an item")},
                    {"state", run.state}, {"log", run.log},
                    {"stay", run.stay}};
    if (!run.project.empty())
        command["project"] = run.project;
    return command.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string cancelCommandLine()
{
    return R"({"command":"cancel"})";
}

WorkerCommand parseWorkerCommand(std::string_view line)
{
    const Json object = objectIn(line);
    const std::string word = object.is_object() ? textIn(object, "command").value_or("") : "";
    if (word == "cancel")
        return {};
    if (word != "run")
        throw Error(ErrorKind::Usage, "a worker is told to run or to cancel by one JSON object a line, not: " +
                                          std::string(line.substr(0, 80)));
    if (countIn(object, "protocol") != workerProtocol)
        throw Error(ErrorKind::Usage, "this worker speaks protocol " + std::to_string(workerProtocol) +
                                          ", and it was asked in another; the two programs are of different versions");
    const auto options = object.find("options");
    const auto state = textIn(object, "state");
    if (options == object.end() || !state || state->empty())
        throw Error(ErrorKind::Usage, "the command to run lacks its options or its state folder");
    return {WorkerCommand::Kind::Run,
            textIn(object, "kind").value_or("run"),
            options->dump(-1, ' ', false, Json::error_handler_t::replace),
            *state,
            textIn(object, "log").value_or(""),
            flagIn(object, "stay"),
            textIn(object, "project").value_or("")};
}

std::string_view nameOf(Stage stage)
{
    for (const auto& [value, name] : stageNames) {
        if (value == stage)
            return name;
    }
    return "working";
}

ErrorKind errorNamed(std::string_view name)
{
    for (const auto& [value, word] : errorNames) {
        if (word == name)
            return value;
    }
    return ErrorKind::Internal;
}

std::string_view nameOf(ErrorKind kind)
{
    for (const auto& [value, name] : errorNames) {
        if (value == kind)
            return name;
    }
    return "internal";
}

} // namespace unividx
