#pragma once

#include "core/engine/depth_predictor.h"
#include "core/engine/engine.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// What of the machine a model may use.
struct TorchEngineOptions {
    std::string device = "cpu"; ///< cpu, cuda or cuda:N
    std::string dtype;          ///< float32, bfloat16 or float16; empty: float32 on the CPU, bfloat16 on a GPU
    int threads = 0;            ///< of the CPU; 0 means one a core
};

/// An engine that may predict depth too.
class ModelEngine : public Engine, public DepthPredictor {};

/// "1.13.0": of the LibTorch that this was built with.
const char* torchVersion();

/// Runs a model package. The package is read now, its weights when a run first needs them, and kept for the next.
///
/// Thread: one run at a time. `provenance` may be called while one is under way.
/// Throws: Model if the package cannot be read; Usage on a device or number type that is not there.
///         `run` throws besides: OutOfMemory saying what would fit.
std::unique_ptr<ModelEngine> makeTorchEngine(const std::filesystem::path& package,
                                             const TorchEngineOptions& options = {});

} // namespace unividx
