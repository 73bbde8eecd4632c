#include "core/run/preflight.h"

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

using Weight = Problem::Weight;

std::string text(const FrameRange& range)
{
    const std::string span = range.count == 1 ? std::to_string(range.first)
                                              : std::to_string(range.first) + "-" + std::to_string(range.last());
    return std::to_string(range.count) + (range.count == 1 ? " frame (" : " frames (") + span + ")";
}

std::string nameOf(const PreflightRequest& request, const GivenInput& input)
{
    return std::string(request.choice.task.family->modalities[input.row].name);
}

bool covers(const FrameRange& outer, const FrameRange& inner)
{
    return inner.first >= outer.first && inner.end() <= outer.end();
}

/// The inputs that move, in row order; a held still has no say in lengths.
std::vector<const GivenInput*> movingInputs(const PreflightRequest& request)
{
    std::vector<const GivenInput*> moving;
    for (const GivenInput& input : request.inputs) {
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

void checkOptions(const PreflightRequest& request, std::vector<Problem>& problems)
{
    if (request.steps && (*request.steps < 1 || *request.steps > 1000))
        problems.push_back({"steps", "steps must be between 1 and 1000"});
    if (request.guidance && !(std::isfinite(*request.guidance) && *request.guidance >= 0))
        problems.push_back({"guidance", "guidance must be a number of 0 or more; 1 switches it off"});
    if (request.shift && !(std::isfinite(*request.shift) && *request.shift > 0))
        problems.push_back({"shift", "the schedule's shift must be a number above 0"});
    if (request.modelSize && (request.modelSize->width < 16 || request.modelSize->height < 16 ||
                              request.modelSize->width > 8192 || request.modelSize->height > 8192))
        problems.push_back({"size", "the model's size must be between 16x16 and 8192x8192"});
    const std::int64_t length = request.windowLength.value_or(21);
    if (length < 1 || length % 4 != 1)
        problems.push_back({"window", "a window must have 4k + 1 frames: 1, 5, 9, 13, 17, 21, ..."});
    else if (request.windowOverlap && (*request.windowOverlap < 0 || *request.windowOverlap >= length))
        problems.push_back({"overlap", "the overlap must be at least 0 and less than the window's " +
                                           std::to_string(length) + " frames"});
}

void checkPrompt(const PreflightRequest& request, std::vector<Problem>& problems)
{
    if (request.promptTokens && *request.promptTokens > request.promptTokenLimit) {
        problems.push_back({"prompt",
                            "the prompt has " + std::to_string(*request.promptTokens) +
                                " tokens; the model reads the first " + std::to_string(request.promptTokenLimit) +
                                " and the rest is left out",
                            Weight::Note});
    }
    if (!request.prompt.empty() && !request.choice.task.usesText()) {
        problems.push_back({"prompt",
                            "the published model was trained without a prompt for " + request.choice.task.name() +
                                "; leaving it empty usually works better",
                            Weight::Note});
    }
}

void checkEach(const PreflightRequest& request, std::vector<Problem>& problems)
{
    for (const GivenInput& input : request.inputs) {
        if (input.frames.empty())
            problems.push_back({nameOf(request, input), input.path + ": there is no frame in it", Weight::BadInput});
        if (input.still) {
            problems.push_back(
                {nameOf(request, input), input.path + ": a single image, held for every frame", Weight::Note});
        }
    }
}

void checkFrames(const PreflightRequest& request, std::vector<Problem>& problems)
{
    if (request.frames && request.frames->empty()) {
        problems.push_back({"frames", "the range of frames is empty; write it as FIRST-LAST, e.g. 1001-1021"});
        return;
    }
    const auto moving = movingInputs(request);
    if (moving.empty() || std::any_of(moving.begin(), moving.end(), [](const auto* in) { return in->frames.empty(); }))
        return;
    if (align(request))
        return;
    if (request.frames && !covers(moving.front()->frames, *request.frames)) {
        problems.push_back({"frames",
                            "frames " + std::to_string(request.frames->first) + "-" +
                                std::to_string(request.frames->last()) + " are not all in " + moving.front()->path +
                                ", which has " + text(moving.front()->frames),
                            Weight::BadInput});
        return;
    }
    std::string sentence = "the inputs differ in length:";
    for (const GivenInput* input : moving)
        sentence += " " + nameOf(request, *input) + " (" + input->path + ") has " + text(input->frames) + ",";
    sentence.back() = ';';
    problems.push_back({nameOf(request, *moving.back()),
                        sentence + " give clips of equal length, or choose frames that all of them have",
                        Weight::BadInput});
}

void checkHoles(const PreflightRequest& request, std::vector<Problem>& problems)
{
    const auto alignment = align(request);
    if (!alignment)
        return;
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        const GivenInput& input = request.inputs[i];
        std::string missing;
        std::size_t count = 0;
        for (const std::int64_t hole : input.holes) {
            if (!alignment->frames.contains(hole - alignment->offsets[i]))
                continue;
            if (++count <= 8)
                missing += (missing.empty() ? "" : ", ") + std::to_string(hole);
        }
        if (count > 0) {
            problems.push_back({nameOf(request, input),
                                input.path + ": frames are missing: " + missing + (count > 8 ? ", ..." : "") +
                                    "; add them or choose frames without a gap",
                                Weight::BadInput});
        }
    }
}

void checkShapes(const PreflightRequest& request, std::vector<Problem>& problems)
{
    for (std::size_t i = 1; i < request.inputs.size(); ++i) {
        const Resolution& first = request.inputs[0].resolution;
        const Resolution& other = request.inputs[i].resolution;
        const double ratio = (static_cast<double>(first.width) * other.height) /
                             std::max(1.0, static_cast<double>(first.height) * other.width);
        if (first.height > 0 && (ratio < 0.98 || ratio > 1.02)) {
            problems.push_back({nameOf(request, request.inputs[i]),
                                request.inputs[i].path + ": its shape (" + std::to_string(other.width) + "x" +
                                    std::to_string(other.height) + ") is not that of " + request.inputs[0].path + " (" +
                                    std::to_string(first.width) + "x" + std::to_string(first.height) +
                                    "); it will be stretched",
                                Weight::Note});
        }
    }
}

} // namespace

