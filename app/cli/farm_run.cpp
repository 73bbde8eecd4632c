#include "app/cli/farm_run.h"

#include "app/cli/engine_factory.h"
#include "app/cli/item_tools.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/base/json_text.h"
#include "core/base/text_file.h"
#include "core/engine/window_parts.h"
#include "core/farm/farm_plan.h"
#include "core/farm/slurm.h"
#include "core/queue/protocol.h"
#include "core/queue/worker_process.h"
#include "core/run/run_setup.h"
#include "core/run/staged_run.h"
#include "core/run/state_folder.h"
#include "core/run/window_lock.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <new>
#include <string_view>
#include <thread>
#include <utility>

namespace unividx::cli {

namespace {

namespace fs = std::filesystem;

constexpr int mostAttempts = 3;                // of a task that is lost without a word
constexpr std::chrono::seconds patience{3600}; // with a controller that does not answer
constexpr std::chrono::milliseconds pollPause{1000};
constexpr std::chrono::seconds waitingPause{60}; // between two times it is said why nothing happens

/// What a task of the farm came to, as it stands in the spool.
struct TaskStatus {
    bool done = false;
    ErrorKind kind = ErrorKind::Internal;
    std::string message;
    FrameRange frames;
    std::vector<fs::path> files;
};

/// Stands for the task that joins, beside the shards' numbers.
constexpr std::size_t joinTask = std::numeric_limits<std::size_t>::max();

fs::path statusFile(const fs::path& spool, std::size_t task)
{
    const std::string name = task == joinTask ? "join" : "shard-" + std::to_string(task);
    return spool / "status" / (name + ".json");
}

std::optional<nlohmann::json> jsonIn(const fs::path& file)
{
    try {
        auto json = parseJson(readTextFile(file), file.string());
        return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt; // not written yet, or damaged: the same to whoever writes it anew
    }
}

std::size_t shardsIn(const nlohmann::json& job)
{
    const auto shards = job.find("shards");
    return shards != job.end() && shards->is_number_unsigned() ? shards->get<std::size_t>() : 1;
}

/// What a spool holds for its tasks; nothing if that is nothing, or another version's.
std::optional<SlurmJob> jobIn(const fs::path& spool)
{
    const auto json = jsonIn(spool / "job.json");
    if (!json)
        return std::nullopt;
    try {
        return parseSlurmJob(json->dump(), spool.string());
    } catch (const Error&) {
        return std::nullopt; // it is planned again
    }
}

std::optional<TaskStatus> statusOf(const fs::path& spool, std::size_t task)
{
    const auto json = jsonIn(statusFile(spool, task));
    if (!json)
        return std::nullopt;
    // Written by a worker's own words, so read by them.
    const auto message = parseWorkerMessage(json->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    if (!message)
        return std::nullopt;
    TaskStatus status;
    status.done = message->kind == WorkerMessage::Kind::Done;
    status.kind = message->error;
    status.message = message->text;
    status.frames = {json->value("first_frame", std::int64_t{0}), json->value("frames", std::int64_t{0})};
    status.files.assign(message->files.begin(), message->files.end());
    return status;
}

bool isInPath(const std::string& program)
{
    const char* variable = std::getenv("PATH");
    std::string_view rest = variable ? variable : "";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        std::error_code unreadable; // counts as absent
        if (fs::is_regular_file(fs::path(rest.substr(0, end)) / program, unreadable))
            return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

/// Before anything is made for a farm that is not there.
void requireSlurm()
{
    for (const char* program : {"sbatch", "squeue"})
        if (!isInPath(program))
            throw Error(ErrorKind::Output, std::string("Slurm is not installed here: there is no ") + program +
                                               " in $PATH; submit from a node of the farm, or write a job bundle for "
                                               "another one (unividx farm --help)");
}

/// Runs one of Slurm's programs; gives what it printed, or nothing if it failed. What it complained of is in the log.
std::optional<std::string> tool(const std::vector<std::string>& command, const fs::path& spool)
{
    WorkerProcess process(command, spool / "logs" / "slurm.log");
    std::string printed;
    std::string line;
    for (;;) {
        const auto read = process.readLine(line, std::chrono::milliseconds(60'000));
        if (read != WorkerProcess::Read::Line)
            break;
        printed += line + '\n';
    }
    const ProcessEnd end = process.wait(std::chrono::milliseconds(10'000));
    return end.code == 0 && end.signal == 0 ? std::optional(printed) : std::nullopt;
}

/// One shot at the farm.
class SlurmRun {
public:
    SlurmRun(const RunSpec& spec, Output& output) : spec_(withAbsolutePaths(spec)), output_(output)
    {
        requireSlurm();
        shot_.spool = farmSpool(spec_);
        makeStateFolder(shot_.spool);
        makeFolder(shot_.spool / "logs");
        makeFolder(shot_.spool / "status");
        // Found again by name, also by a process that comes later: one spool, one name.
        shot_.name = "unividx-" + std::to_string(std::hash<std::string>()(shot_.spool.string()));
        shot_.program = fs::read_symlink("/proc/self/exe");
        shot_.farm = spec_.farm;
        shot_.accelerator = spec_.device.starts_with("cuda");
        shot_.threads = spec_.threads;
        const auto known = jobIn(shot_.spool);
        if (known && known->run == spec_) {
            shot_.shards = known->shards;
            return;
        }
        shot_.shards = shardsFor(windowsOf(spec_, output_), spec_.farm.windowsPerTask);
        writeFileAtomically(shot_.spool / "task.sh", slurmScript(shot_));
        clearStatuses([](const TaskStatus&) { return true; });
        writeFileAtomically(shot_.spool / "job.json", formatSlurmJob({spec_, shot_.shards}));
    }

    void submit()
    {
        // What failed is tried again; a task that is done stays.
        clearStatuses([](const TaskStatus& status) { return !status.done; });
        warnWithoutLocks(shot_.spool, keepsLocks(shot_.spool), output_); // the state will be beside it
        std::vector<std::size_t> missing;
        for (std::size_t shard = 0; shard < shot_.shards; ++shard) {
            if (!statusOf(shot_.spool, shard))
                missing.push_back(shard);
        }
        const std::string array = missing.empty() ? "" : sbatch(sbatchShards(shot_, missing));
        sbatch(sbatchJoin(shot_, array));
        output_.event("submitted", {{"name", shot_.name}, {"array", array}, {"shards", missing.size()}});
    }

    /// The tasks that Slurm still has and that may come to an end yet; nothing if it does not answer.
    std::optional<std::vector<SlurmTask>> underWay() const
    {
        const auto printed = tool({"squeue", "--noheader", "--name=" + shot_.name, squeueFormat}, shot_.spool);
        if (!printed)
            return std::nullopt;
        std::vector<SlurmTask> tasks = tasksIn(*printed);
        std::erase_if(tasks, [](const SlurmTask& task) { return !isUnderWay(task.state); });
        return tasks;
    }

    void cancel() const { tool({"scancel", "--name=" + shot_.name}, shot_.spool); }

    RunResult watch(JobContext& job)
    {
        auto answered = std::chrono::steady_clock::now();
        for (int attempt = 1;;) {
            tellProgress();
            if (job.cancelled()) {
                cancel();
                throw Cancelled();
            }
            throwIfFailed();
            if (const auto joined = statusOf(shot_.spool, joinTask); joined && joined->done)
                return {joined->frames, joined->files};
            const auto running = underWay();
            if (running)
                answered = std::chrono::steady_clock::now();
            tellWaiting(running ? whyItWaits(*running)
                                : "Slurm does not answer; it is waited for up to an hour, see " +
                                      (shot_.spool / "logs" / "slurm.log").string());
            if (std::chrono::steady_clock::now() - answered > patience)
                throw Error(ErrorKind::Output,
                            "Slurm has not answered for an hour; see " + (shot_.spool / "logs" / "slurm.log").string());
            // A status may have been written between the two looks.
            if (running && running->empty() && !statusOf(shot_.spool, joinTask)) {
                throwIfFailed();
                if (++attempt > mostAttempts + 1)
                    throw Error(ErrorKind::Internal, "tasks were lost at the farm " + std::to_string(mostAttempts) +
                                                         " times; see " + (shot_.spool / "logs").string());
                submit();
            }
            std::this_thread::sleep_for(pollPause);
        }
    }

    const fs::path& spool() const { return shot_.spool; }

private:
    std::string sbatch(const std::vector<std::string>& arguments) const
    {
        const auto printed = tool(arguments, shot_.spool);
        if (!printed)
            throw Error(ErrorKind::Output,
                        "sbatch did not take the job; see " + (shot_.spool / "logs" / "slurm.log").string());
        return jobNumberIn(*printed);
    }

    template <typename Choice>
    void clearStatuses(Choice choice) const
    {
        for (std::size_t task = 0; task <= shot_.shards; ++task) {
            const std::size_t which = task < shot_.shards ? task : joinTask;
            const auto status = statusOf(shot_.spool, which);
            if (status && choice(*status))
                fs::remove(statusFile(shot_.spool, which));
        }
    }

    void throwIfFailed() const
    {
        for (std::size_t task = 0; task <= shot_.shards; ++task) {
            const auto status = statusOf(shot_.spool, task < shot_.shards ? task : joinTask);
            if (!status || status->done)
                continue;
            cancel(); // what the others have finished is kept
            throw Error(status->kind, status->message);
        }
    }

    /// When it changes, and now and then: a watcher of tasks that wait for days does nothing else, and is not hung.
    void tellWaiting(const std::string& why)
    {
        const auto now = std::chrono::steady_clock::now();
        if (why == waiting_ && now - toldWaiting_ < waitingPause)
            return;
        output_.waiting(why);
        waiting_ = why;
        toldWaiting_ = now;
    }

    void tellProgress()
    {
        Progress progress;
        progress.stage = Stage::Denoising;
        progress.total = static_cast<std::int64_t>(shot_.shards) + 1;
        for (std::size_t shard = 0; shard < shot_.shards; ++shard) {
            const auto status = statusOf(shot_.spool, shard);
            if (!status || !status->done)
                continue;
            ++progress.done;
            progress.framesDone += status->frames.count;
        }
        output_.progress(progress);
    }

    RunSpec spec_;
    Output& output_;
    SlurmShot shot_;
    std::string waiting_;
    std::chrono::steady_clock::time_point toldWaiting_;
};

} // namespace

fs::path farmSpool(const RunSpec& spec)
{
    return usualState(spec).string() + ".slurm";
}

std::size_t windowsOf(const RunSpec& spec, Output& output)
{
    const RunSetup setup = setUpRun(spec, [&output](const std::string& sentence) { output.note(sentence); });
    EngineKeeper engines(engineLoader());
    const Engine& engine = engines.get(engineChoiceOf(spec), *setup.choice.task.family, output);
    return WindowPlan(setup.job.request.frames, engine.windowsOf(setup.job.request)).windows().size();
}

void submitToSlurm(const RunSpec& spec, Output& output)
{
    SlurmRun run(spec, output);
    const auto running = run.underWay();
    if (!running)
        throw Error(ErrorKind::Output,
                    "Slurm does not answer; is it installed here and running? See " + (run.spool() / "logs").string());
    if (running->empty())
        run.submit();
}

RunResult runOnSlurm(const RunSpec& spec, Output& output, JobContext& job)
{
    SlurmRun run(spec, output);
    const auto running = run.underWay();
    if (running && running->empty() && !statusOf(run.spool(), joinTask))
        run.submit();
    RunResult result = run.watch(job);
    removeStateFolder(run.spool());
    return result;
}

namespace {

/// A task that waits for one that was forgotten keeps its accelerator from all others: the farm is asked to take it
/// back, and begins it again a while later. Where it does not, the task waits on. Source: scontrol(1), requeue;
/// slurmctld begins such a task no sooner than two minutes later.
void putBack(const fs::path& spool, Output& output)
{
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    std::string task = variable("SLURM_JOB_ID");
    if (const std::string array = variable("SLURM_ARRAY_JOB_ID"); !array.empty())
        task = array + "_" + variable("SLURM_ARRAY_TASK_ID");
    if (task.empty())
        return;
    output.note("gives its place to others and is begun again later");
    tool({"scontrol", "requeue", task}, spool);
}

} // namespace

void runFarmTask(const fs::path& spool, std::optional<std::size_t> shard, Context& context)
{
    const auto text = jsonIn(spool / "job.json");
    if (!text)
        throw Error(ErrorKind::Input, spool.string() + ": holds no job for a farm");
    RunStage stage;
    stage.shards = shardsIn(*text);
    stage.shard = shard.value_or(0);
    stage.join = !shard;
    stage.giveWay = [&] { putBack(spool, *context.output); };
    const auto tell = [&](const nlohmann::json& status) {
        writeFileAtomically(statusFile(spool, shard.value_or(joinTask)),
                            status.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    };
    // Where the farm has forgotten a task and was given it again, the one it forgot may have come to its end meanwhile,
    // and then there is nothing left to do, and no state to do it with. What that one told stands.
    const auto toldBefore = [&] {
        const auto status = statusOf(spool, shard.value_or(joinTask));
        return status && status->done;
    };
    try {
        const SlurmJob job = parseSlurmJob(text->dump(), (spool / "job.json").string());
        stage.state = usualState(job.run);
        // One shard alone is the whole run; its join has nothing left to do but to say so.
        EngineKeeper engines(engineLoader());
        JobContext work = jobOf(context);
        const RunResult result = runStaged(job.run, stage, itemTools(context, engines, work));
        nlohmann::json files = nlohmann::json::array();
        for (const auto& file : result.files)
            files.push_back(file.string());
        tell({{"event", "done"},
              {"files", files},
              {"first_frame", result.frames.first},
              {"frames", result.frames.count}});
    } catch (const Error& error) {
        if (toldBefore()) {
            if (!shard)
                removeStateFolder(stage.state); // only what this attempt itself has made there
            return;
        }
        tell({{"event", "error"}, {"kind", nameOf(error.kind())}, {"message", error.what()}});
        throw;
    } catch (const std::bad_alloc&) {
        tell({{"event", "error"}, {"kind", nameOf(ErrorKind::OutOfMemory)}, {"message", "a node ran out of memory"}});
        throw;
    }
}

} // namespace unividx::cli
