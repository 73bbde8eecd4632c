#include "core/run/run_setup.h"

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/layers/input_color.h"
#include "core/layers/open_layer.h"
#include "core/layers/shot_name.h"
#include "core/run/hint_source.h"
#include "core/run/preflight.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// Decoded frames of one input that are kept: a window of full-size frames, and its overlap, fit for most sources.
constexpr std::size_t cacheBytes = std::size_t(512) << 20;

struct OpenedInput {
    std::size_t row = 0;
    std::shared_ptr<MediaReader> reader;
    bool still = false;
};

std::vector<OpenedInput> openInputs(const RunSpec& spec, const NoteSink& note)
{
    std::vector<OpenedInput> inputs;
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        if (!spec.locks[row])
            continue;
        const LockedInput& lock = *spec.locks[row];
        const std::string name(spec.family->modalities[row].name);
        if (lock.from != LockedInput::From::File)
            throw Error(ErrorKind::Internal, "the input " + name + " is not resolved to a file");
        std::unique_ptr<MediaReader> reader = openLayer(lock.path, name, lock.layer);
        if (spec.family->modalities[row].decoding == Decoding::Color)
            reader = withInputColor(std::move(reader), lock.colorSpace);
        OpenedInput opened{row, withCache(std::move(reader), cacheBytes), false};
        const MediaInfo& info = opened.reader->info();
        opened.still = isStillImage(info);
        for (const std::string& sentence : info.notes)
            note(sentence.find(lock.path) == std::string::npos ? lock.path + ": " + sentence : sentence);
        inputs.push_back(std::move(opened));
    }
    // Stills among moving clips are held; where every input is a still, each is a clip of one frame.
    if (std::all_of(inputs.begin(), inputs.end(), [](const OpenedInput& input) { return input.still; })) {
        for (OpenedInput& input : inputs)
            input.still = false;
    }
    return inputs;
}

std::vector<GivenInput> knownOf(const std::vector<OpenedInput>& inputs)
{
    std::vector<GivenInput> known;
    for (const OpenedInput& input : inputs) {
        const MediaInfo& info = input.reader->info();
        known.push_back({input.row, info.path.string(), info.frames, info.resolution, input.still, info.holes});
    }
    return known;
}

void throwOnProblems(const std::vector<Problem>& problems, const NoteSink& note)
{
    for (const Problem& problem : problems) {
        if (problem.weight == Problem::Weight::BadInput)
            throw Error(ErrorKind::Input, problem.sentence);
        if (problem.weight == Problem::Weight::BadUsage)
            throw Error(ErrorKind::Usage, problem.sentence);
        note(problem.sentence);
    }
}

Alignment alignment(const RunSpec& spec, const std::vector<GivenInput>& inputs)
{
    std::optional<FrameRange> asked = spec.frames;
    // Made from nothing, a clip has the model's own length and starts where movies start.
    if (inputs.empty() && !asked)
        asked = FrameRange{1001, spec.mostFrames.value_or(spec.window.value_or(21))};
    auto result = align(asked, inputs);
    if (!result)
        throw Error(ErrorKind::Internal, "a run without problems has no frames");
    if (!spec.frames && spec.mostFrames)
        result->frames.count = std::min(result->frames.count, *spec.mostFrames);
    result->frames = withHandles(*result, spec.handles, inputs);
    if (result->frames.count > limits().frames)
        throw Error(ErrorKind::Usage, "a run of " + std::to_string(result->frames.count) + " frames is longer than " +
                                          std::to_string(limits().frames) +
                                          "; choose --frames, or raise frames in UNIVIDX_LIMITS");
    return *result;
}

} // namespace

RunSetup setUpRun(const RunSpec& spec, const NoteSink& note)
{
    RunSetup setup;
    setup.choice = choiceOf(spec);
    const std::vector<OpenedInput> inputs = openInputs(spec, note);
    const std::vector<GivenInput> known = knownOf(inputs);
    throwOnProblems(preflight(spec, setup.choice, known), note);
    const Alignment aligned = alignment(spec, known);

    setup.job.request = requestOf(spec, setup.choice.task, aligned.frames);
    setup.job.kept = setup.choice.kept;
    setup.job.request.hints = openHints(spec, aligned.frames, note);
    for (const LayerHint& hint : spec.hints)
        setup.hints[hint.row].emplace_back(hint.path);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        setup.job.clips[inputs[i].row] = ConditionClip{inputs[i].reader, aligned.offsets[i], inputs[i].still};
        setup.inputs[inputs[i].row] = inputs[i].reader->info().path;
        if (spec.family->modalities[inputs[i].row].decoding == Decoding::Color)
            setup.inputColors[inputs[i].row] =
                inputColorOf(inputs[i].reader->info(), spec.locks[inputs[i].row]->colorSpace).space;
    }
    if (inputs.empty()) {
        setup.shot = spec.shot.empty() ? "generated" : spec.shot;
        setup.rate = spec.rate.value_or(FrameRate{15, 1});
        return setup;
    }
    const MediaInfo& first = inputs.front().reader->info();
    if (spec.sourceSize)
        setup.job.outputSize = first.resolution;
    setup.shot = spec.shot.empty() ? shotNameOf(first.path) : spec.shot;
    setup.rate = spec.rate.value_or(first.rate);
    if (aligned.frames.first == first.frames.first)
        setup.timecode = first.timecode;
    return setup;
}

std::vector<std::filesystem::path> RunSetup::filesRead() const
{
    std::vector<std::filesystem::path> files(inputs.begin(), inputs.end());
    for (const std::vector<std::filesystem::path>& ofRow : hints)
        files.insert(files.end(), ofRow.begin(), ofRow.end());
    return files;
}

void checkRun(const RunSpec& spec, const NoteSink& note)
{
    throwOnProblems(preflight(spec, choiceOf(spec), {}), note);
}

} // namespace unividx