std::optional<Alignment> align(const PreflightRequest& request)
{
    const auto moving = movingInputs(request);
    Alignment result;
    result.offsets.assign(request.inputs.size(), 0);
    if (moving.empty()) {
        // Held stills alone make one frame, unless more are asked for.
        if (request.frames)
            result.frames = *request.frames;
        else if (!request.inputs.empty())
            result.frames = request.inputs.front().frames;
        else
            return std::nullopt;
        return result.frames.empty() ? std::nullopt : std::optional(result);
    }
    const GivenInput& leader = *moving.front();
    result.frames = request.frames.value_or(leader.frames);
    if (result.frames.empty() || !covers(leader.frames, result.frames))
        return std::nullopt;
    const bool byNumber = std::all_of(moving.begin(), moving.end(), [&](const auto* input) {
        return request.frames ? covers(input->frames, result.frames) : input->frames == leader.frames;
    });
    if (byNumber)
        return result;
    if (!equallyLong(moving))
        return std::nullopt;
    for (std::size_t i = 0; i < request.inputs.size(); ++i) {
        if (!request.inputs[i].still)
            result.offsets[i] = request.inputs[i].frames.first - leader.frames.first;
    }
    return result;
}

std::vector<Problem> preflight(const PreflightRequest& request)
{
    std::vector<Problem> problems;
    checkOptions(request, problems);
    checkPrompt(request, problems);
    checkEach(request, problems);
    checkFrames(request, problems);
    checkHoles(request, problems);
    checkShapes(request, problems);
    return problems;
}

} // namespace unividx
