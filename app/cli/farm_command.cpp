#include "app/cli/command.h"
#include "app/cli/farm_run.h"
#include "app/cli/queue_items.h"
#include "app/cli/run_arguments.h"
#include "core/base/error.h"
#include "core/farm/openjd.h"
#include "core/queue/item_kind.h"
#include "core/queue/job_store.h"
#include "core/run/run_fields.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace unividx::cli {

namespace {

struct Arguments {
    RunArguments run;
    std::vector<std::string> paths;
    std::string format = "openjd";
    std::filesystem::path bundle;
    std::filesystem::path spool;
    std::int64_t shard = -1;
    bool join = false;
    bool later = false;
};

/// The runs that were asked for, each with the farm's settings: a project's clips have none of their own.
std::vector<RunSpec> runsOf(const Arguments& arguments, Context& context)
{
    const FarmOptions farm = readRunArguments(arguments.run, *context.output).farm;
    std::vector<RunSpec> runs = runsAskedFor(arguments.paths, arguments.run, *context.output);
    for (RunSpec& run : runs)
        run.farm = farm;
    return runs;
}

void submit(const Arguments& arguments, Context& context)
{
    std::vector<RunSpec> runs = runsOf(arguments, context);
    for (RunSpec& run : runs) {
        if (run.farm.engine.empty())
            run.farm.engine = "slurm";
        if (run.farm.engine != "slurm")
            throw Error(ErrorKind::Usage,
                        "there is no farm '" + run.farm.engine +
                            "'; use slurm, or `unividx farm template` for those that read a job's description");
    }
    std::vector<NewItem> items;
    for (const RunSpec& run : runs) {
        items.push_back(newItem(run));
    }
    JobStore store(queueFile(queueFolder()));
    const auto ids = store.add(items);
    for (const ItemId id : ids) {
        const QueueItem item = store.find(id).value(); // with the version that it was given
        if (!arguments.later)
            submitToSlurm(parseRunSpec(item.description, "item " + std::to_string(id)), *context.output);
        context.output->print(std::to_string(id) + "  " + item.title);
    }
    context.output->print("`unividx queue run` watches over them; `unividx queue list` says how they stand.");
    context.output->event("done", {{"items", ids}});
}

void writeTemplate(const Arguments& arguments, Context& context)
{
    if (arguments.format != "openjd")
        throw Error(ErrorKind::Usage, "there is no job description '" + arguments.format + "'; use openjd");
    const auto runs = runsOf(arguments, context);
    if (runs.size() != 1)
        throw Error(ErrorKind::Usage, "a job description holds one clip; name exactly one");
    const OpenJdJob job{runs.front(), windowsOf(runs.front(), *context.output)};
    if (arguments.bundle.empty()) {
        context.output->print(openJdTemplate(job));
        context.output->event("template", {{"template", nlohmann::json::parse(openJdTemplate(job))}});
        return;
    }
    writeJobBundle(job, arguments.bundle);
    context.output->print(arguments.bundle.string());
    context.output->event("done", {{"folder", arguments.bundle.string()}});
}

void addFarmOptions(CLI::App& command, Arguments& arguments)
{
    command.add_option("PATH", arguments.paths, "Clips, sequences, folders, projects");
    addRunArguments(command, arguments.run, RunOptionSet::Farm);
}

} // namespace

void addFarmCommand(CLI::App& app, Context& context)
{
    // Each command has its own: the options of a run belong to one command.
    const auto arguments = std::make_shared<Arguments>();
    const auto described = std::make_shared<Arguments>();
    CLI::App* farm = app.add_subcommand("farm", "Runs on many machines");
    farm->require_subcommand(1);

    CLI::App* submitted = farm->add_subcommand("submit", "Hand clips, folders or projects to a farm");
    addFarmOptions(*submitted, *arguments);
    submitted->add_flag("--later", arguments->later,
                        "Only queue them; `unividx queue run` hands them over, some at a time");
    submitted->callback(
        [&context, arguments] { context.action = [&context, arguments] { submit(*arguments, context); }; });

    CLI::App* templated = farm->add_subcommand("template", "Describe a run as a job that other farms read");
    addFarmOptions(*templated, *described);
    templated->add_option("--description", described->format, "openjd: Open Job Description")->capture_default_str();
    templated->add_option("--bundle", described->bundle,
                          "Folder for a job bundle (Deadline Cloud); else to the terminal");
    templated->callback(
        [&context, described] { context.action = [&context, described] { writeTemplate(*described, context); }; });

    CLI::App* task = farm->add_subcommand("task", "One task, as a farm's node runs it");
    task->add_option("--spool", arguments->spool, "The run's spool")->required();
    task->add_option("--shard", arguments->shard, "The shard's number, from 0")->check(CLI::Range(0, 99999));
    task->add_flag("--join", arguments->join, "Put the shards together");
    task->callback([&context, arguments] {
        context.action = [&context, arguments] {
            if (arguments->join == (arguments->shard >= 0))
                throw Error(ErrorKind::Usage, "a task is either --shard N or --join");
            runFarmTask(arguments->spool,
                        arguments->join ? std::nullopt
                                        : std::optional<std::size_t>(static_cast<std::size_t>(arguments->shard)),
                        context);
        };
    });
}

} // namespace unividx::cli
