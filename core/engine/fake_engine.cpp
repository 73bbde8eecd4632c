#include "core/engine/fake_engine.h"

#include "core/base/error.h"
#include "core/engine/window_join.h"
#include "core/engine/window_plan.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace unividx {

namespace {

constexpr int defaultSteps = 4;
constexpr Resolution defaultSize{64, 48};

int roundedUp(int pixels)
{
    return (pixels + 15) / 16 * 16;
}

Resolution modelSize(const GenerateRequest& request)
{
    const Resolution asked = request.modelSize.value_or(defaultSize);
    return {roundedUp(asked.width), roundedUp(asked.height)};
}

/// The nearest pixel: what is tested around an engine does not depend on how it resizes.
float sampled(const Image& image, int x, int y, int channel, Resolution size)
{
    const int sourceX = x * image.width() / size.width;
    const int sourceY = y * image.height() / size.height;
    return image.at(sourceX, sourceY, std::min(channel, image.channels() - 1));
}

float colour(const std::vector<Image>& conditions, std::uint64_t seed, std::size_t row, int x, int y, int channel,
             Resolution size)
{
    const float ramp = static_cast<float>((static_cast<std::uint64_t>(x + y) + seed * 7) % 64) / 63.0f;
    float value = ramp;
    if (!conditions.empty()) {
        value = 0;
        for (const Image& image : conditions)
            value += sampled(image, x, y, channel, size) / static_cast<float>(conditions.size());
    }
    return std::clamp(0.8f * value + 0.05f * static_cast<float>(row) + 0.02f * ramp, 0.0f, 1.0f);
}

Image layer(const Modality& modality, std::size_t row, const std::vector<Image>& conditions, std::uint64_t seed,
            Resolution size)
{
    const int channels = modality.decoding == Decoding::Matte ? 1 : 3;
    std::vector<float> pixels;
    pixels.reserve(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
                   static_cast<std::size_t>(channels));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            if (modality.decoding == Decoding::UnitNormal) {
                const float nx = 0.5f * (2.0f * static_cast<float>(x) / static_cast<float>(size.width) - 1.0f);
                const float ny = 0.5f * (1.0f - 2.0f * static_cast<float>(y) / static_cast<float>(size.height));
                pixels.insert(pixels.end(), {nx, ny, std::sqrt(1.0f - nx * nx - ny * ny)});
                continue;
            }
            for (int channel = 0; channel < channels; ++channel)
                pixels.push_back(colour(conditions, seed, row, x, y, channel, size));
        }
    }
    return Image(size, channels, std::move(pixels));
}

} // namespace

void FakeEngine::run(const GenerateRequest& request, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
                     JobContext& job)
{
    const int steps = request.steps.value_or(defaultSteps);
    if (steps < 1)
        throw Error(ErrorKind::Usage, "steps must be 1 or more");
    const Resolution size = modelSize(request);
    const auto windows = planWindows(request.frames, windowsOf(request));
    const Task& task = request.task;
    for (std::size_t row = 0; row < 4; ++row) {
        if (task.conditions[row] && !sources[row])
            throw Error(ErrorKind::Internal, "a condition has no source");
    }

    job.plan(static_cast<std::int64_t>(windows.size()) * (steps + 2), request.frames.count);
    WindowJoin join(*task.family, request.frames, windows, sink);
    for (const FrameRange& window : windows) {
        job.enter(Stage::Encoding);
        std::vector<std::vector<Image>> conditions(static_cast<std::size_t>(window.count));
        for (std::int64_t i = 0; i < window.count; ++i) {
            for (std::size_t row = 0; row < 4; ++row) {
                if (task.conditions[row])
                    conditions[static_cast<std::size_t>(i)].push_back(
                        sources[row](heldFrame(request.frames, window.first + i)));
            }
        }
        job.advance(1);
        for (int step = 1; step <= steps; ++step) {
            job.enter(Stage::Denoising, step, steps);
            std::this_thread::sleep_for(std::chrono::milliseconds(stepMilliseconds_));
            job.advance(1);
        }
        job.enter(Stage::Decoding);
        std::vector<LayerFrame> frames(static_cast<std::size_t>(window.count));
        for (std::size_t i = 0; i < frames.size(); ++i) {
            for (std::size_t row = 0; row < 4; ++row) {
                if (task.targets()[row])
                    frames[i][row] = layer(task.family->modalities[row], row, conditions[i], request.seed, size);
            }
        }
        join.add(std::move(frames));
        job.advance(1);
    }
}

WindowOptions FakeEngine::windowsOf(const GenerateRequest& request) const
{
    return {request.windowLength.value_or(21), request.windowOverlap.value_or(5)};
}

std::vector<std::pair<std::string, std::string>> FakeEngine::provenance(const GenerateRequest& request) const
{
    return {{"model", "fake"},
            {"weights", "none"},
            {"steps", std::to_string(request.steps.value_or(defaultSteps))},
            {"window", std::to_string(windowsOf(request).length)}};
}

bool isFakeEngineAsked()
{
    const char* engine = std::getenv("UNIVIDX_ENGINE");
    return engine && std::string_view(engine) == "fake";
}

std::unique_ptr<Engine> fakeEngineIfAsked()
{
    if (!isFakeEngineAsked())
        return nullptr;
    const auto milliseconds = [](const char* name) {
        const char* text = std::getenv(name);
        return text ? std::atoi(text) : 0;
    };
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds("UNIVIDX_FAKE_LOAD_MS")));
    return std::make_unique<FakeEngine>(milliseconds("UNIVIDX_FAKE_STEP_MS"));
}

} // namespace unividx
