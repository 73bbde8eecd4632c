#include "core/engine/engine_keeper.h"

#include <utility>

namespace unividx {

Engine& EngineKeeper::get(EngineChoice choice, const Family& family, JobLog& log)
{
    if (loader_.packageVersion)
        choice.packageVersion = loader_.packageVersion(choice.model);
    const bool warm = engine_ && choice == choice_;
    if (!warm) {
        release();
        engine_ = loader_.load(choice, log);
        choice_ = std::move(choice);
    }
    for (const std::string& sentence : engine_->adapterNotes(family))
        log.note(sentence);
    log.engineReady({choice_.model, choice_.device, warm});
    return *engine_;
}

} // namespace unividx
