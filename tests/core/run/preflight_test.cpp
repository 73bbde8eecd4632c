#include "core/run/preflight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace unividx {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Weight = Problem::Weight;

GivenInput clip(std::size_t row, FrameRange frames)
{
    GivenInput input;
    input.row = row;
    input.path = "clip" + std::to_string(row) + ".mp4";
    input.frames = frames;
    input.resolution = {640, 480};
    return input;
}

PreflightRequest requestFor(const std::string& task, std::vector<GivenInput> inputs)
{
    PreflightRequest request;
    request.choice.task = taskNamed(task);
    request.choice.kept = request.choice.task.targets();
    request.inputs = std::move(inputs);
    return request;
}

Problem onlyProblem(const PreflightRequest& request)
{
    const auto problems = preflight(request);
    EXPECT_EQ(problems.size(), 1u);
    return problems.empty() ? Problem{} : problems.front();
}

TEST(Preflight, AProperRequestHasNoProblem)
{
    EXPECT_THAT(preflight(requestFor("R2AIN", {clip(0, {1001, 43})})), IsEmpty());
    EXPECT_THAT(preflight(requestFor("RA2IN", {clip(0, {1001, 43}), clip(1, {1001, 43})})), IsEmpty());
}

TEST(Preflight, InputsOfEqualLengthMeetByPositionWhenTheirNumbersDiffer)
{
    const auto request = requestFor("RA2IN", {clip(0, {1001, 43}), clip(1, {1, 43})});
    EXPECT_THAT(preflight(request), IsEmpty());
    const auto alignment = align(request);
    ASSERT_TRUE(alignment);
    EXPECT_EQ(alignment->frames, (FrameRange{1001, 43}));
    EXPECT_EQ(alignment->offsets, (std::vector<std::int64_t>{0, -1000}));
}

TEST(Preflight, InputsOfDifferentLengthAreAnInputProblemThatNamesBoth)
{
    const Problem problem = onlyProblem(requestFor("RA2IN", {clip(0, {1001, 51}), clip(1, {1001, 104})}));
    EXPECT_EQ(problem.weight, Weight::BadInput);
    EXPECT_EQ(problem.field, "albedo");
    EXPECT_THAT(problem.sentence, HasSubstr("rgb (clip0.mp4) has 51 frames (1001-1051)"));
    EXPECT_THAT(problem.sentence, HasSubstr("albedo (clip1.mp4) has 104 frames"));
}

TEST(Preflight, ChosenFramesThatAllInputsHaveMakeDifferentLengthsFine)
{
    auto request = requestFor("RA2IN", {clip(0, {1001, 51}), clip(1, {1001, 104})});
    request.frames = FrameRange{1001, 21};
    EXPECT_THAT(preflight(request), IsEmpty());
    ASSERT_TRUE(align(request));
    EXPECT_EQ(align(request)->frames, (FrameRange{1001, 21}));
}

TEST(Preflight, FramesOutsideTheClipAreAnInputProblemThatSaysWhatThereIs)
{
    auto request = requestFor("R2AIN", {clip(0, {1001, 43})});
    request.frames = FrameRange{1040, 21};
    const Problem problem = onlyProblem(request);
    EXPECT_EQ(problem.field, "frames");
    EXPECT_EQ(problem.weight, Weight::BadInput);
    EXPECT_THAT(problem.sentence, HasSubstr("43 frames (1001-1043)"));
}

TEST(Preflight, AnEmptyRangeOrClipIsAProblem)
{
    auto request = requestFor("R2AIN", {clip(0, {1001, 43})});
    request.frames = FrameRange{1001, 0};
    EXPECT_EQ(onlyProblem(request).field, "frames");
    EXPECT_EQ(onlyProblem(requestFor("R2AIN", {clip(0, {1001, 0})})).weight, Weight::BadInput);
}

TEST(Preflight, AStillIsHeldAndSaidSo)
{
    auto still = clip(3, {1, 1});
    still.still = true;
    const auto request = requestFor("PFB2R", {clip(1, {1001, 43}), clip(2, {1001, 43}), still});
    EXPECT_EQ(onlyProblem(request).weight, Weight::Note);
    EXPECT_EQ(align(request)->frames, (FrameRange{1001, 43}));
}

TEST(Preflight, AGapAmongTheChosenFramesIsAProblemAndOneOutsideIsNot)
{
    auto input = clip(0, {1001, 43});
    input.holes = {1010};
    auto request = requestFor("R2AIN", {input});
    EXPECT_THAT(onlyProblem(request).sentence, HasSubstr("1010"));
    request.frames = FrameRange{1011, 5};
    EXPECT_THAT(preflight(request), IsEmpty());
}

TEST(Preflight, ALongPromptIsToldToBeCut)
{
    auto request = requestFor("t2RAIN", {});
    request.frames = FrameRange{1001, 21};
    request.prompt = std::string(10000, 'x');
    request.promptTokens = 3000;
    const Problem problem = onlyProblem(request);
    EXPECT_EQ(problem.weight, Weight::Note);
    EXPECT_THAT(problem.sentence, HasSubstr("first 512"));
}

TEST(Preflight, EachOptionOutOfRangeIsToldUnderItsOwnField)
{
    const auto fieldOf = [](auto change) {
        auto request = requestFor("R2AIN", {clip(0, {1001, 43})});
        change(request);
        const Problem problem = onlyProblem(request);
        EXPECT_EQ(problem.weight, Weight::BadUsage);
        return problem.field;
    };
    EXPECT_EQ(fieldOf([](auto& request) { request.steps = 0; }), "steps");
    EXPECT_EQ(fieldOf([](auto& request) { request.guidance = -1.0f; }), "guidance");
    EXPECT_EQ(fieldOf([](auto& request) { request.shift = std::numeric_limits<float>::quiet_NaN(); }), "shift");
    EXPECT_EQ(fieldOf([](auto& request) { request.modelSize = Resolution{0, 480}; }), "size");
    EXPECT_EQ(fieldOf([](auto& request) { request.windowLength = 20; }), "window");
    EXPECT_EQ(fieldOf([](auto& request) { request.windowOverlap = 21; }), "overlap");
}

TEST(Preflight, InputsOfAnotherShapeAreToldToBeStretched)
{
    auto wide = clip(1, {1001, 43});
    wide.resolution = {1920, 817};
    EXPECT_THAT(onlyProblem(requestFor("RA2IN", {clip(0, {1001, 43}), wide})).sentence, HasSubstr("stretched"));
}

} // namespace
} // namespace unividx
