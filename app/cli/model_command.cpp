#include "app/cli/command.h"
#include "app/cli/option_text.h"
#include "app/engine/engine_library.h"
#include "app/engine/resources.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace unividx::cli {

namespace {

std::string sizeText(std::uint64_t bytes)
{
    char text[32];
    if (bytes >= std::uint64_t(10) << 30)
        std::snprintf(text, sizeof(text), "%.1f GB", static_cast<double>(bytes) * 1e-9);
    else
        std::snprintf(text, sizeof(text), "%.1f MB", static_cast<double>(bytes) * 1e-6);
    return text;
}

void list(Output& output)
{
    const auto folders = installedModels();
    for (const auto& folder : folders) {
        // One broken package must not hide the others: it is listed with what is wrong with it.
        try {
            const PackageSummary package = engineModule().openPackage(folder);
            output.print(folder.filename().string() + ": " + package.title + " (" + joined(package.families) + ")");
            output.print("    " + folder.string());
            output.event("package", {{"name", folder.filename().string()},
                                     {"title", package.title},
                                     {"families", package.families},
                                     {"folder", folder.string()}});
        } catch (const Error& error) {
            output.warning(error.what());
        }
    }
    if (folders.empty()) {
        output.print("There is no model package in:");
        for (const auto& folder : modelFolders())
            output.print("    " + folder.string());
    }
}

void check(const std::string& name, Output& output)
{
    const std::filesystem::path folder = findModel(name);
    const PackageReport report = engineModule().checkPackage(folder);
    output.print(folder.string() + (report.published ? ": the published 14B model" : ""));
    for (const PackageReport::Part& part : report.parts) {
        output.print("    " + part.name + ": " + std::to_string(part.tensors) + " tensors, " +
                     std::to_string(part.parameters) + " parameters, " + sizeText(part.bytes) + ", " + part.dtype);
        output.event("part", {{"name", part.name},
                              {"tensors", part.tensors},
                              {"parameters", part.parameters},
                              {"bytes", part.bytes},
                              {"dtype", part.dtype}});
    }
    for (const std::string& note : report.notes)
        output.note(note);
    for (const std::string& problem : report.problems) {
        output.print("problem: " + problem);
        output.event("problem", {{"message", problem}});
    }
    if (!report.ok()) {
        const std::size_t count = report.problems.size();
        throw Error(ErrorKind::Model, folder.string() + ": " + report.problems.front() +
                                          (count > 1 ? " (and " + std::to_string(count - 1) + " more)" : ""));
    }
    output.print("complete: every tensor is there, with the shape it must have");
    output.event("done", {{"folder", folder.string()}, {"published", report.published}});
}

struct AddArguments {
    std::filesystem::path folder;
    std::filesystem::path adapters;
    std::string name;
};

/// Makes the package findable by its name.
void registerPackage(const std::filesystem::path& folder, const std::string& name, Output& output)
{
    const std::filesystem::path target = std::filesystem::canonical(folder);
    const std::filesystem::path link = writableModelFolder() / name;
    makeFolder(link.parent_path());
    std::error_code absent; // nothing stands there yet
    if (std::filesystem::canonical(link, absent) == target)
        return;
    std::error_code failed;
    std::filesystem::create_directory_symlink(target, link, failed);
    if (failed)
        throw Error(ErrorKind::Output, link.string() + ": cannot be made (" + failed.message() +
                                           "); choose another --name, or run with --model " + target.string());
    output.print(link.string() + " -> " + target.string());
}

void add(const AddArguments& arguments, Output& output)
{
    std::error_code unreadable; // counts as absent
    if (!std::filesystem::is_directory(arguments.folder, unreadable))
        throw Error(ErrorKind::Model, arguments.folder.string() + ": there is no such folder");
    const bool described = std::filesystem::exists(arguments.folder / "model.json", unreadable);
    const EngineModule& module = engineModule();
    const PackageSummary package =
        described ? module.openPackage(arguments.folder) : module.writePackage(arguments.folder, arguments.adapters);
    const PackageReport report = module.checkPackage(package.folder);
    for (const std::string& note : report.notes)
        output.note(note);
    for (const std::string& problem : report.problems)
        output.warning(problem);
    if (!report.ok())
        throw Error(ErrorKind::Model, package.folder.string() + ": " + report.problems.front());
    const std::string name = arguments.name.empty() ? package.name : arguments.name;
    registerPackage(package.folder, name, output);
    output.print("Use it with --model " + name);
    output.event("done", {{"name", name}, {"folder", package.folder.string()}});
}

struct PackArguments {
    std::string package;
    std::filesystem::path out;
};

void pack(const PackArguments& arguments, Output& output)
{
    const PackageSummary packed = engineModule().packPackage(findModel(arguments.package), arguments.out);
    output.print("Wrote " + packed.folder.string() +
                 "; compare it with `unividx eval` before it takes the other's place");
    output.event("done", {{"name", packed.name}, {"folder", packed.folder.string()}});
}

} // namespace

void addModelCommand(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("model", "List, check, add and pack model packages");
    command->require_subcommand(1);

    CLI::App* listing = command->add_subcommand("list", "List the packages that are found by name");
    listing->callback([&context] { context.action = [&context] { list(*context.output); }; });

    const auto checked = std::make_shared<std::string>();
    CLI::App* checking = command->add_subcommand("check", "Compare every tensor of a package with what must be there");
    checking->add_option("PACKAGE", *checked, "A package's name or folder")->required();
    checking->callback(
        [&context, checked] { context.action = [&context, checked] { check(*checked, *context.output); }; });

    const auto arguments = std::make_shared<AddArguments>();
    CLI::App* adding = command->add_subcommand("add", "Make a package of a folder of published weights");
    adding->add_option("FOLDER", arguments->folder, "The folder with the downloaded weights")->required();
    adding->add_option("--adapters", arguments->adapters, "Where the adapters are, if not in that folder");
    adding->add_option("--name", arguments->name, "What to call it (the package's own name by default)");
    adding->callback(
        [&context, arguments] { context.action = [&context, arguments] { add(*arguments, *context.output); }; });

    const auto packed = std::make_shared<PackArguments>();
    CLI::App* packing =
        command->add_subcommand("pack", "Write a package again with 8 bits a weight in its largest matrices");
    packing->add_option("PACKAGE", packed->package, "A package's name or folder")->required();
    packing->add_option("--out", packed->out, "The folder to make")->required();
    packing->callback([&context, packed] { context.action = [&context, packed] { pack(*packed, *context.output); }; });
}

} // namespace unividx::cli
