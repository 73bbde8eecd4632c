#include "app/cli/command.h"
#include "app/cli/engine_factory.h"
#include "app/cli/option_text.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "inference/evaluation/folder_pairs.h"
#include "inference/evaluation/rendered_scenes.h"
#include "inference/evaluation/report.h"
#include "inference/evaluation/suite.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace unividx::cli {

namespace {

/// The arguments as they were typed.
struct Arguments {
    std::string suite = "procedural";
    std::string assets;
    std::string made, wanted;
    std::string size;
    std::optional<int> frames;
    SuiteOptions options;
    EngineChoice engine;
    CLI::App* command = nullptr;
};

EvaluationReport compareFolders(const Arguments& arguments, Context& context)
{
    if (arguments.made.empty() || arguments.wanted.empty())
        throw Error(ErrorKind::Usage, "--made and --wanted belong together: layers that were made, and the true ones");
    if (arguments.options.window.has_value() != arguments.options.overlap.has_value())
        throw Error(ErrorKind::Usage,
                    "--window and --overlap belong together: how the made layers were cut into windows");
    for (const char* option : {"--suite", "--assets", "--model", "--task", "--clips", "--seed", "--size", "--steps"}) {
        if (arguments.command->get_option(option)->count() > 0)
            throw Error(ErrorKind::Usage, std::string(option) + " runs a model; with --made and --wanted none is run");
    }
    const FolderPairs pairs{arguments.made, arguments.wanted, arguments.frames, arguments.options.window,
                            arguments.options.overlap};
    EvaluationReport report;
    report.title = arguments.made + " against " + arguments.wanted;
    report.frames = arguments.frames.value_or(0);
    report.groups =
        measureFolders(pairs, context.cancel, [&](const std::string& sentence) { context.output->note(sentence); });
    return report;
}

EvaluationReport runModel(Arguments& arguments, Context& context)
{
    SuiteOptions& options = arguments.options;
    options.frames = arguments.frames.value_or(options.frames);
    if (!arguments.size.empty())
        options.resolution = parseSize(arguments.size);
    if ((arguments.suite == "rendered") != !arguments.assets.empty())
        throw Error(ErrorKind::Usage, "--suite rendered and --assets belong together: the asset pack the scenes are "
                                      "built from, made by inference/train/scene/rendered/assets/prepare.py");
    if (arguments.suite == "rendered")
        options.scenes = renderedScenes(arguments.assets);
    const Family& family = *taskNamed(options.tasks.front()).family;
    EngineKeeper engines(engineLoader());
    Engine& engine = engines.get(arguments.engine, family, *context.output);
    EvaluationReport report;
    report.title = "suite " + arguments.suite + ", model " + arguments.engine.model + ": " +
                   std::to_string(options.clips) + " held-out scenes of each family, " +
                   std::to_string(options.frames) + " frames of " + describe(options.resolution);
    report.seeds = seedsOf(options);
    report.frames = options.frames;
    report.resolution = options.resolution;
    report.groups = runSuite(engine, options, context.cancel,
                             [&](const Progress& progress) { context.output->progress(progress); });
    return report;
}

void runEvaluation(Arguments& arguments, Context& context)
{
    setParallelism(arguments.engine.threads);
    const bool folders = !arguments.made.empty() || !arguments.wanted.empty();
    const EvaluationReport report = folders ? compareFolders(arguments, context) : runModel(arguments, context);
    context.output->print(asTable(report));
    context.output->event("evaluation", nlohmann::json::parse(asJson(report)));
}

} // namespace

void addEvalCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<Arguments>();
    SuiteOptions& options = arguments->options;
    CLI::App* command = app.add_subcommand(
        "eval", "Measure layers against true ones: those in two folders, or those a model makes of held-out scenes");
    arguments->command = command;
    command->add_option("--made", arguments->made,
                        "Folder with the layers to measure, one movie, sequence or folder each, named after the layer "
                        "(albedo.mp4, shot_normal.1001.exr); or a folder of such folders, one a clip");
    command->add_option("--wanted", arguments->wanted,
                        "Folder with the true layers, arranged likewise; its rgb, if there, is followed for what is "
                        "measured over time");
    command->add_option("--suite", arguments->suite, "Without folders: the scenes to run a model on")
        ->capture_default_str()
        ->check(CLI::IsMember({"procedural", "rendered"}));
    command->add_option("--assets", arguments->assets, "Asset pack of the rendered suite (assets.safetensors)");
    command->add_option("--model", arguments->engine.model, "Model package: a name or a folder")->capture_default_str();
    command->add_option("--task", options.tasks, "What the model is to do; may be given more than once")
        ->capture_default_str();
    command->add_option("--clips", options.clips, "Scenes of each family")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command
        ->add_option("--frames", arguments->frames,
                     "Frames of each scene (21 by default); of folders, only the first N")
        ->check(CLI::PositiveNumber);
    command->add_option("--seed", options.firstSeed, "Seed of the first scene; the next have the numbers after it")
        ->capture_default_str();
    command->add_option("--size", arguments->size, "Size of the scenes, WxH (128x96 by default)");
    command->add_option("--steps", options.steps, "Denoising steps (the package's own by default)");
    command->add_option("--window", options.window,
                        "Frames a model sees at once (the package's own by default); with folders, how they were made");
    command->add_option("--overlap", options.overlap, "Frames that neighbouring windows share; likewise");
    command->add_option("--device", arguments->engine.device, "cpu or cuda:N")->capture_default_str();
    command->add_option("--dtype", arguments->engine.dtype, "float32, bfloat16 or float16");
    command->add_option("--threads", arguments->engine.threads, "Threads to use; 0 means all");
    command->callback(
        [&context, arguments] { context.action = [&context, arguments] { runEvaluation(*arguments, context); }; });
}

} // namespace unividx::cli
