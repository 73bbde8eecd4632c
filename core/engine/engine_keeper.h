#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "core/engine/job_log.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// Which engine a job wants. Jobs with equal choices share one engine.
struct EngineChoice {
    std::string model = "mini"; ///< a package's name or folder
    std::string device = "cpu"; ///< "cpu" or "cuda:N"
    std::string dtype;          ///< "float32", "bfloat16", "float16"; empty: the package's own
    int threads = 0;            ///< 0: all cores
    std::string packageVersion; ///< changes when the package's files do; set by EngineLoader::packageVersion

    bool operator==(const EngineChoice&) const = default;
};

/// A job, as far as its need of memory depends on it.
struct EngineDemand {
    std::string model;
    std::string device;
    GenerateRequest request; ///< of a window's frames where those of the job are not known yet
};

/// How engines are made.
struct EngineLoader {
    /// Throws: Model; Usage on a device or dtype that does not exist; OutOfMemory.
    std::function<std::unique_ptr<Engine>(const EngineChoice& choice, JobLog& log)> load;

    /// Tells a package from one that was put in its place. Not set: packages do not change. Throws: Model if there is
    /// no such package.
    std::function<std::string(const std::string& model)> packageVersion;
};

/// Keeps the engine of the last job loaded for the next one.
///
/// Thread: one at a time.
class EngineKeeper {
public:
    explicit EngineKeeper(EngineLoader loader) : loader_(std::move(loader)) {}

    /// The engine of that choice, loaded unless it is the last job's; another one is released first, because two may
    /// not fit. Tells the log which engine it is, and what to know of the family's adapters.
    /// Valid until the next call of `get` or `release`. Throws: as EngineLoader::load.
    Engine& get(EngineChoice choice, const Family& family, JobLog& log);

    /// Gives the memory of the engine back.
    void release() { engine_.reset(); }

    bool isLoaded() const { return engine_ != nullptr; }

private:
    EngineLoader loader_;
    EngineChoice choice_;
    std::unique_ptr<Engine> engine_;
};

/// What a job is executed with.
struct JobTools {
    EngineKeeper& engines;
    JobLog& log;
    JobContext& job;
    std::string version; ///< of the program, for the headers of files

    /// Clips that the job does not read and must not replace either, because a project refers to them.
    std::vector<std::filesystem::path> guarded{};
};

} // namespace unividx
