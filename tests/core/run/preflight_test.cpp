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

/// A run and what is known of its inputs.
struct Case {
    RunSpec spec;
    TaskChoice choice;
    std::vector<GivenInput> inputs;
};

Case runOf(const std::string& task, std::vector<GivenInput> inputs)
{
    Case run;
    setTask(run.spec, task);
    run.choice.task = taskNamed(task);
    run.choice.kept = run.choice.task.targets();
    run.inputs = std::move(inputs);
    return run;
}

std::vector<Problem> problemsOf(const Case& run)
{
    return preflight(run.spec, run.choice, run.inputs);
}

std::optional<Alignment> alignmentOf(const Case& run)
{
    return align(run.spec.frames, run.inputs);
}

Problem onlyProblem(const Case& run)
{
    const auto problems = problemsOf(run);
    EXPECT_EQ(problems.size(), 1u);
    return problems.empty() ? Problem{} : problems.front();
}

TEST(Preflight, AProperRequestHasNoProblem)
{
    EXPECT_THAT(problemsOf(runOf("R2AIN", {clip(0, {1001, 43})})), IsEmpty());
    EXPECT_THAT(problemsOf(runOf("RA2IN", {clip(0, {1001, 43}), clip(1, {1001, 43})})), IsEmpty());
}

TEST(Preflight, InputsOfEqualLengthMeetByPositionWhenTheirNumbersDiffer)
{
    const auto run = runOf("RA2IN", {clip(0, {1001, 43}), clip(1, {1, 43})});
    EXPECT_THAT(problemsOf(run), IsEmpty());
    const auto alignment = alignmentOf(run);
    ASSERT_TRUE(alignment);
    EXPECT_EQ(alignment->frames, (FrameRange{1001, 43}));
    EXPECT_EQ(alignment->offsets, (std::vector<std::int64_t>{0, -1000}));
}

TEST(Preflight, InputsOfDifferentLengthAreAnInputProblemThatNamesBoth)
{
    const Problem problem = onlyProblem(runOf("RA2IN", {clip(0, {1001, 51}), clip(1, {1001, 104})}));
    EXPECT_EQ(problem.weight, Weight::BadInput);
    EXPECT_EQ(problem.field, "albedo");
    EXPECT_THAT(problem.sentence, HasSubstr("rgb (clip0.mp4) has 51 frames (1001-1051)"));
    EXPECT_THAT(problem.sentence, HasSubstr("albedo (clip1.mp4) has 104 frames"));
}

TEST(Preflight, ChosenFramesThatAllInputsHaveMakeDifferentLengthsFine)
{
    auto run = runOf("RA2IN", {clip(0, {1001, 51}), clip(1, {1001, 104})});
    run.spec.frames = FrameRange{1001, 21};
    EXPECT_THAT(problemsOf(run), IsEmpty());
    ASSERT_TRUE(alignmentOf(run));
    EXPECT_EQ(alignmentOf(run)->frames, (FrameRange{1001, 21}));
}

TEST(Preflight, FramesOutsideTheClipAreAnInputProblemThatSaysWhatThereIs)
{
    auto run = runOf("R2AIN", {clip(0, {1001, 43})});
    run.spec.frames = FrameRange{1040, 21};
    const Problem problem = onlyProblem(run);
    EXPECT_EQ(problem.field, "frames");
    EXPECT_EQ(problem.weight, Weight::BadInput);
    EXPECT_THAT(problem.sentence, HasSubstr("43 frames (1001-1043)"));
}

