#include "app/cli/command.h"
#include "core/project/collect.h"
#include "core/project/project_file.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace unividx::cli {

namespace {

namespace fs = std::filesystem;

struct Arguments {
    std::string project;
    std::string folder;
};

void collect(const Arguments& arguments, Context& context)
{
    Output& output = *context.output;
    const OpenedProject opened = openProject(arguments.project);
    const CollectPlan plan =
        planCollection(opened.project, arguments.folder, fs::path(arguments.project).stem().string());
    output.beginJob();
    JobContext job(context.cancel, [&output](const Progress& progress) { output.progress(progress); });
    collectProject(plan, job);
    for (const std::string& sentence : plan.missing)
        output.print("missing: " + sentence);
    output.print(std::to_string(plan.files.size()) + " files, " + std::to_string(plan.bytes) + " bytes");
    output.files("collected", {collectedFile(plan)},
                 {{"copied", plan.files.size()}, {"bytes", plan.bytes}, {"missing", plan.missing}});
}

} // namespace

void addProjectCommand(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("project", "Work with a Studio project");
    command->require_subcommand(1);
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* collection =
        command->add_subcommand("collect", "Copy a project, its media, takes and backgrounds into one folder");
    collection->add_option("PROJECT", arguments->project, "The project, a .uvx file")->required();
    collection->add_option("--out", arguments->folder, "New or empty folder; the project in it has relative paths")
        ->required();
    collection->callback(
        [&context, arguments] { context.action = [&context, arguments] { collect(*arguments, context); }; });
}

} // namespace unividx::cli
