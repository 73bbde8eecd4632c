#include "app/studio/engine_source.h"

#include "app/studio/engine_module.h"
#include "core/base/error.h"
#include "core/engine/fake_engine.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>

#include <array>
#include <mutex>
#include <utility>

namespace unividx::studio {

namespace {

/// Opens the module when it is first asked for. Several threads may ask.
class LazyModule {
public:
    /// Throws: Model if this build or installation has no engine.
    const EngineModule& get()
    {
        const std::lock_guard lock(mutex_);
        if (!module_)
            module_ = open();
        return *module_;
    }

private:
    static const EngineModule* open()
    {
        const QString folder = QCoreApplication::applicationDirPath();
        QString reason = "it is not there";
        for (const QString& place :
             {folder + "/libunividx-engine.so", folder + "/../lib/unividx/libunividx-engine.so"}) {
            if (!QFileInfo::exists(place))
                continue;
            QLibrary library(place);
            library.setLoadHints(QLibrary::ResolveAllSymbolsHint);
            if (const auto entry = reinterpret_cast<EngineModuleEntry>(library.resolve(engineModuleEntry)))
                return entry();
            reason = library.errorString();
        }
        throw Error(ErrorKind::Model, "no model can be run: libunividx-engine.so, which comes with the program, cannot "
                                      "be loaded (" +
                                          reason.toStdString() + ")");
    }

    std::mutex mutex_;
    const EngineModule* module_ = nullptr;
};

} // namespace

StudioModels makeStudioModels()
{
    if (fakeEngineIfAsked())
        return {[](const std::string&, const std::string&) { return std::shared_ptr<Engine>(fakeEngineIfAsked()); },
                {}};
    // Loading takes long and much memory: one engine is kept, the one that was used last.
    struct Loaded {
        std::pair<std::string, std::string> name;
        std::shared_ptr<Engine> engine;
    };
    const auto module = std::make_shared<LazyModule>();
    const auto last = std::make_shared<Loaded>();
    StudioModels models;
    models.engines = [last, module](const std::string& model, const std::string& device) {
        const std::pair name(model, device);
        if (!last->engine || last->name != name) {
            last->engine.reset(); // before the next one is loaded: two may not fit
            last->engine = module->get().load(model, device);
            last->name = name;
        }
        return last->engine;
    };
    models.catalog.installed = [module] { return module->get().installed(); };
    models.catalog.forecast = [module](const std::string& model, const std::string& device,
                                       const GenerateRequest& request) {
        return module->get().forecast(model, device, request);
    };
    return models;
}

} // namespace unividx::studio
