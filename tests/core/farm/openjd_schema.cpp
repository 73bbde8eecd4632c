#include "tests/core/farm/openjd_schema.h"

#include <regex>
#include <set>

namespace unividx {

namespace {

using Json = nlohmann::json;

class Check {
public:
    std::vector<std::string> problems;

    void require(bool good, const std::string& sentence)
    {
        if (!good)
            problems.push_back(sentence);
    }

    /// An object with these keys: the first are needed, the others allowed.
    bool object(const Json& value, const std::string& place, const std::set<std::string>& needed,
                const std::set<std::string>& allowed)
    {
        if (!value.is_object()) {
            problems.push_back(place + " is not an object");
            return false;
        }
        for (const std::string& key : needed)
            require(value.contains(key), place + " lacks " + key);
        for (const auto& [key, element] : value.items())
            require(needed.contains(key) || allowed.contains(key), place + " has the unknown key " + key);
        for (const std::string& key : needed) {
            if (!value.contains(key))
                return false;
        }
        return true;
    }
    bool list(const Json& value, const std::string& place, std::size_t least, std::size_t most)
    {
        require(value.is_array() && value.size() >= least && value.size() <= most,
                place + " is not a list of " + std::to_string(least) + " to " + std::to_string(most));
        return value.is_array();
    }
    std::string text(const Json& value, const std::string& place, std::size_t least, std::size_t most)
    {
        const std::string result = value.is_string() ? value.get<std::string>() : "";
        require(value.is_string(), place + " is not text");
        // Lengths are counted in characters: every byte that does not continue one.
        std::size_t length = 0;
        bool control = false;
        for (const unsigned char c : result) {
            length += (c & 0xC0) == 0x80 ? 0 : 1;
            control = control || c < 32 || c == 127;
        }
        require(length >= least && length <= most, place + " has a length of " + std::to_string(length));
        require(!control, place + " holds control characters");
        return result;
    }
    std::string identifier(const Json& value, const std::string& place)
    {
        const std::string name = text(value, place, 1, 64);
        require(std::regex_match(name, std::regex("[A-Za-z_][A-Za-z0-9_]*")), place + " is no identifier: " + name);
        return name;
    }
    void oneOf(const Json& value, const std::string& place, const std::set<std::string>& words)
    {
        require(value.is_string() && words.contains(value.get<std::string>()), place + " is not one of its words");
    }

