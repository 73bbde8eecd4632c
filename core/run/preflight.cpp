#include "core/run/preflight.h"

#include "core/run/run_fields.h"

#include <algorithm>

namespace unividx {

namespace {

using Weight = Problem::Weight;

std::string text(const FrameRange& range)
{
    const std::string span = range.count == 1 ? std::to_string(range.first)
                                              : std::to_string(range.first) + "-" + std::to_string(range.last());
    return std::to_string(range.count) + (range.count == 1 ? " frame (" : " frames (") + span + ")";
}

std::string nameOf(const TaskChoice& choice, const GivenInput& input)
{
    return std::string(choice.task.family->modalities[input.row].name);
}

bool covers(const FrameRange& outer, const FrameRange& inner)
{
    return inner.first >= outer.first && inner.end() <= outer.end();
}

/// The inputs that move, in row order; a held still has no say in lengths.
std::vector<const GivenInput*> movingInputs(const std::vector<GivenInput>& inputs)
{
    std::vector<const GivenInput*> moving;
    for (const GivenInput& input : inputs) {
        if (!input.still)
            moving.push_back(&input);
    }
    std::stable_sort(moving.begin(), moving.end(), [](const auto* a, const auto* b) { return a->row < b->row; });
    return moving;
}

bool equallyLong(const std::vector<const GivenInput*>& inputs)
{
    return std::all_of(inputs.begin(), inputs.end(),
                       [&](const auto* input) { return input->frames.count == inputs.front()->frames.count; });
}

/// A run with what is known of its inputs.
struct Checked {
    const RunSpec& spec;
    const TaskChoice& choice;
    const std::vector<GivenInput>& inputs;
};

void checkFields(const Checked& run, std::vector<Problem>& problems)
{
    for (const RunField& field : runFields()) {
        const bool counts = run.spec.ownNumbers || field.unset == RunField::Unset::Default;
        const std::string sentence = field.check && counts ? field.check(run.spec) : std::string();
        if (!sentence.empty())
            problems.push_back({std::string(field.key), sentence});
    }
}

void checkPrompt(const Checked& run, std::optional<std::int64_t> tokens, std::vector<Problem>& problems)
{
    constexpr std::int64_t mostTokens = 512; // what the published text encoder reads
    if (tokens && *tokens > mostTokens) {
        problems.push_back({"prompt",
                            "the prompt has " + std::to_string(*tokens) + " tokens; the model reads the first " +
                                std::to_string(mostTokens) + " and the rest is left out",
                            Weight::Note});
    }
    if (!promptOf(run.spec).empty() && !run.choice.task.usesText()) {
        problems.push_back({"prompt",
                            "the published model was trained without a prompt for " + run.choice.task.name() +
                                "; leaving it empty usually works better",
                            Weight::Note});
    }
}

void checkEach(const Checked& run, std::vector<Problem>& problems)
{
    for (const GivenInput& input : run.inputs) {
        if (input.frames.empty())
            problems.push_back({nameOf(run.choice, input), input.path + ": there is no frame in it", Weight::BadInput});
        if (input.still) {
            problems.push_back(
                {nameOf(run.choice, input), input.path + ": a single image, held for every frame", Weight::Note});
        }
    }
}

void checkFrames(const Checked& run, std::vector<Problem>& problems)
{
    if (run.spec.frames && run.spec.frames->empty()) {
        problems.push_back({"frames", "the range of frames is empty; write it as FIRST-LAST, e.g. 1001-1021"});
        return;
    }
    const auto moving = movingInputs(run.inputs);
    if (moving.empty() || std::any_of(moving.begin(), moving.end(), [](const auto* in) { return in->frames.empty(); }))
        return;
    if (align(run.spec.frames, run.inputs))
        return;
    if (run.spec.frames && !covers(moving.front()->frames, *run.spec.frames)) {
        problems.push_back({"frames",
                            "frames " + std::to_string(run.spec.frames->first) + "-" +
                                std::to_string(run.spec.frames->last()) + " are not all in " + moving.front()->path +
                                ", which has " + text(moving.front()->frames),
                            Weight::BadInput});
        return;
    }
    std::string sentence = "the inputs differ in length:";
    for (const GivenInput* input : moving)
        sentence += " " + nameOf(run.choice, *input) + " (" + input->path + ") has " + text(input->frames) + ",";
    sentence.back() = ';';
    problems.push_back({nameOf(run.choice, *moving.back()),
                        sentence + " give clips of equal length, or choose frames that all of them have",
                        Weight::BadInput});
}

void checkHoles(const Checked& run, std::vector<Problem>& problems)
{
    const auto alignment = align(run.spec.frames, run.inputs);
    if (!alignment)
        return;
    for (std::size_t i = 0; i < run.inputs.size(); ++i) {
        const GivenInput& input = run.inputs[i];
        std::string missing;
        std::size_t count = 0;
        for (const std::int64_t hole : input.holes) {
            if (!alignment->frames.contains(hole - alignment->offsets[i]))
                continue;
            if (++count <= 8)
                missing += (missing.empty() ? "" : ", ") + std::to_string(hole);
        }
        if (count > 0) {
            problems.push_back({nameOf(run.choice, input),
                                input.path + ": frames are missing: " + missing + (count > 8 ? ", ..." : "") +
                                    "; add them or choose frames without a gap",
                                Weight::BadInput});
        }
    }
}

void checkShapes(const Checked& run, std::vector<Problem>& problems)
{
    for (std::size_t i = 1; i < run.inputs.size(); ++i) {
        const Resolution& first = run.inputs[0].resolution;
        const Resolution& other = run.inputs[i].resolution;
        const double ratio = (static_cast<double>(first.width) * other.height) /
                             std::max(1.0, static_cast<double>(first.height) * other.width);
        if (first.height > 0 && (ratio < 0.98 || ratio > 1.02)) {
            problems.push_back({nameOf(run.choice, run.inputs[i]),
                                run.inputs[i].path + ": its shape (" + std::to_string(other.width) + "x" +
                                    std::to_string(other.height) + ") is not that of " + run.inputs[0].path + " (" +
                                    std::to_string(first.width) + "x" + std::to_string(first.height) +
                                    "); it will be stretched",
                                Weight::Note});
        }
    }
}

} // namespace

std::optional<Alignment> align(const std::optional<FrameRange>& asked, const std::vector<GivenInput>& inputs)
{
    const auto moving = movingInputs(inputs);
    Alignment result;
    result.offsets.assign(inputs.size(), 0);
    if (moving.empty()) {
        // Held stills alone make one frame, unless more are asked for.
        if (asked)
            result.frames = *asked;
        else if (!inputs.empty())
            result.frames = inputs.front().frames;
        else
            return std::nullopt;
        return result.frames.empty() ? std::nullopt : std::optional(result);
    }
    const GivenInput& leader = *moving.front();
    result.frames = asked.value_or(leader.frames);
    if (result.frames.empty() || !covers(leader.frames, result.frames))
        return std::nullopt;
    const bool byNumber = std::all_of(moving.begin(), moving.end(), [&](const auto* input) {
        return asked ? covers(input->frames, result.frames) : input->frames == leader.frames;
    });
    if (byNumber)
        return result;
    if (!equallyLong(moving))
        return std::nullopt;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!inputs[i].still)
            result.offsets[i] = inputs[i].frames.first - leader.frames.first;
    }
    return result;
}

