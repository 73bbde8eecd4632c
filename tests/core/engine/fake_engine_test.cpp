#include "core/engine/fake_engine.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace unividx {
namespace {

Image grey(std::int64_t frame)
{
    return Image({8, 6}, 3, std::vector<float>(8 * 6 * 3, static_cast<float>(frame % 100) / 100.0f));
}

GenerateRequest requestFor(const Task& task, FrameRange frames)
{
    GenerateRequest request;
    request.task = task;
    request.frames = frames;
    return request;
}

std::array<FrameSource, 4> sourcesFor(const Task& task, std::set<std::int64_t>* read = nullptr)
{
    std::array<FrameSource, 4> sources;
    for (std::size_t row = 0; row < 4; ++row) {
        if (task.conditions[row]) {
            sources[row] = [read](std::int64_t frame) {
                if (read)
                    read->insert(frame);
                return grey(frame);
            };
        }
    }
    return sources;
}

TEST(FakeEngine, EveryTaskMakesItsTargetsForEveryFrameAndNothingElse)
{
    for (const Task& task : allTasks()) {
        SCOPED_TRACE(task.name());
        CancelToken token;
        JobContext job(token);
        std::int64_t expected = 1001;
        FakeEngine().run(
            requestFor(task, {1001, 22}), sourcesFor(task),
            [&](std::int64_t frame, const std::array<Image, 4>& layers) {
                EXPECT_EQ(frame, expected++);
                for (std::size_t row = 0; row < 4; ++row)
                    EXPECT_NE(layers[row].empty(), task.targets()[row]);
            },
            job);
        EXPECT_EQ(expected, 1023);
        EXPECT_EQ(job.progress().done, job.progress().total);
    }
}

TEST(FakeEngine, OnlyFramesOfTheRangeAreRead)
{
    const Task task = *findTask("R2AIN");
    CancelToken token;
    JobContext job(token);
    std::set<std::int64_t> read;
    FakeEngine().run(
        requestFor(task, {1001, 3}), sourcesFor(task, &read), [](std::int64_t, const std::array<Image, 4>&) {}, job);
    EXPECT_EQ(read, (std::set<std::int64_t>{1001, 1002, 1003}));
}

TEST(FakeEngine, ACancelAtAnyStepStopsBeforeTheNext)
{
    const Task task = *findTask("R2PFB");
    for (int stop = 1; stop <= 4; ++stop) {
        CancelToken token;
        int lastStep = 0;
        JobContext job(token, [&](const Progress& progress) {
            if (progress.stage == Stage::Denoising) {
                lastStep = progress.step;
                if (progress.step == stop)
                    token.cancel();
            }
        });
        EXPECT_THROW(
            FakeEngine().run(
                requestFor(task, {1, 21}), sourcesFor(task), [](std::int64_t, const std::array<Image, 4>&) {}, job),
            Cancelled);
        EXPECT_EQ(lastStep, stop);
    }
}

TEST(FakeEngine, TheSameRequestGivesTheSamePixels)
{
    const Task task = *findTask("t2RAIN");
    const auto firstPixel = [&](std::uint64_t seed) {
        CancelToken token;
        JobContext job(token);
        GenerateRequest request = requestFor(task, {1, 1});
        request.seed = seed;
        float value = 0;
        FakeEngine().run(
            request, {}, [&](std::int64_t, const std::array<Image, 4>& layers) { value = layers[0].at(3, 3, 0); }, job);
        return value;
    };
    EXPECT_EQ(firstPixel(5), firstPixel(5));
    EXPECT_NE(firstPixel(5), firstPixel(6));
}

} // namespace
} // namespace unividx
