#include "core/farm/openjd.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/farm/farm_plan.h"
#include "core/media/sequence_pattern.h"
#include "core/run/run_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace unividx {

namespace {

using Json = nlohmann::ordered_json;

/// A parameter's name for an input: "InputRgb".
std::string parameterOf(std::string_view modality)
{
    std::string name = "Input" + std::string(modality);
    name[5] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[5])));
    return name;
}

/// A sequence stands for its folder: a pattern is no file that could be brought along.
bool isSequence(const LockedInput& input)
{
    return parseSequencePattern(input.path).has_value();
}

std::string parameterPath(const LockedInput& input)
{
    return isSequence(input) ? std::filesystem::path(input.path).parent_path().string() : input.path;
}

/// How the command line refers to an input on the node.
std::string reference(const NamedInput& input)
{
    std::string text = "{{Param." + parameterOf(input.name) + "}}";
    if (isSequence(*input.input))
        text += "/" + std::filesystem::path(input.input->path).filename().string();
    return text;
}

Json pathParameter(const std::string& name, const std::string& type, const std::string& flow, const std::string& label)
{
    return {
        {"name", name},
        {"type", "PATH"},
        {"objectType", type},
        {"dataFlow", flow},
        {"userInterface", {{"control", type == "FILE" ? "CHOOSE_INPUT_FILE" : "CHOOSE_DIRECTORY"}, {"label", label}}}};
}

Json parameters(const RunSpec& run)
{
    Json list = Json::array();
    for (const NamedInput& input : inputsOf(run))
        list.push_back(pathParameter(parameterOf(input.name), isSequence(*input.input) ? "DIRECTORY" : "FILE", "IN",
                                     "Input: " + std::string(input.name)));
    list.push_back(pathParameter("OutputFolder", "DIRECTORY", "OUT", "Layers"));
    list.push_back(pathParameter("StateFolder", "DIRECTORY", "INOUT", "Unfinished work"));
    list.push_back({{"name", "Program"},
                    {"type", "STRING"},
                    {"default", "unividx"},
                    {"description", "The program, as the nodes find it."}});
    return list;
}

/// What stands between double braces is the farm's to replace, and it knows no way to write them as text.
void refuseBraces(const std::vector<std::string>& arguments)
{
    for (const std::string& argument : arguments) {
        if (argument.find("{{") != std::string::npos)
            throw Error(ErrorKind::Usage, "Open Job Description reserves {{ for its parameters, and \"" + argument +
                                              "\" contains it; take it out of the prompt or the file's name");
    }
}

/// The run as arguments, with the places of files left to the farm.
Json runArguments(RunSpec run)
{
    RunSpec own = run;
    own.out.clear();
    for (auto& lock : own.locks) {
        if (lock)
            lock->path = isSequence(*lock) ? std::filesystem::path(lock->path).filename().string() : std::string();
    }
    refuseBraces(argumentsOf(own));
    const RunSpec asked = run;
    for (const NamedInput& input : inputsOf(asked))
        run.locks[*run.family->rowOf(input.name)]->path = reference(input); // all else of the input stays
    run.out = "{{Param.OutputFolder}}";
    Json arguments = {"run", "--progress", "openjd", "--state", "{{Param.StateFolder}}"};
    for (const std::string& argument : argumentsOf(run))
        arguments.push_back(argument);
    return arguments;
}

Json action(Json arguments)
{
    // A node that is taken away tells the program first; what it has finished is kept.
    return {{"actions",
             {{"onRun",
               {{"command", "{{Param.Program}}"},
                {"args", std::move(arguments)},
                {"cancelation", {{"mode", "NOTIFY_THEN_TERMINATE"}, {"notifyPeriodInSeconds", 60}}}}}}}};
}

Json requirements(const RunSpec& run)
{
    Json amounts = Json::array();
    amounts.push_back({{"name", "amount.worker.vcpu"}, {"min", std::max(1, run.threads)}});
    if (run.device.starts_with("cuda"))
        amounts.push_back({{"name", "amount.worker.gpu"}, {"min", 1}});
    return {{"amounts", std::move(amounts)},
            {"attributes", Json::array({{{"name", "attr.worker.os.family"}, {"anyOf", Json::array({"linux"})}}})}};
}

