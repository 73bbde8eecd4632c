#include "app/cli/run_setup.h"

#include "app/engine/resources.h"
#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/engine/fake_engine.h"
#include "core/layers/open_layer.h"
#include "core/run/preflight.h"

#include <algorithm>
#include <utility>

namespace unividx::cli {

namespace {

/// Decoded frames of one input that are kept: a window of full-size frames, and its overlap, fit for most sources.
constexpr std::size_t cacheBytes = std::size_t(512) << 20;

struct OpenedInput {
    std::size_t row = 0;
    std::shared_ptr<MediaReader> reader;
    bool still = false;
};

bool isSingleImage(const MediaInfo& info)
{
    return info.codec.empty() && info.frames.count == 1 && info.path.string().find_first_of("#@%") == std::string::npos;
}

std::vector<OpenedInput> openInputs(const RunOptions& options, const Family& family, Console& console)
{
    std::vector<OpenedInput> inputs;
    for (const NamedPath& input : options.inputs) {
        OpenedInput opened;
        opened.row = *family.rowOf(input.name);
        opened.reader = withCache(openLayer(input.path, family.modalities[opened.row].name, input.layer), cacheBytes);
        const MediaInfo& info = opened.reader->info();
        opened.still = isSingleImage(info);
        for (const std::string& note : info.notes)
            console.note(note.find(input.path) == std::string::npos ? input.path + ": " + note : note);
        inputs.push_back(std::move(opened));
    }
    std::sort(inputs.begin(), inputs.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
    // Stills among moving clips are held; where every input is a still, each is a clip of one frame.
    if (std::all_of(inputs.begin(), inputs.end(), [](const OpenedInput& input) { return input.still; })) {
        for (OpenedInput& input : inputs)
            input.still = false;
    }
    return inputs;
}

PreflightRequest preflightRequest(const RunOptions& options, const TaskChoice& choice,
                                  const std::vector<OpenedInput>& inputs)
{
    PreflightRequest request;
    request.choice = choice;
    request.frames = options.frames;
    request.steps = options.steps;
    request.guidance = options.guidance;
    request.shift = options.shift;
    request.modelSize = options.modelSize;
    request.windowLength = options.window;
    request.windowOverlap = options.overlap;
    request.prompt = options.prompt;
    for (const OpenedInput& input : inputs) {
        const MediaInfo& info = input.reader->info();
        request.inputs.push_back(
            {input.row, info.path.string(), info.frames, info.resolution, input.still, info.holes});
    }
    return request;
}

void tellProblems(const std::vector<Problem>& problems, Console& console)
{
    for (const Problem& problem : problems) {
        if (problem.weight == Problem::Weight::BadInput)
            throw Error(ErrorKind::Input, problem.sentence);
        if (problem.weight == Problem::Weight::BadUsage)
            throw Error(ErrorKind::Usage, problem.sentence);
        console.note(problem.sentence);
    }
}

Alignment alignment(PreflightRequest request, const RunOptions& options)
{
    // Made from nothing, a clip has the model's own length and starts where movies start.
    if (request.inputs.empty() && !request.frames)
        request.frames = FrameRange{1001, options.mostFrames.value_or(options.window.value_or(21))};
    auto result = align(request);
    if (!result)
        throw Error(ErrorKind::Internal, "a request without problems has no frames");
    if (!options.frames && options.mostFrames)
        result->frames.count = std::min(result->frames.count, *options.mostFrames);
    if (result->frames.count > limits().frames)
        throw Error(ErrorKind::Usage, "a run of " + std::to_string(result->frames.count) + " frames is longer than " +
                                          std::to_string(limits().frames) +
                                          "; choose --frames, or raise frames in UNIVIDX_LIMITS");
    return *result;
}

std::string shotName(const std::vector<OpenedInput>& inputs)
{
    if (inputs.empty())
        return "generated";
    const std::filesystem::path path = inputs.front().reader->info().path;
    std::string name = path.filename().empty() ? path.parent_path().filename().string() : path.stem().string();
    // A sequence's pattern leaves "shot.####": the frame's place is no part of the shot's name.
    const std::size_t mark = name.find_first_of("#@%");
    if (mark != std::string::npos)
        name.resize(mark);
    while (!name.empty() && (name.back() == '.' || name.back() == '_' || name.back() == '-'))
        name.pop_back();
    return name.empty() ? "shot" : name;
}

GenerateRequest generateRequest(const RunOptions& options, const Task& task, FrameRange frames)
{
    GenerateRequest request;
    request.task = task;
    request.frames = frames;
    request.modelSize = options.modelSize;
    request.steps = options.steps;
    request.stepsShare = options.stepsShare;
    request.guidance = options.guidance;
    request.shift = options.shift;
    request.seed = options.seed;
    request.prompt = options.prompt;
    request.negativePrompt = options.negativePrompt;
    request.windowLength = options.window;
    request.windowOverlap = options.overlap;
    return request;
}

LayerFilesSettings layerFilesSettings(const RunOptions& options, const TaskChoice& choice, FrameRange frames,
                                      const std::vector<OpenedInput>& inputs)
{
    LayerFilesSettings settings;
    settings.folder = options.out;
    settings.shot = options.shot.empty() ? shotName(inputs) : options.shot;
    settings.format = options.format;
    settings.names = options.names;
    settings.family = choice.task.family;
    settings.rows = choice.kept;
    settings.frames = frames;
    settings.rate = options.rate.value_or(inputs.empty() ? FrameRate{15, 1} : inputs.front().reader->info().rate);
    if (!inputs.empty() && frames.first == inputs.front().reader->info().frames.first)
        settings.timecode = inputs.front().reader->info().timecode;
    settings.overwrite = options.overwrite;
    for (const OpenedInput& input : inputs)
        settings.sources.push_back(input.reader->info().path);
    return settings;
}

/// The task, with the layers that somebody wants of those it makes.
TaskChoice choiceOf(const RunOptions& options)
{
    std::vector<std::string> names;
    for (const NamedPath& input : options.inputs)
        names.push_back(input.name);
    TaskChoice choice = chooseTask(options.task, names);
    if (options.kept.empty())
        return choice;
    choice.kept.reset();
    for (const std::string& name : options.kept) {
        const auto row = choice.task.family->rowOf(name);
        if (!row || !choice.task.targets()[*row])
            throw Error(ErrorKind::Usage, "'" + name + "' is not made by " + choice.task.name() + "; it makes " +
                                              namesOf(*choice.task.family, choice.task.targets()));
        choice.kept.set(*row);
    }
    return choice;
}

} // namespace

RunSetup setUpRun(const RunOptions& options, Console& console)
{
    RunSetup setup;
    setup.choice = choiceOf(options);
    const auto inputs = openInputs(options, *setup.choice.task.family, console);
    const PreflightRequest check = preflightRequest(options, setup.choice, inputs);
    tellProblems(preflight(check), console);
    const Alignment aligned = alignment(check, options);

    setup.job.request = generateRequest(options, setup.choice.task, aligned.frames);
    setup.job.kept = setup.choice.kept;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        setup.job.clips[inputs[i].row] = ConditionClip{inputs[i].reader, aligned.offsets[i], inputs[i].still};
        setup.inputs[inputs[i].row] = inputs[i].reader->info().path;
    }
    if (!inputs.empty() && options.sourceSize)
        setup.job.outputSize = inputs.front().reader->info().resolution;
    setup.files = layerFilesSettings(options, setup.choice, aligned.frames, inputs);
    return setup;
}

void refuseWhatCannotRun(const RunOptions& options, Console& console)
{
    tellProblems(preflight(preflightRequest(options, choiceOf(options), {})), console);
    if (!fakeEngineIfAsked())
        findModel(options.model);
}

void tellChanges(const ExrReport& changed, Console& console)
{
    if (changed.clamped > 0)
        console.note(std::to_string(changed.clamped) + " values beyond the range of half floats were clamped");
    if (changed.nonFinite > 0)
        console.note(std::to_string(changed.nonFinite) + " values that are not numbers were replaced");
}

} // namespace unividx::cli
