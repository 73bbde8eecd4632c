#include "app/engine/memory_need.h"

#include "app/engine/engine_library.h"
#include "app/engine/resources.h"
#include "core/engine/fake_engine.h"

namespace unividx {

std::int64_t memoryNeedOf(const EngineDemand& demand)
{
    if (isFakeEngineAsked())
        return 0;
    return engineModule().figuresOf(findModel(demand.model), demand.device, demand.request).memory;
}

} // namespace unividx
