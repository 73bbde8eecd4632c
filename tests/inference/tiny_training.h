#pragma once

#include "inference/train/train_config.h"

namespace unividx {

/// A run of seconds: every part of a model at its smallest. `vae` and `out` are the caller's.
inline TrainConfig tinyTraining(const std::filesystem::path& vae, const std::filesystem::path& out)
{
    TrainConfig config;
    config.out = out;
    config.steps = 4;
    config.batch = 2;
    config.clips = 3;
    config.shape = {{32, 16}, 5};
    config.learningRate = 1e-2;
    config.averaging = 0.5;
    config.vaeWeights = vae;
    config.vaeSizes.dim = 2;
    config.ditSizes = {.dim = 24,
                       .feedForward = 32,
                       .layers = 2,
                       .textDim = 16,
                       .frequencyDim = 16,
                       .patchHeight = 2,
                       .patchWidth = 2};
    config.heads = 1;
    config.rank = 2;
    config.textLength = 12;
    config.tokenizer = std::filesystem::path(UNIVIDX_TEST_DATA) / "spiece.model";
    config.families = {&intrinsicFamily, &alphaFamily};
    config.precision = TrainConfig::Precision::Float32; // whatever the processor is fast at
    config.checkpointMinutes = 0;                       // after every step
    return config;
}

} // namespace unividx
