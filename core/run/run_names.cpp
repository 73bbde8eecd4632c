#include "core/run/run_names.h"

#include "core/layers/shot_name.h"
#include "core/run/layer_writer.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

bool isMovie(const RunSpec& spec)
{
    return spec.format == LayerFileFormat::Mp4;
}

/// Whether a frame's layers go into files of their own, and there is more than one.
bool hasSeveralFiles(const RunSpec& spec)
{
    if (holdsAllLayers(spec.format))
        return false;
    const auto task = taskOf(spec);
    return !task || (task->targets() & spec.kept).count() != 1;
}

/// A reader finds a sequence by the one place of the frame number in its files' names.
bool hasOneFrameInName(const std::string& pattern)
{
    const std::string token = "{frame}";
    const std::size_t at = pattern.find(token);
    return at == std::string::npos || (pattern.find('/', at) == std::string::npos && pattern.rfind(token) == at);
}

} // namespace

std::string patternOf(const RunSpec& spec)
{
    return spec.pattern.empty() ? std::string(usualPattern(spec.format)) : spec.pattern;
}

std::string checkPattern(const RunSpec& spec)
{
    if (spec.pattern.empty())
        return {};
    if (spec.names == FileNames::Published)
        return "--pattern and --published-names are mutually exclusive: both name the files";
    std::vector<std::string> problems = findPatternProblems(spec.pattern);
    for (std::string& problem : findNameProblems(spec.pattern, {!isMovie(spec), hasSeveralFiles(spec)}))
        problems.push_back(std::move(problem));
    for (const char* token : {"width", "height"}) {
        if (usesToken(spec.pattern, token))
            problems.push_back("{" + std::string(token) + "} is known in exports only");
    }
    if (!hasOneFrameInName(spec.pattern))
        problems.emplace_back("{frame} stands once, and not in a folder's name");
    if (!spec.pattern.ends_with(".{extension}"))
        problems.emplace_back("names end with .{extension}, which the format decides");
    return problems.empty() ? std::string() : "the pattern of the file names: " + problems.front();
}

std::string shotOf(const RunSpec& spec)
{
    if (!spec.shot.empty())
        return spec.shot;
    const auto inputs = inputsOf(spec);
    return inputs.empty() ? "generated" : shotNameOf(inputs.front().input->path);
}

OutputNames namesOf(const RunSpec& spec, const std::string& shot)
{
    OutputNames names{spec.out, patternOf(spec), {}, {}};
    const auto task = taskOf(spec);
    names.values.version = spec.version;
    names.values.tokens = {{"shot", shot},
                           {"project", spec.project},
                           {"preset", !spec.task.empty() ? spec.task
                                      : task             ? task->name()
                                                         : std::string()},
                           {"extension", std::string(extensionOf(spec.format))}};
    // All of the family: a version is of the shot, whichever layers a run makes.
    for (const Modality& modality : spec.family->modalities)
        names.layers.emplace_back(modality.name);
    names.layers.emplace_back(allLayersWord);
    return names;
}

RunSpec withVersion(RunSpec spec)
{
    const OutputNames names = namesOf(spec, shotOf(spec));
    if (!names.needsVersion())
        return spec;
    spec.shot = shotOf(spec);
    spec.version = reserveVersion(names);
    return spec;
}

void releaseVersion(const RunSpec& spec)
{
    releaseVersion(namesOf(spec, shotOf(spec)));
}

} // namespace unividx
