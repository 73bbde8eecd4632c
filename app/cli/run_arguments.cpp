#include "app/cli/run_arguments.h"

#include "app/cli/option_text.h"
#include "app/cli/published_config.h"
#include "core/base/error.h"
#include "core/queue/drop.h"
#include "core/task/task.h"

#include <chrono>
#include <ctime>
#include <map>

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

/// A configuration's values, where no argument says otherwise.
void applyConfig(RunArguments& arguments, Console& console)
{
    const PublishedConfig config = readPublishedConfig(arguments.config);
    RunOptions& options = arguments.options;
    if (!arguments.mode.empty() || !options.task.empty() || !arguments.inputs.empty())
        throw Error(ErrorKind::Usage,
                    "--config already says the mode and the inputs; leave --task, --mode and --in out");
    for (const std::string& key : config.unknownKeys)
        console.warning(arguments.config + ": the key '" + key + "' is not known and was left out");
    options.task = config.task.name();
    options.inputs = config.inputs;
    if (arguments.prompt->count() == 0)
        options.prompt = config.prompt;
    if (arguments.seed->count() == 0)
        options.seed = config.seed.value_or(options.seed);
    if (!options.negativePrompt)
        options.negativePrompt = config.negativePrompt;
    if (!options.steps)
        options.steps = config.steps;
    if (!options.guidance)
        options.guidance = config.guidance;
    if (!options.modelSize)
        options.modelSize = config.size;
    options.mostFrames = config.frameCount;
    options.names = FileNames::Published;
    options.format = LayerFileFormat::Mp4;
    options.rate = FrameRate{15, 1};
    options.sourceSize = false;
    if (options.out.empty())
        options.out = publishedFolder(config.experiment);
    if (arguments.model->count() == 0 && !config.weights.empty()) {
        console.note(arguments.config + " names published weights; this run uses the model package '" + options.model +
                     "' (choose another with --model)");
    }
}

void addModelOptions(CLI::App& command, RunArguments& arguments)
{
    RunOptions& options = arguments.options;
    arguments.model =
        command.add_option("--model", options.model, "Model package: a name or a folder")->capture_default_str();
    arguments.prompt = command.add_option("--prompt", options.prompt, "What is to be seen");
    command.add_option("--negative", options.negativePrompt, "What is not to be seen (with --cfg above 1)");
    command.add_option("--steps", options.steps, "Denoising steps (the package's own by default)");
    const std::map<std::string, double> qualities{{"preview", stepsShareOf(Quality::Preview)},
                                                  {"standard", stepsShareOf(Quality::Standard)},
                                                  {"full", stepsShareOf(Quality::Full)}};
    command
        .add_option("--quality", options.stepsShare,
                    "preview, standard or full: fewer steps than the package's own, as many or more")
        ->transform(CLI::CheckedTransformer(qualities).description("NAME"));
    command.add_option("--cfg", options.guidance, "Classifier-free guidance; 1 switches it off");
    command.add_option("--shift", options.shift, "Shift of the noise schedule");
    arguments.seed = command.add_option("--seed", options.seed, "Seed of the noise")->capture_default_str();
    command.add_option("--size", arguments.size, "Size the model works at, WxH; rounded up to multiples of 16");
    command.add_option("--window", options.window, "Frames the model sees at once, 4k + 1");
    command.add_option("--overlap", options.overlap, "Frames that neighbouring windows share");
    command.add_option("--device", options.device.device, "cpu or cuda:N")->capture_default_str();
    command.add_option("--dtype", options.device.dtype, "float32, bfloat16 or float16 (the package's own by default)");
    command.add_option("--threads", options.device.threads, "Threads to use; 0 means all")
        ->capture_default_str()
        ->check(CLI::Range(0, 1024));
}

} // namespace

void addRunArguments(CLI::App& command, RunArguments& arguments)
{
    RunOptions& options = arguments.options;
    command.add_option("--task", options.task, "What to do, by name: decompose, matte, relight, ...");
    command.add_option("--mode", arguments.mode, "What to do, by the published name: R2AIN, t2RPFB, ...");
    command.add_option("--in", arguments.inputs, "An input, NAME=PATH: rgb=clip.mp4, albedo=plates/albedo.####.exr")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--frames", arguments.frames, "Frames in the source's own numbers, e.g. 1001-1021");
    addModelOptions(command, arguments);
    command.add_option("--out", options.out, "Folder for the layers; made if it is not there");
    command.add_option("--format", arguments.format, "exr, exr-multilayer, exr-multipart, png, png16 or mp4")
        ->capture_default_str();
    command.add_flag("--overwrite", options.overwrite, "Replace layers that are already there");
}

RunOptions readRunArguments(RunArguments& arguments, Console& console)
{
    RunOptions& options = arguments.options;
    if (!arguments.frames.empty())
        options.frames = parseFrames(arguments.frames);
    if (!arguments.size.empty())
        options.modelSize = parseSize(arguments.size);
    const auto format = findLayerFileFormat(arguments.format);
    if (!format)
        throw Error(ErrorKind::Usage,
                    "there is no format '" + arguments.format + "'; use one of " + joined(layerFileFormatNames()));
    options.format = *format;
    if (!arguments.config.empty()) {
        applyConfig(arguments, console);
        return options;
    }
    if (!options.task.empty() && !arguments.mode.empty())
        throw Error(ErrorKind::Usage, "--task and --mode say the same; give one of them");
    if (!arguments.mode.empty()) {
        if (!findTask(arguments.mode))
            throw Error(ErrorKind::Usage, "there is no mode '" + arguments.mode + "' (unividx tasks lists all 30)");
        options.task = arguments.mode;
    }
    for (const std::string& input : arguments.inputs)
        options.inputs.push_back(parseNamedPath(input));
    return options;
}

void requireTaskAndFolder(const RunOptions& options)
{
    if (options.task.empty())
        throw Error(ErrorKind::Usage, "give either --task or --mode, e.g. --task decompose (unividx tasks lists them)");
    if (options.out.empty())
        throw Error(ErrorKind::Usage, "--out is missing: say which folder the layers go to");
}

} // namespace unividx::cli
