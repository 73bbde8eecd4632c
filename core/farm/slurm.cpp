#include "core/farm/slurm.h"

#include "core/base/error.h"
#include "core/base/json_object.h"
#include "core/farm/farm_plan.h"
#include "core/run/run_fields.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace unividx {

namespace {

/// For a shell: nothing in it means anything.
std::string quoted(const std::string& text)
{
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/// A path where sbatch replaces "%a" and the like. Source: sbatch(1), filename pattern.
std::string patternOf(const std::filesystem::path& path)
{
    std::string result;
    for (const char c : path.string())
        result += c == '%' ? std::string("%%") : std::string(1, c);
    return result;
}

/// What both kinds of task ask for. Source: sbatch(1), Slurm 22.05.
std::vector<std::string> commonArguments(const SlurmShot& shot)
{
    std::vector<std::string> arguments{"sbatch",
                                       "--parsable",
                                       "--requeue",
                                       "--open-mode=append",
                                       "--job-name=" + shot.name,
                                       "--chdir=" + shot.spool.string()};
    if (!shot.farm.partition.empty())
        arguments.push_back("--partition=" + shot.farm.partition);
    if (!shot.farm.time.empty())
        arguments.push_back("--time=" + shot.farm.time);
    if (!shot.farm.memory.empty())
        arguments.push_back("--mem=" + shot.farm.memory);
    if (shot.threads > 0)
        arguments.push_back("--cpus-per-task=" + std::to_string(shot.threads));
    return arguments;
}

/// Source: squeue(1), JOB REASON CODES (JobHeldUser, JobHeldAdmin) and JOB STATE CODES; slurmctld also says "launch
/// failed requeued held" and "job requeued in held state".
bool isHeld(const SlurmTask& task)
{
    if (task.state == "REQUEUE_HOLD" || task.state == "SPECIAL_EXIT")
        return true;
    return task.state == "PENDING" &&
           (task.reason.starts_with("JobHeld") || task.reason.find("held") != std::string::npos);
}

} // namespace

std::string formatSlurmJob(const SlurmJob& job)
{
    return nlohmann::json{{"request", formatRunSpec(job.run)}, {"shards", job.shards}}.dump();
}

SlurmJob parseSlurmJob(std::string_view text, const std::string& place)
{
    const detail::Json json = detail::parseJson(text, place);
    detail::ObjectReader reader(json, place + ": ");
    SlurmJob job{parseRunSpec(reader.text("request"), place), static_cast<std::size_t>(reader.natural("shards", 1))};
    if (job.shards < 1 || job.shards > mostShards)
        reader.fail("shards", "is out of range");
    return job;
}

std::vector<std::string> sbatchShards(const SlurmShot& shot, const std::vector<std::size_t>& missing)
{
    std::vector<std::string> arguments = commonArguments(shot);
    if (shot.accelerator)
        arguments.emplace_back("--gres=gpu:1");
    arguments.push_back("--array=" + arrayText(missing));
    arguments.push_back("--output=" + patternOf(shot.spool / "logs") + "/shard-%a.log");
    arguments.push_back((shot.spool / "task.sh").string());
    return arguments;
}

std::vector<std::string> sbatchJoin(const SlurmShot& shot, const std::string& array)
{
    std::vector<std::string> arguments = commonArguments(shot);
    if (!array.empty()) {
        arguments.push_back("--dependency=afterok:" + array);
        arguments.emplace_back("--kill-on-invalid-dep=yes");
    }
    arguments.push_back("--output=" + patternOf(shot.spool / "logs" / "join.log"));
    arguments.push_back((shot.spool / "task.sh").string());
    arguments.emplace_back("join");
    return arguments;
}

std::string slurmScript(const SlurmShot& shot)
{
    const std::string task = quoted(shot.program.string()) + " farm task --spool " + quoted(shot.spool.string());
    return "#!/bin/bash\n"
           "# One task of a run: a shard by its number in the array, or, with the word join, the end of it.\n"
           "if [[ \"${1:-}\" == join ]]; then\n"
           "    exec " +
           task +
           " --join\n"
           "fi\n"
           "exec " +
           task + " --shard \"$SLURM_ARRAY_TASK_ID\"\n";
}

std::string jobNumberIn(const std::string& printed)
{
    std::string number = printed.substr(0, printed.find_first_of(";\r\n "));
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorKind::Output,
                    "sbatch did not take the job: " + (printed.empty() ? std::string("it printed nothing") : printed));
    return number;
}

std::string arrayText(const std::vector<std::size_t>& tasks)
{
    std::vector<std::size_t> sorted = tasks;
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (std::size_t i = 0; i < sorted.size();) {
        std::size_t last = i;
        while (last + 1 < sorted.size() && sorted[last + 1] == sorted[last] + 1)
            ++last;
        text += (text.empty() ? "" : ",") + std::to_string(sorted[i]);
        if (last > i)
            text += "-" + std::to_string(sorted[last]);
        i = last + 1;
    }
    return text;
}

std::vector<SlurmTask> tasksIn(std::string_view printed)
{
    std::vector<SlurmTask> tasks;
    std::istringstream lines{std::string(printed)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        SlurmTask task;
        if (!(words >> task.id >> task.state) || task.id.find_first_of("0123456789") != 0)
            continue;
        words >> task.start;
        if (task.start == "N/A")
            task.start.clear();
        std::getline(words >> std::ws, task.reason); // several words, some of them
        if (task.reason == "None")
            task.reason.clear();
        tasks.push_back(std::move(task));
    }
    return tasks;
}

std::string whyItWaits(const std::vector<SlurmTask>& tasks)
{
    const auto because = [](const SlurmTask& task) { return task.reason.empty() ? "" : " (" + task.reason + ")"; };
    for (const SlurmTask& task : tasks) {
        if (isHeld(task))
            return "task " + task.id + " is held at the farm" + because(task) +
                   " until somebody lets it go: see to the "
                   "cause and say `scontrol release " +
                   task.id + "`, or cancel and retry the item";
        if (task.state == "SUSPENDED" || task.state == "STOPPED")
            return "task " + task.id + " is suspended at the farm until somebody says `scontrol resume " + task.id +
                   "`; or cancel and retry the item";
    }
    const SlurmTask* first = nullptr;
    for (const SlurmTask& task : tasks) {
        if (task.state != "PENDING" && isUnderWay(task.state))
            return {};
        // What waits for other tasks of the shot waits for what they wait for.
        if (task.state == "PENDING" && !first && !task.reason.starts_with("Dependency"))
            first = &task;
    }
    if (!first)
        return {};
    return "waits at the farm" + because(*first) +
           (first->start.empty() ? "; Slurm does not say until when, `scontrol show job " + first->id + "` has the rest"
                                 : "; Slurm expects to begin it at " + first->start);
}

bool isUnderWay(std::string_view state)
{
    // Source: squeue(1), JOB STATE CODES.
    constexpr std::array<std::string_view, 12> states{"PENDING",      "RUNNING",  "SUSPENDED",    "CONFIGURING",
                                                      "COMPLETING",   "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED",
                                                      "SPECIAL_EXIT", "STOPPED",  "RESIZING",     "SIGNALING"};
    return std::find(states.begin(), states.end(), state) != states.end();
}

} // namespace unividx
