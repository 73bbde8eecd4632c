#include "app/cli/run_arguments.h"

#include "app/cli/published_config.h"
#include "core/base/error.h"
#include "core/task/task.h"

#include <chrono>
#include <ctime>

namespace unividx::cli {

namespace {

/// As the published scripts name their folder: by date and time.
std::filesystem::path publishedFolder(const std::string& experiment)
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm local = {};
    ::localtime_r(&now, &local);
    char stamp[32];
    std::strftime(stamp, sizeof(stamp), "%Y%m%d_%H%M%S", &local);
    return std::filesystem::path("results") / experiment / (std::string("inference_results_") + stamp) / "inference";
}

/// The run that a configuration of the published project describes; arguments that were typed come on top.
RunSpec configuredRun(const RunArguments& arguments, Output& output)
{
    for (const char* option : {"--task", "--family", "--in"}) {
        if (arguments.typed.has(option) || !arguments.mode.empty())
            throw Error(ErrorKind::Usage,
                        "--config already names the mode and the inputs; leave --task, --mode and --in out");
    }
    const PublishedConfig config = readPublishedConfig(arguments.config);
    for (const std::string& key : config.unknownKeys)
        output.warning(arguments.config + ": the key '" + key + "' is unknown and was ignored");
    RunSpec spec;
    setTask(spec, config.task.name());
    for (const NamedPath& input : config.inputs)
        setFile(spec, input.name, input.path);
    spec.prompt = config.prompt;
    spec.seed = config.seed.value_or(spec.seed);
    spec.negativePrompt = config.negativePrompt;
    spec.steps = config.steps;
    spec.guidance = config.guidance;
    spec.modelSize = config.size;
    spec.mostFrames = config.frameCount;
    spec.names = FileNames::Published;
    spec.format = LayerFileFormat::Mp4;
    spec.rate = FrameRate{15, 1};
    spec.sourceSize = false;
    spec.out = publishedFolder(config.experiment);
    if (!arguments.typed.has("--model") && !config.weights.empty()) {
        output.note(arguments.config + " names published weights; this run uses the model package '" + spec.model +
                    "' (choose another with --model)");
    }
    return spec;
}

} // namespace

void addRunArguments(CLI::App& command, RunArguments& arguments, RunOptionSet set)
{
    arguments.typed.addTo(command, set);
    command.add_option("--mode", arguments.mode, "Task by its published name: R2AIN, t2RPFB, ...");
}

RunSpec readRunArguments(const RunArguments& arguments, Output& output)
{
    if (!arguments.config.empty()) {
        const RunSpec configured = configuredRun(arguments, output);
        RunSpec spec = arguments.typed.read(configured);
        // What these scripts fix in code.
        spec.names = configured.names;
        spec.format = configured.format;
        return spec;
    }
    RunSpec spec;
    if (!arguments.mode.empty()) {
        if (arguments.typed.has("--task"))
            throw Error(ErrorKind::Usage, "--task and --mode are mutually exclusive");
        if (!findTask(arguments.mode))
            throw Error(ErrorKind::Usage, "there is no mode '" + arguments.mode + "' (unividx tasks lists all 30)");
        setTask(spec, arguments.mode);
    }
    return arguments.typed.read(std::move(spec));
}

void requireTaskAndFolder(const RunArguments& arguments, const RunSpec& spec)
{
    if (spec.task.empty() && !arguments.typed.has("--family"))
        throw Error(ErrorKind::Usage,
                    "name a task with --task or --mode, e.g. --task decompose (unividx tasks lists them)");
    if (spec.out.empty())
        throw Error(ErrorKind::Usage, "--out is missing: name the folder for the layers");
}

} // namespace unividx::cli
