#include "app/cli/command.h"
#include "app/cli/option_text.h"
#include "app/cli/resources.h"
#include "core/base/parallel.h"
#include "inference/engine/torch_engine.h"
#include "inference/train/evaluation.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace unividx::cli {

namespace {

struct Arguments {
    std::string model = "mini";
    std::string size;
    EvaluationOptions options;
    TorchEngineOptions engine;
};

void runEvaluation(Arguments& arguments, Context& context)
{
    if (!arguments.size.empty())
        arguments.options.resolution = parseSize(arguments.size);
    setParallelism(arguments.engine.threads);
    const auto engine = makeTorchEngine(findModel(arguments.model), arguments.engine);
    const EvaluationReport report = evaluate(*engine, arguments.options, context.cancel);
    context.console.print(asTable(report));
    context.console.event("evaluation", nlohmann::json::parse(asJson(report, arguments.options)));
}

} // namespace

void addEvalCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<Arguments>();
    EvaluationOptions& options = arguments->options;
    CLI::App* command =
        app.add_subcommand("eval", "Measure a model on held-out scenes, beside what trivial answers would reach");
    command->add_option("--model", arguments->model, "Model package: a name or a folder")->capture_default_str();
    command->add_option("--clips", options.clips, "Scenes of each family")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command->add_option("--frames", options.frames, "Frames of each")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command->add_option("--seed", options.firstSeed, "Seed of the first scene; the next have the numbers after it")
        ->capture_default_str();
    command->add_option("--size", arguments->size, "Size of the scenes, WxH (128x96 by default)");
    command->add_option("--steps", options.steps, "Denoising steps (the package's own by default)");
    command->add_option("--device", arguments->engine.device, "cpu or cuda:N")->capture_default_str();
    command->add_option("--dtype", arguments->engine.dtype, "float32, bfloat16 or float16");
    command->add_option("--threads", arguments->engine.threads, "Threads to use; 0 means all");
    command->callback(
        [&context, arguments] { context.action = [&context, arguments] { runEvaluation(*arguments, context); }; });
}

} // namespace unividx::cli