TEST(Preflight, HandlesAreTheFramesThatEveryInputHas)
{
    const auto handled = [](const Case& run, std::int64_t handles) {
        return withHandles(*alignmentOf(run), handles, run.inputs);
    };
    Case run = runOf("RA2IN", {clip(0, {1001, 30}), clip(1, {1005, 20})});
    run.spec.frames = FrameRange{1010, 5};
    EXPECT_EQ(handled(run, 0), (FrameRange{1010, 5}));
    EXPECT_EQ(handled(run, 3), (FrameRange{1007, 11}));
    EXPECT_EQ(handled(run, 100), (FrameRange{1005, 20})) << "of both";
    run.inputs[0].holes = {1007, 1020};
    EXPECT_EQ(handled(run, 100), (FrameRange{1008, 12})) << "up to a gap";
    Case shifted = runOf("RA2IN", {clip(0, {1001, 30}), clip(1, {1, 30})});
    shifted.spec.frames = FrameRange{1010, 5};
    EXPECT_EQ(handled(shifted, 10), (FrameRange{1001, 24})) << "by position";
    Case whole = runOf("decompose", {clip(0, {1001, 30})});
    EXPECT_EQ(handled(whole, 8), (FrameRange{1001, 30})) << "there are no more";
}

TEST(Preflight, AnEmptyRangeOrClipIsAProblem)
{
    auto run = runOf("R2AIN", {clip(0, {1001, 43})});
    run.spec.frames = FrameRange{1001, 0};
    EXPECT_EQ(onlyProblem(run).field, "frames");
    EXPECT_EQ(onlyProblem(runOf("R2AIN", {clip(0, {1001, 0})})).weight, Weight::BadInput);
}

TEST(Preflight, AStillIsHeldAndSaidSo)
{
    auto still = clip(3, {1, 1});
    still.still = true;
    const auto run = runOf("PFB2R", {clip(1, {1001, 43}), clip(2, {1001, 43}), still});
    EXPECT_EQ(onlyProblem(run).weight, Weight::Note);
    EXPECT_EQ(alignmentOf(run)->frames, (FrameRange{1001, 43}));
}

TEST(Preflight, AGapAmongTheChosenFramesIsAProblemAndOneOutsideIsNot)
{
    auto input = clip(0, {1001, 43});
    input.holes = {1010};
    auto run = runOf("R2AIN", {input});
    EXPECT_THAT(onlyProblem(run).sentence, HasSubstr("1010"));
    run.spec.frames = FrameRange{1011, 5};
    EXPECT_THAT(problemsOf(run), IsEmpty());
}

TEST(Preflight, ALongPromptIsToldToBeCut)
{
    auto run = runOf("t2RAIN", {});
    run.spec.frames = FrameRange{1001, 21};
    run.spec.prompt = std::string(10000, 'x');
    const auto problems = preflight(run.spec, run.choice, run.inputs, 3000);
    ASSERT_EQ(problems.size(), 1u);
    const Problem& problem = problems.front();
    EXPECT_EQ(problem.weight, Weight::Note);
    EXPECT_THAT(problem.sentence, HasSubstr("first 512"));
}

TEST(Preflight, EachOptionOutOfRangeIsToldUnderItsOwnField)
{
    const auto fieldOf = [](auto change) {
        auto run = runOf("R2AIN", {clip(0, {1001, 43})});
        change(run.spec);
        const Problem problem = onlyProblem(run);
        EXPECT_EQ(problem.weight, Weight::BadUsage);
        return problem.field;
    };
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.steps = 0; }), "steps");
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.guidance = -1.0f; }), "guidance");
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.shift = std::numeric_limits<float>::quiet_NaN(); }), "shift");
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.modelSize = Resolution{0, 480}; }), "size");
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.window = 20; }), "window");
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.overlap = 21; }), "overlap");
    EXPECT_EQ(fieldOf([](RunSpec& spec) { spec.threads = -1; }), "threads");
    auto remembered = runOf("R2AIN", {clip(0, {1001, 43})});
    remembered.spec.steps = 0;
    remembered.spec.ownNumbers = false;
    EXPECT_THAT(problemsOf(remembered), IsEmpty()) << "it does not count";
}

TEST(Preflight, InputsOfAnotherShapeAreToldToBeStretched)
{
    auto wide = clip(1, {1001, 43});
    wide.resolution = {1920, 817};
    EXPECT_THAT(onlyProblem(runOf("RA2IN", {clip(0, {1001, 43}), wide})).sentence, HasSubstr("stretched"));
}

} // namespace
} // namespace unividx
