#include "app/cli/command.h"
#include "inference/train/trainer.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>

namespace unividx::cli {

namespace {

struct Arguments {
    std::filesystem::path config;
    std::filesystem::path out;
    std::int64_t steps = 0;
    int threads = 0;
};

void runTraining(const Arguments& arguments, Context& context)
{
    TrainConfig config = readTrainConfig(arguments.config);
    if (!arguments.out.empty())
        config.out = arguments.out;
    if (arguments.steps > 0)
        config.steps = arguments.steps;
    if (arguments.threads > 0)
        config.threads = arguments.threads;
    JobContext job(context.cancel, [&](const Progress& progress) { context.console.progress(progress); });
    train(config, job);
    context.console.print(config.out.string());
    context.console.event("done", {{"folder", config.out.string()}});
}

} // namespace

void addTrainCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command = app.add_subcommand("train", "Train a model as a YAML file says; goes on where it was stopped");
    command->add_option("--config", arguments->config, "The training run, in YAML")->required();
    command->add_option("--out", arguments->out, "Folder for checkpoints, log and weights, instead of the file's");
    command->add_option("--steps", arguments->steps, "Steps, instead of the file's")->check(CLI::PositiveNumber);
    command->add_option("--threads", arguments->threads, "Threads to use; 0 means the file's");
    command->callback(
        [&context, arguments] { context.action = [&context, arguments] { runTraining(*arguments, context); }; });
}

} // namespace unividx::cli
