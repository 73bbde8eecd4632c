#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "inference/engine/torch_engine.h"
#include "inference/weights/package_check.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// What a list says of a model package.
struct PackageSummary {
    std::string name;
    std::string title; ///< for people; may be empty
    std::vector<std::string> families;
    std::filesystem::path folder;
};

/// What a run comes to, as far as the package's files tell before its weights are loaded.
struct RunFigures {
    int steps = 0;
    Resolution size; ///< the model's, in pixels
    std::int64_t window = 0;
    std::int64_t windows = 0;
    double work = 0;         ///< pixels times steps times passes, of all windows; a measure of time on one machine
    std::int64_t memory = 0; ///< bytes
};

/// A training run, and what of its file is overruled.
struct TrainingRequest {
    std::filesystem::path config;
    std::filesystem::path out; ///< empty: the file's
    std::int64_t steps = 0;    ///< 0: the file's
    int threads = 0;           ///< 0: the file's
};

/// What libunividx-engine offers: all of the programs that needs LibTorch. It is opened when it is first asked for,
/// because loading LibTorch takes longer than a window may take to come up, and longer than most commands.
///
/// C++ types cross the border: the module and the programs are built together and share the programs' symbols.
/// Thread: any. Each throws as the function that it stands for.
struct EngineModule {
    const char* (*torchVersion)();
    std::unique_ptr<ModelEngine> (*makeEngine)(const std::filesystem::path& package, const TorchEngineOptions& options);
    RunFigures (*figuresOf)(const std::filesystem::path& package, const std::string& device,
                            const GenerateRequest& request);
    PackageSummary (*openPackage)(const std::filesystem::path& folder);
    PackageSummary (*writePackage)(const std::filesystem::path& folder, const std::filesystem::path& adapters);
    PackageSummary (*packPackage)(const std::filesystem::path& folder, const std::filesystem::path& to);
    PackageReport (*checkPackage)(const std::filesystem::path& folder);
    std::filesystem::path (*train)(const TrainingRequest& request, JobContext& job); ///< gives where the weights are
};

/// The name of the module's one function, of type EngineModuleEntry.
inline constexpr const char* engineModuleEntry = "unividxEngineModule";
using EngineModuleEntry = const EngineModule* (*)();

} // namespace unividx
