#include "app/cli/engine_factory.h"

#include "app/cli/resources.h"
#include "core/engine/fake_engine.h"
#include "inference/engine/torch_engine.h"

namespace unividx::cli {

std::unique_ptr<Engine> makeEngine(const std::string& model, const DeviceOptions& options, const Family& family,
                                   Console& console)
{
    if (auto fake = fakeEngineIfAsked())
        return fake;
    const std::filesystem::path package = findModel(model);
    TorchEngineOptions engineOptions;
    engineOptions.device = options.device;
    engineOptions.dtype = options.dtype;
    engineOptions.threads = options.threads;
    auto torchEngine = makeTorchEngine(package, engineOptions);
    for (const std::string& note : torchEngine->adapterNotes(family))
        console.note(note);
    return torchEngine;
}

} // namespace unividx::cli
