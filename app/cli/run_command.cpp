#include "app/cli/command.h"
#include "app/cli/engine_factory.h"
#include "app/cli/item_tools.h"
#include "app/cli/run_arguments.h"
#include "core/base/error.h"
#include "core/run/staged_run.h"
#include "core/run/state_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <memory>

namespace unividx::cli {

namespace {

struct Arguments {
    RunArguments run;
    std::string shard;
    std::filesystem::path state;
    std::size_t join = 0;
    std::string progress;
    bool queue = false;
    bool resumeAnyway = false;
};

/// Shards from `first` to `last` of `count`, from 1.
struct Shards {
    std::size_t first = 1;
    std::size_t last = 1;
    std::size_t count = 1;
};

/// "2/5": the second of five; "2-4/5": three of them, one after the other.
Shards parseShards(const std::string& text)
{
    Shards shards{0, 0, 0};
    const std::size_t mark = text.find('/');
    const std::size_t dash = text.find('-');
    const auto numberIn = [](const std::string& part) -> std::size_t {
        const bool digits = !part.empty() && part.size() < 6 && part.find_first_not_of("0123456789") == part.npos;
        return digits ? std::stoul(part) : 0;
    };
    if (mark != std::string::npos) {
        shards.first = numberIn(text.substr(0, std::min(mark, dash)));
        shards.last = dash < mark ? numberIn(text.substr(dash + 1, mark - dash - 1)) : shards.first;
        shards.count = numberIn(text.substr(mark + 1));
    }
    if (shards.first < 1 || shards.last < shards.first || shards.last > shards.count)
        throw Error(ErrorKind::Usage, "--shard '" + text +
                                          "' is not a part of a run; write e.g. 2/5 for the second of "
                                          "five, or 2-4/5");
    return shards;
}

ItemResult runAsAsked(const Arguments& arguments, const RunSpec& spec, Context& context)
{
    RunStage stage;
    stage.state = arguments.state;
    if (!arguments.shard.empty() && arguments.join > 0)
        throw Error(
            ErrorKind::Usage,
            "--shard and --join are mutually exclusive: --shard makes a part of a run, --join puts the parts together");
    const Shards shards =
        arguments.shard.empty() ? Shards{1, 1, std::max<std::size_t>(1, arguments.join)} : parseShards(arguments.shard);
    if (stage.state.empty() && (!arguments.shard.empty() || arguments.join > 0))
        stage.state = usualState(spec);
    if (stage.state.empty())
        return executeHere(newItem(spec), context);
    stage.join = arguments.join > 0;
    stage.resumeAnyway = arguments.resumeAnyway;
    stage.shards = shards.count;
    RunResult result;
    EngineKeeper engines(engineLoader());
    for (std::size_t shard = shards.first; shard <= shards.last; ++shard) {
        stage.shard = shard - 1;
        context.output->beginJob();
        JobContext job = jobOf(context);
        result = runStaged(spec, stage, itemTools(context, engines, job));
    }
    if (shards.count == 1 && !stage.join && arguments.shard.empty())
        removeStateFolder(stage.state); // the layers are done and checked
    return {result.files, result.frames, result.frames.count, 0};
}

void addRun(const Arguments& arguments, const RunSpec& spec, Output& output)
{
    if (!arguments.shard.empty() || arguments.join > 0 || !arguments.state.empty())
        throw Error(ErrorKind::Usage, "--queue keeps a run's state itself; leave --state, --shard and --join out");
    const NewItem item = newItem(spec);
    refuseWhatCannotRun(item, output);
    addToQueue({item}, false, output);
}

} // namespace

void addRunCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand("run", "Make layers: take a clip apart, or build it from its layers");
    addRunArguments(*command, arguments->run);
    command->add_option(
        "--state", arguments->state,
        "Folder to keep what a stopped run needs: the same command goes on at its last finished window");
    command->add_option("--shard", arguments->shard,
                        "Only a part of the run's windows: 2/5 is the second of five, 2-4/5 three of them");
    command->add_option("--join", arguments->join, "Join the results of this number of shards")
        ->check(CLI::Range(1, 99999));
    command->add_flag("--resume-anyway", arguments->resumeAnyway,
                      "Continue an interrupted run although an input file has changed since");
    command->add_option("--config", arguments->run.config,
                        "An inference configuration of the published project (YAML)");
    command->add_option("--progress", arguments->progress, "openjd: lines that an Open Job Description farm reads")
        ->check(CLI::IsMember({"openjd"}));
    command->add_flag("--queue", arguments->queue,
                      "Add the run to the queue instead of executing it now (unividx queue run executes it)");
    command->callback([&context, arguments] {
        if (!arguments->progress.empty())
            context.output = makeOutput(OutputFormat::OpenJd);
        context.action = [&context, arguments] {
            const RunSpec spec = readRunArguments(arguments->run, *context.output);
            requireTaskAndFolder(arguments->run, spec);
            if (arguments->queue)
                return addRun(*arguments, spec, *context.output);
            const auto began = std::chrono::steady_clock::now();
            const ItemResult result = runAsAsked(*arguments, spec, context);
            tellResult("done", result, secondsSince(began), *context.output);
        };
    });
}

} // namespace unividx::cli
