#include "app/cli/command.h"
#include "core/task/task.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <sstream>

namespace unividx::cli {

namespace {

std::vector<std::string> namesIn(const Family& family, ModalitySet rows)
{
    std::vector<std::string> names;
    for (std::size_t row = 0; row < 4; ++row) {
        if (rows[row])
            names.emplace_back(family.modalities[row].name);
    }
    return names;
}

std::string orNothing(const std::string& names)
{
    return names.empty() ? "-" : names;
}

void printTable(Output& output)
{
    output.print("Tasks by name (--task). Further layers may be given as inputs; then they steer the result:");
    for (const TaskPreset& preset : taskPresets()) {
        std::ostringstream line;
        line << "  " << std::left << std::setw(17) << preset.name << std::setw(28)
             << orNothing(namesOf(*preset.family, preset.task().conditions)) << " -> "
             << namesOf(*preset.family, modalitiesOf(*preset.family, preset.makes));
        output.print(line.str());
        output.print("  " + std::string(17, ' ') + std::string(preset.sentence));
    }
    output.print("");
    output.print("All 30 modes (--mode), inputs -> outputs; * marks those that were trained with a prompt:");
    for (const Task& task : allTasks()) {
        std::ostringstream line;
        line << "  " << std::left << std::setw(8) << task.name() << (task.usesText() ? "* " : "  ") << std::setw(10)
             << task.family->name << std::setw(36) << orNothing(namesOf(*task.family, task.conditions)) << " -> "
             << namesOf(*task.family, task.targets());
        output.print(line.str());
    }
}

void tellPrograms(Output& output)
{
    for (const TaskPreset& preset : taskPresets()) {
        output.event("task", {{"name", preset.name},
                              {"family", preset.family->name},
                              {"mode", preset.task().name()},
                              {"inputs", namesIn(*preset.family, preset.task().conditions)},
                              {"outputs", namesIn(*preset.family, modalitiesOf(*preset.family, preset.makes))},
                              {"description", preset.sentence}});
    }
    for (const Task& task : allTasks()) {
        output.event("mode", {{"name", task.name()},
                              {"family", task.family->name},
                              {"inputs", namesIn(*task.family, task.conditions)},
                              {"outputs", namesIn(*task.family, task.targets())},
                              {"prompt", task.usesText()}});
    }
}

} // namespace

void addTasksCommand(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("tasks", "List the tasks and all 30 modes with their inputs and outputs");
    command->callback([&context] {
        context.action = [&context] {
            tellPrograms(*context.output);
            printTable(*context.output);
        };
    });
}

} // namespace unividx::cli