FrameRange withHandles(const Alignment& aligned, std::int64_t handles, const std::vector<GivenInput>& inputs)
{
    const auto isThere = [&](std::int64_t frame) {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const GivenInput& input = inputs[i];
            const std::int64_t number = frame + aligned.offsets[i];
            if (!input.still && (!input.frames.contains(number) ||
                                 std::find(input.holes.begin(), input.holes.end(), number) != input.holes.end()))
                return false;
        }
        return !inputs.empty();
    };
    FrameRange frames = aligned.frames;
    for (std::int64_t more = 0; more < handles && isThere(frames.first - 1); ++more) {
        --frames.first;
        ++frames.count;
    }
    for (std::int64_t more = 0; more < handles && isThere(frames.end()); ++more)
        ++frames.count;
    return frames;
}

std::vector<Problem> preflight(const RunSpec& spec, const TaskChoice& choice, const std::vector<GivenInput>& inputs,
                               std::optional<std::int64_t> promptTokens)
{
    const Checked run{spec, choice, inputs};
    std::vector<Problem> problems;
    checkFields(run, problems);
    checkPrompt(run, promptTokens, problems);
    checkEach(run, problems);
    checkFrames(run, problems);
    checkHoles(run, problems);
    checkShapes(run, problems);
    return problems;
}

} // namespace unividx
