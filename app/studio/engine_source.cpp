#include "app/studio/engine_source.h"

#include "core/base/error.h"
#include "core/engine/fake_engine.h"

#ifdef UNIVIDX_WITH_INFERENCE
#include "app/cli/resources.h"
#include "inference/engine/torch_engine.h"
#endif

#include <utility>

namespace unividx::studio {

namespace {

std::shared_ptr<Engine> loadEngine(const std::string& model, const std::string& device)
{
#ifdef UNIVIDX_WITH_INFERENCE
    TorchEngineOptions options;
    options.device = device;
    return makeTorchEngine(cli::findModel(model), options);
#else
    throw Error(ErrorKind::Model, "this build of the program cannot run the model " + model + " on " + device +
                                      ": it was built without inference");
#endif
}

} // namespace

ui::EngineSource makeEngineSource()
{
    if (fakeEngineIfAsked())
        return [](const std::string&, const std::string&) { return std::shared_ptr<Engine>(fakeEngineIfAsked()); };
    // Loading takes long and much memory: one engine is kept, the one that was used last.
    struct Loaded {
        std::pair<std::string, std::string> name;
        std::shared_ptr<Engine> engine;
    };
    auto last = std::make_shared<Loaded>();
    return [last](const std::string& model, const std::string& device) {
        const std::pair name(model, device);
        if (!last->engine || last->name != name) {
            last->engine.reset(); // before the next one is loaded: two may not fit
            last->engine = loadEngine(model, device);
            last->name = name;
        }
        return last->engine;
    };
}

} // namespace unividx::studio
