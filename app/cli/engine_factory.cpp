#include "app/cli/engine_factory.h"

#include "app/cli/resources.h"
#include "core/base/error.h"
#include "core/engine/fake_engine.h"
#include "inference/engine/torch_engine.h"

#include <cstdlib>
#include <string_view>

namespace unividx::cli {

namespace {

/// Milliseconds a step of the fake engine takes, so that a test can interrupt it in the middle.
int fakeStepMilliseconds()
{
    const char* text = std::getenv("UNIVIDX_FAKE_STEP_MS");
    return text ? std::atoi(text) : 0;
}

} // namespace

std::unique_ptr<Engine> makeEngine(const std::string& model, const DeviceOptions& options, const Family& family,
                                   Console& console)
{
    const char* engine = std::getenv("UNIVIDX_ENGINE");
    if (engine && std::string_view(engine) == "fake")
        return std::make_unique<FakeEngine>(fakeStepMilliseconds());
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
