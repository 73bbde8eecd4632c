#include "inference/engine/memory_plan.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace unividx {

namespace {

constexpr std::int64_t rows = 4;

std::int64_t tokensOf(const ModelSizes& model, const RunShape& run)
{
    const DitConfig& dit = model.dit;
    const std::int64_t frames = (run.frames - 1) / model.framesPerCell + 1;
    return rows * frames * (run.size.height / 8 / dit.patchHeight) * (run.size.width / 8 / dit.patchWidth);
}

/// The same run at another size, keeping the share of the picture that is decoded at once where it is all of it.
RunShape resized(RunShape run, double factor)
{
    const auto scaled = [&](int pixels) { return std::max(16, static_cast<int>(pixels * factor) / 16 * 16); };
    const Resolution size{scaled(run.size.width), scaled(run.size.height)};
    run.decoded = {std::min(run.decoded.width, size.width), std::min(run.decoded.height, size.height)};
    run.size = size;
    return run;
}

void addPeople(MemoryNeed& need, const ModelSizes& model, const RunShape& run)
{
    if (!run.people)
        return;
    // Weights in float32 and whole; frames of 1280 pixels in 8 bits, twice; maps of 640 pixels; one frame's views and
    // the largest activations.
    constexpr std::int64_t frame = 1280 * 1280 * 3 * 2;
    constexpr std::int64_t maps = 640 * 640 * 4 * 8;
    constexpr std::int64_t activations = std::int64_t(100) << 20;
    need.weights += 4 * model.peopleBytes;
    need.people = run.frames * (frame + maps) + activations;
}

/// Float32 whatever the others are in. What a pixel takes is the last stage's inputs, results and copies, measured.
MemoryNeed predictorNeed(const ModelSizes& model, const RunShape& run)
{
    constexpr std::int64_t perPixel = 1000; // bytes
    MemoryNeed need;
    need.weights = model.predictorParameters * 4;
    need.denoising = run.frames * run.size.width * run.size.height * perPixel;
    return need;
}

} // namespace

MemoryNeed predictMemory(const ModelSizes& model, const RunShape& run, std::int64_t valueBytes)
{
    if (run.predicted) {
        MemoryNeed need = predictorNeed(model, run);
        addPeople(need, model, run);
        return need;
    }
    const DitConfig& dit = model.dit;
    MemoryNeed need;
    need.weights = (model.ditParameters + model.vaeParameters) * valueBytes;
    // At its peak a block holds the stream, its norm, and either queries, keys, values with their packed copies and
    // the mixed result, or the feed-forward's inside and result.
    const std::int64_t perToken = std::max(9 * dit.dim, 4 * dit.dim + 2 * dit.feedForward);
    const std::int64_t prompts = run.guided ? 2 : 1;
    need.denoising =
        (tokensOf(model, run) * perToken + prompts * dit.layers * 2 * model.textLength * dit.dim) * valueBytes;
    // Four frames at full resolution: a convolution's input, its three taps side by side, its result and the library's
    // own copies of them.
    constexpr std::int64_t copies = 14;
    need.coding = copies * 4 * model.vaeChannels * run.decoded.width * run.decoded.height * valueBytes;
    const std::int64_t pixels = static_cast<std::int64_t>(run.size.width) * run.size.height * run.frames * 3;
    need.coding += (rows + 1) * pixels * 4; // every layer, given or decoded, and one's pictures
    addPeople(need, model, run);
    return need;
}

std::string whatWouldFit(const ModelSizes& model, const RunShape& run, std::int64_t valueBytes, std::int64_t available)
{
    if (valueBytes > 2 && predictMemory(model, run, 2).total() <= available)
        return "it would fit with --dtype bfloat16";
    const std::int64_t bytes = std::min<std::int64_t>(valueBytes, 2);
    const std::string narrow = valueBytes > 2 ? " and --dtype bfloat16" : "";
    for (const double factor : {0.75, 0.5, 0.375, 0.25}) {
        const RunShape smaller = resized(run, factor);
        const std::string size =
            "--size " + std::to_string(smaller.size.width) + "x" + std::to_string(smaller.size.height);
        if (predictMemory(model, smaller, valueBytes).total() <= available)
            return "it would fit with " + size;
        if (predictMemory(model, smaller, bytes).total() <= available)
            return "it would fit with " + size + narrow;
    }
    return "this model's weights alone take " + bytesText(predictMemory(model, run, bytes).weights) +
           "; use a smaller model or a machine with more memory";
}

std::string bytesText(std::int64_t bytes)
{
    constexpr std::array<const char*, 4> units{"kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes) / 1e3;
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < units.size(); ++unit)
        value /= 1e3;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return text.data();
}

} // namespace unividx
