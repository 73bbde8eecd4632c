#include "app/cli/engine_factory.h"

#include "app/engine/engine_library.h"
#include "app/engine/machine.h"
#include "app/engine/resources.h"
#include "core/engine/fake_engine.h"

namespace unividx::cli {

namespace {

void warnAboutSlowProducts(const DeviceOptions& options, Output& output)
{
    if (options.device != "cpu")
        return;
    const BlasReport blas = measureBlas();
    if (blas.isWrong()) {
        output.warning("matrix products are slow here (" + std::to_string(static_cast<int>(blas.gigaflops)) +
                       " GFLOP/s with " + blas.path + "); install libopenblas0-openmp");
    }
}

} // namespace

DeviceOptions deviceOf(const RunSpec& spec)
{
    return {spec.device, spec.dtype, spec.threads};
}

std::unique_ptr<Engine> makeEngine(const std::string& model, const DeviceOptions& options, const Family& family,
                                   Output& output)
{
    if (auto fake = fakeEngineIfAsked())
        return fake;
    const std::filesystem::path package = findModel(model);
    warnAboutSlowProducts(options, output);
    TorchEngineOptions engineOptions;
    engineOptions.device = options.device;
    engineOptions.dtype = options.dtype;
    engineOptions.threads = options.threads;
    auto torchEngine = engineModule().makeEngine(package, engineOptions);
    for (const std::string& note : torchEngine->adapterNotes(family))
        output.note(note);
    return torchEngine;
}

} // namespace unividx::cli
