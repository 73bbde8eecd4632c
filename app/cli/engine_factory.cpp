#include "app/cli/engine_factory.h"

#include "app/engine/engine_library.h"
#include "app/engine/machine.h"
#include "app/engine/resources.h"
#include "core/engine/fake_engine.h"

#include <filesystem>
#include <system_error>

namespace unividx::cli {

namespace {

void warnAboutSlowProducts(const EngineChoice& choice, JobLog& log)
{
    if (choice.device != "cpu")
        return;
    const BlasReport blas = measureBlas();
    if (blas.isWrong()) {
        log.warning("matrix products are slow here (" + std::to_string(static_cast<int>(blas.gigaflops)) +
                    " GFLOP/s with " + blas.path + "); install libopenblas0-openmp");
    }
}

std::unique_ptr<Engine> load(const EngineChoice& choice, JobLog& log)
{
    if (auto fake = fakeEngineIfAsked())
        return fake;
    const std::filesystem::path package = findModel(choice.model);
    warnAboutSlowProducts(choice, log);
    TorchEngineOptions options;
    options.device = choice.device;
    options.dtype = choice.dtype;
    options.threads = choice.threads;
    return engineModule().makeEngine(package, options);
}

/// A package that was trained or added again has another description, whatever its name.
std::string packageVersion(const std::string& model)
{
    if (isFakeEngineAsked())
        return {};
    const std::filesystem::path description = findModel(model) / "model.json";
    std::error_code unknown; // then the package's place is all there is to tell it by
    const auto time = std::filesystem::last_write_time(description, unknown);
    return description.string() + ":" + (unknown ? "" : std::to_string(time.time_since_epoch().count()));
}

} // namespace

EngineLoader engineLoader()
{
    return {load, packageVersion};
}

void requireModel(const std::string& model)
{
    if (!isFakeEngineAsked())
        findModel(model);
}

} // namespace unividx::cli