std::string dumped(const Json& json)
{
    try {
        return json.dump(2) + "\n";
    } catch (const Json::exception&) {
        throw Error(ErrorKind::Usage, "a path or a prompt is not UTF-8 text; rename the file");
    }
}

/// A name may be 128 characters long and hold none that controls.
std::string jobName(const RunSpec& run)
{
    std::string name = "UniVidX " + titleOf(run);
    std::erase_if(name, [](unsigned char c) { return c < 32 || c == 127; });
    while (name.size() > 128)
        name.pop_back();
    while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80)
        name.pop_back(); // the rest of a character that was cut
    if (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0xC0)
        name.pop_back();
    // A job's name is an expression too, and short: braces in it are not worth parameters.
    std::replace(name.begin(), name.end(), '{', '(');
    std::replace(name.begin(), name.end(), '}', ')');
    return name;
}

std::string stateFolder(const RunSpec& run)
{
    return (run.out / ".unividx").string();
}

} // namespace

std::string openJdTemplate(const OpenJdJob& job)
{
    const RunSpec& run = job.run;
    const std::size_t shards = shardsFor(job.windows, run.farm.windowsPerTask);
    Json part = runArguments(run);
    part.push_back("--shard");
    part.push_back("{{Task.Param.Shard}}/" + std::to_string(shards)); // a chunk reads "2-4"
    Json join = runArguments(run);
    join.push_back("--join");
    join.push_back(std::to_string(shards));
    const Json chunk = {{"name", "Shard"},
                        {"type", "CHUNK[INT]"},
                        {"range", "1-" + std::to_string(shards)},
                        {"chunks", {{"defaultTaskCount", 1}, {"rangeConstraint", "CONTIGUOUS"}}}};
    const Json text = {{"specificationVersion", "jobtemplate-2023-09"},
                       {"extensions", Json::array({"TASK_CHUNKING"})},
                       {"name", jobName(run)},
                       {"parameterDefinitions", parameters(run)},
                       {"steps", Json::array({{{"name", "Layers"},
                                               {"hostRequirements", requirements(run)},
                                               {"parameterSpace", {{"taskParameterDefinitions", Json::array({chunk})}}},
                                               {"script", action(std::move(part))}},
                                              {{"name", "Join"},
                                               {"dependencies", Json::array({{{"dependsOn", "Layers"}}})},
                                               {"hostRequirements", requirements(run)},
                                               {"script", action(std::move(join))}}})}};
    return dumped(text);
}

std::string deadlineParameterValues(const OpenJdJob& job)
{
    Json values = Json::array();
    for (const NamedInput& input : inputsOf(job.run))
        values.push_back({{"name", parameterOf(input.name)}, {"value", parameterPath(*input.input)}});
    values.push_back({{"name", "OutputFolder"}, {"value", job.run.out.string()}});
    values.push_back({{"name", "StateFolder"}, {"value", stateFolder(job.run)}});
    return dumped({{"parameterValues", std::move(values)}});
}

std::string deadlineAssetReferences(const OpenJdJob& job)
{
    Json files = Json::array();
    Json folders = Json::array();
    for (const NamedInput& input : inputsOf(job.run))
        (isSequence(*input.input) ? folders : files).push_back(parameterPath(*input.input));
    return dumped({{"assetReferences",
                    {{"inputs", {{"filenames", std::move(files)}, {"directories", std::move(folders)}}},
                     {"outputs", {{"directories", Json::array({job.run.out.string(), stateFolder(job.run)})}}},
                     {"referencedPaths", Json::array()}}}});
}

void writeJobBundle(const OpenJdJob& job, const std::filesystem::path& folder)
{
    makeFolder(folder);
    writeFileAtomically(folder / "template.json", openJdTemplate(job));
    writeFileAtomically(folder / "parameter_values.json", deadlineParameterValues(job));
    writeFileAtomically(folder / "asset_references.json", deadlineAssetReferences(job));
}

} // namespace unividx
