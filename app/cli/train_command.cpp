#include "app/cli/command.h"
#include "app/engine/engine_library.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>

namespace unividx::cli {

namespace {

void runTraining(const TrainingRequest& request, Context& context)
{
    JobContext job(context.cancel, [&](const Progress& progress) { context.output->progress(progress); });
    const std::filesystem::path out = engineModule().train(request, job);
    context.output->print(out.string());
    context.output->event("done", {{"folder", out.string()}});
}

} // namespace

void addTrainCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<TrainingRequest>();
    CLI::App* command = app.add_subcommand("train", "Train a model as a YAML file says; goes on where it was stopped");
    command->add_option("--config", arguments->config, "The training run, in YAML")->required();
    command->add_option("--out", arguments->out, "Folder for checkpoints, log and weights, instead of the file's");
    command->add_option("--steps", arguments->steps, "Steps, instead of the file's")->check(CLI::PositiveNumber);
    command->add_option("--threads", arguments->threads, "Threads to use; 0 means the file's");
    command->callback(
        [&context, arguments] { context.action = [&context, arguments] { runTraining(*arguments, context); }; });
}

} // namespace unividx::cli