    /// Every {{...}} is a name of the scope.
    void references(const Json& value, const std::string& place, const std::set<std::string>& scope)
    {
        if (value.is_array()) {
            for (std::size_t i = 0; i < value.size(); ++i)
                references(value[i], place + "[" + std::to_string(i) + "]", scope);
            return;
        }
        if (!value.is_string())
            return problems.push_back(place + " is not text");
        const std::string text = value.get<std::string>();
        static const std::regex reference(R"(\{\{\s*([^}]*?)\s*\}\})");
        for (std::sregex_iterator at(text.begin(), text.end(), reference), end; at != end; ++at)
            require(scope.contains((*at)[1]), place + " refers to " + (*at)[1].str() + ", which is not there");
        const std::string rest = std::regex_replace(text, reference, "");
        require(rest.find("{{") == std::string::npos, place + " has a brace that does not close");
    }
};

void checkJobParameter(Check& check, const Json& parameter, const std::string& place, std::set<std::string>& names)
{
    if (!check.object(parameter, place, {"name", "type"},
                      {"description", "default", "allowedValues", "minLength", "maxLength", "minValue", "maxValue",
                       "objectType", "dataFlow", "userInterface"}))
        return;
    const std::string name = check.identifier(parameter["name"], place + ".name");
    check.require(names.insert(name).second, place + ".name is used twice");
    check.oneOf(parameter["type"], place + ".type", {"STRING", "PATH", "INT", "FLOAT"});
    const bool path = parameter["type"] == "PATH";
    for (const char* key : {"objectType", "dataFlow"})
        check.require(path || !parameter.contains(key), place + " has " + key + " and is no path");
    if (parameter.contains("objectType"))
        check.oneOf(parameter["objectType"], place + ".objectType", {"FILE", "DIRECTORY"});
    if (parameter.contains("dataFlow"))
        check.oneOf(parameter["dataFlow"], place + ".dataFlow", {"NONE", "IN", "OUT", "INOUT"});
    if (parameter.contains("default") && (path || parameter["type"] == "STRING"))
        check.text(parameter["default"], place + ".default", 0, 1024);
    if (!parameter.contains("userInterface"))
        return;
    const Json& control = parameter["userInterface"];
    if (!check.object(control, place + ".userInterface", {},
                      {"control", "label", "groupLabel", "fileFilters", "fileFilterDefault"}))
        return;
    if (control.contains("control"))
        check.oneOf(control["control"], place + ".userInterface.control",
                    path
                        ? std::set<std::string>{"CHOOSE_INPUT_FILE", "CHOOSE_OUTPUT_FILE", "CHOOSE_DIRECTORY",
                                                "DROPDOWN_LIST", "HIDDEN"}
                        : std::set<std::string>{"LINE_EDIT", "MULTILINE_EDIT", "DROPDOWN_LIST", "CHECK_BOX", "HIDDEN"});
    if (control.contains("label"))
        check.text(control["label"], place + ".userInterface.label", 1, 64);
}

void checkRequirements(Check& check, const Json& requirements, const std::string& place)
{
    if (!check.object(requirements, place, {}, {"amounts", "attributes"}))
        return;
    check.require(!requirements.empty(), place + " asks for nothing");
    std::set<std::string> names;
    for (const Json& amount : requirements.value("amounts", Json::array())) {
        if (!check.object(amount, place + ".amounts", {"name"}, {"min", "max"}))
            continue;
        const std::string name = check.text(amount["name"], place + ".amounts.name", 1, 100);
        check.require(std::regex_match(name, std::regex(R"(([A-Za-z_]\w*:)?amount(\.[A-Za-z_]\w*)+)")),
                      place + ": " + name + " is no amount");
        check.require(names.insert(name).second, place + ": " + name + " is asked for twice");
        check.require(amount.contains("min") || amount.contains("max"), place + ": " + name + " has no limit");
        check.require(!amount.contains("min") || (amount["min"].is_number() && amount["min"] >= 0),
                      place + ": " + name + ".min is below 0");
        check.require(!amount.contains("max") || (amount["max"].is_number() && amount["max"] > 0),
                      place + ": " + name + ".max is not above 0");
    }
    for (const Json& attribute : requirements.value("attributes", Json::array())) {
        if (!check.object(attribute, place + ".attributes", {"name"}, {"anyOf", "allOf"}))
            continue;
        const std::string name = check.text(attribute["name"], place + ".attributes.name", 1, 100);
        check.require(std::regex_match(name, std::regex(R"(([A-Za-z_]\w*:)?attr(\.[A-Za-z_]\w*)+)")),
                      place + ": " + name + " is no attribute");
        check.require(names.insert(name).second, place + ": " + name + " is asked for twice");
        check.require(attribute.contains("anyOf") || attribute.contains("allOf"),
                      place + ": " + name + " has no value");
        for (const char* key : {"anyOf", "allOf"}) {
            if (attribute.contains(key) && check.list(attribute[key], place + "." + key, 1, 50)) {
                for (const Json& value : attribute[key])
                    check.require(value.is_string() && std::regex_match(value.get<std::string>(),
                                                                        std::regex("[A-Za-z_][A-Za-z0-9_-]{0,99}")),
                                  place + ": " + name + " has a value that is none");
            }
        }
    }
    check.require(names.size() <= 50, place + " asks for more than 50 things");
}

void checkRange(Check& check, const Json& range, const std::string& place)
{
    if (range.is_array()) {
        check.list(range, place, 1, 1024);
        return;
    }
    const std::string text = check.text(range, place, 1, 1024);
    static const std::regex element(R"(\s*(-?\d+)\s*(-\s*(-?\d+)(:-?[1-9]\d*)?)?\s*)");
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::smatch match;
        const std::string part = text.substr(begin, end - begin);
        check.require(std::regex_match(part, match, element), place + " is no range: " + part);
        begin = end + 1;
    }
}

void checkParameterSpace(Check& check, const Json& space, const std::string& place, std::set<std::string>& scope)
{
    if (!check.object(space, place, {"taskParameterDefinitions"}, {"combination"}))
        return;
    const Json& parameters = space["taskParameterDefinitions"];
    if (!check.list(parameters, place + ".taskParameterDefinitions", 1, 16))
        return;
    int chunked = 0;
    std::set<std::string> names;
    for (const Json& parameter : parameters) {
        const bool chunk = parameter.is_object() && parameter.value("type", "") == "CHUNK[INT]";
        std::set<std::string> needed{"name", "type", "range"};
        if (chunk)
            needed.insert("chunks");
        if (!check.object(parameter, place + ".parameter", needed, {}))
            continue;
        const std::string name = check.identifier(parameter["name"], place + ".parameter.name");
        check.require(names.insert(name).second, place + ": " + name + " is there twice");
        scope.insert("Task.Param." + name);
        scope.insert("Task.RawParam." + name);
        check.oneOf(parameter["type"], place + ".parameter.type", {"INT", "FLOAT", "STRING", "PATH", "CHUNK[INT]"});
        checkRange(check, parameter["range"], place + "." + name + ".range");
        if (!chunk)
            continue;
        ++chunked;
        const Json& chunks = parameter["chunks"];
        if (!check.object(chunks, place + ".chunks", {"defaultTaskCount", "rangeConstraint"}, {"targetRuntimeSeconds"}))
            continue;
        check.require(chunks["defaultTaskCount"].is_number_integer() && chunks["defaultTaskCount"] >= 1,
                      place + ".chunks.defaultTaskCount is below 1");
        check.oneOf(chunks["rangeConstraint"], place + ".chunks.rangeConstraint", {"CONTIGUOUS", "NONCONTIGUOUS"});
    }
    check.require(chunked <= 1, place + " has more than one chunked parameter");
}

void checkAction(Check& check, const Json& action, const std::string& place, const std::set<std::string>& scope)
{
    if (!check.object(action, place, {"command"}, {"args", "timeout", "cancelation"}))
        return;
    check.references(action["command"], place + ".command", scope);
    check.require(action["command"].is_string() && !action["command"].get<std::string>().empty(),
                  place + ".command is empty");
    if (action.contains("args") && check.list(action["args"], place + ".args", 1, 100'000))
        check.references(action["args"], place + ".args", scope);
    if (!action.contains("cancelation"))
        return;
    const Json& cancelation = action["cancelation"];
    if (!check.object(cancelation, place + ".cancelation", {"mode"}, {"notifyPeriodInSeconds"}))
        return;
    check.oneOf(cancelation["mode"], place + ".cancelation.mode", {"TERMINATE", "NOTIFY_THEN_TERMINATE"});
    if (cancelation.contains("notifyPeriodInSeconds"))
        check.require(cancelation["mode"] == "NOTIFY_THEN_TERMINATE" &&
                          cancelation["notifyPeriodInSeconds"].is_number_integer() &&
                          cancelation["notifyPeriodInSeconds"] >= 1 && cancelation["notifyPeriodInSeconds"] <= 600,
                      place + ".cancelation.notifyPeriodInSeconds is not 1 to 600");
}

void checkStep(Check& check, const Json& step, const std::string& place, const Json& steps,
               const std::set<std::string>& jobScope)
{
    if (!check.object(step, place, {"name", "script"},
                      {"description", "dependencies", "hostRequirements", "parameterSpace"}))
        return;
    const std::string name = check.text(step["name"], place + ".name", 1, 64);
    std::set<std::string> scope = jobScope;
    if (step.contains("parameterSpace"))
        checkParameterSpace(check, step["parameterSpace"], place + ".parameterSpace", scope);
    if (step.contains("hostRequirements"))
        checkRequirements(check, step["hostRequirements"], place + ".hostRequirements");
    if (step.contains("dependencies") && check.list(step["dependencies"], place + ".dependencies", 1, 1000)) {
        for (const Json& dependency : step["dependencies"]) {
            if (!check.object(dependency, place + ".dependencies", {"dependsOn"}, {}))
                continue;
            bool there = false;
            for (const Json& other : steps)
                there = there || (other.value("name", "") == dependency["dependsOn"] && other["name"] != name);
            check.require(there, place + " depends on a step that is not there, or on itself");
        }
    }
    const Json& script = step["script"];
    if (!check.object(script, place + ".script", {"actions"}, {}) ||
        !check.object(script["actions"], place + ".script.actions", {"onRun"}, {}))
        return;
    checkAction(check, script["actions"]["onRun"], place + ".onRun", scope);
}

} // namespace

std::vector<std::string> problemsOfTemplate(const Json& job)
{
    Check check;
    if (!check.object(job, "the job", {"specificationVersion", "name", "steps"},
                      {"$schema", "extensions", "description", "parameterDefinitions"}))
        return check.problems;
    check.require(job["specificationVersion"] == "jobtemplate-2023-09", "another specification");
    std::set<std::string> extensions;
    if (job.contains("extensions") && check.list(job["extensions"], "extensions", 1, 10)) {
        for (const Json& extension : job["extensions"]) {
            check.oneOf(extension, "extensions", {"TASK_CHUNKING", "REDACTED_ENV_VARS", "FEATURE_BUNDLE_1", "EXPR"});
            extensions.insert(extension.is_string() ? extension.get<std::string>() : "");
        }
    }
    check.text(job["name"], "name", 1, 128);
    std::set<std::string> names;
    if (job.contains("parameterDefinitions") &&
        check.list(job["parameterDefinitions"], "parameterDefinitions", 1, 50)) {
        for (const Json& parameter : job["parameterDefinitions"])
            checkJobParameter(check, parameter, "parameterDefinitions", names);
    }
    std::set<std::string> scope{"Session.WorkingDirectory", "Job.Name"};
    for (const std::string& name : names) {
        scope.insert("Param." + name);
        scope.insert("RawParam." + name);
    }
    if (!check.list(job["steps"], "steps", 1, 100))
        return check.problems;
    std::set<std::string> steps;
    for (const Json& step : job["steps"]) {
        checkStep(check, step, "steps", job["steps"], scope);
        check.require(step.is_object() && steps.insert(step.value("name", "")).second, "two steps have one name");
    }
    const bool chunked = job["steps"].dump().find("CHUNK[INT]") != std::string::npos;
    check.require(!chunked || extensions.contains("TASK_CHUNKING"), "chunks without the extension TASK_CHUNKING");
    return check.problems;
}

} // namespace unividx
