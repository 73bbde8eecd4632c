#include "core/farm/openjd.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/farm/farm_plan.h"
#include "core/media/sequence_pattern.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace unividx {

namespace {

using Json = nlohmann::ordered_json;

/// A parameter's name for an input: "InputRgb".
std::string parameterOf(const NamedPath& input)
{
    std::string name = "Input" + input.name;
    name[5] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[5])));
    return name;
}

/// Text of the user's in a place where "{{" begins an expression. The specification has no way to write one as text, so
/// that braces of such a text come from parameters, whose values are taken as they are.
std::string literal(const std::string& text)
{
    if (text.find("{{") == std::string::npos && text.find("}}") == std::string::npos)
        return text;
    std::string result;
    for (const char c : text)
        result += c == '{' ? "{{Param.OpeningBrace}}" : c == '}' ? "{{Param.ClosingBrace}}" : std::string(1, c);
    return result;
}

/// A sequence stands for its folder: a pattern is no file that could be brought along.
bool isSequence(const NamedPath& input)
{
    return parseSequencePattern(input.path).has_value();
}

std::string parameterPath(const NamedPath& input)
{
    return isSequence(input) ? std::filesystem::path(input.path).parent_path().string() : input.path;
}

/// How the command line refers to an input on the node.
std::string reference(const NamedPath& input)
{
    std::string text = input.name + "={{Param." + parameterOf(input) + "}}";
    if (isSequence(input))
        text += "/" + literal(std::filesystem::path(input.path).filename().string());
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

Json parameters(const RunOptions& run)
{
    Json list = Json::array();
    for (const NamedPath& input : run.inputs)
        list.push_back(
            pathParameter(parameterOf(input), isSequence(input) ? "DIRECTORY" : "FILE", "IN", "Input: " + input.name));
    list.push_back(pathParameter("OutputFolder", "DIRECTORY", "OUT", "Layers"));
    list.push_back(pathParameter("StateFolder", "DIRECTORY", "INOUT", "Unfinished work"));
    list.push_back({{"name", "Program"},
                    {"type", "STRING"},
                    {"default", "unividx"},
                    {"description", "The program, as the nodes find it."}});
    for (const auto& [name, brace] : {std::pair("OpeningBrace", "{"), std::pair("ClosingBrace", "}")})
        list.push_back({{"name", name},
                        {"type", "STRING"},
                        {"default", brace},
                        {"description", "Stands for a brace in a name or a prompt. Leave it as it is."},
                        {"userInterface", {{"control", "HIDDEN"}}}});
    return list;
}

std::string number(double value)
{
    std::string text = Json(value).dump();
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

/// The run as arguments, with the places of files left to the farm.
Json runArguments(const RunOptions& run)
{
    Json arguments = {"run",
                      "--progress",
                      "openjd",
                      "--task",
                      literal(run.task),
                      "--model",
                      literal(run.model),
                      "--device",
                      literal(run.device.device),
                      "--seed",
                      std::to_string(run.seed),
                      "--overwrite",
                      "--out",
                      "{{Param.OutputFolder}}",
                      "--state",
                      "{{Param.StateFolder}}"};
    const auto add = [&arguments](const char* name, const std::string& value) {
        arguments.push_back(name);
        arguments.push_back(literal(value));
    };
    for (const NamedPath& input : run.inputs) {
        arguments.push_back("--in");
        arguments.push_back(reference(input));
    }
    for (const std::string& name : layerFileFormatNames()) {
        if (findLayerFileFormat(name) == run.format)
            add("--format", name);
    }
    if (run.frames)
        add("--frames", std::to_string(run.frames->first) + "-" + std::to_string(run.frames->last()));
    if (!run.prompt.empty())
        add("--prompt", run.prompt);
    if (run.negativePrompt)
        add("--negative", *run.negativePrompt);
    if (run.steps)
        add("--steps", std::to_string(*run.steps));
    if (run.guidance)
        add("--cfg", number(*run.guidance));
    if (run.shift)
        add("--shift", number(*run.shift));
    if (run.modelSize)
        add("--size", std::to_string(run.modelSize->width) + "x" + std::to_string(run.modelSize->height));
    if (run.window)
        add("--window", std::to_string(*run.window));
    if (run.overlap)
        add("--overlap", std::to_string(*run.overlap));
    if (!run.device.dtype.empty())
        add("--dtype", run.device.dtype);
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

Json requirements(const RunOptions& run)
{
    Json amounts = Json::array();
    amounts.push_back({{"name", "amount.worker.vcpu"}, {"min", std::max(1, run.device.threads)}});
    if (run.device.device.starts_with("cuda"))
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
std::string jobName(const RunOptions& run)
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

std::string stateFolder(const RunOptions& run)
{
    return (run.out / ".unividx").string();
}

} // namespace

std::string openJdTemplate(const OpenJdJob& job)
{
    const RunOptions& run = job.run;
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
    for (const NamedPath& input : job.run.inputs)
        values.push_back({{"name", parameterOf(input)}, {"value", parameterPath(input)}});
    values.push_back({{"name", "OutputFolder"}, {"value", job.run.out.string()}});
    values.push_back({{"name", "StateFolder"}, {"value", stateFolder(job.run)}});
    return dumped({{"parameterValues", std::move(values)}});
}

std::string deadlineAssetReferences(const OpenJdJob& job)
{
    Json files = Json::array();
    Json folders = Json::array();
    for (const NamedPath& input : job.run.inputs)
        (isSequence(input) ? folders : files).push_back(parameterPath(input));
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
