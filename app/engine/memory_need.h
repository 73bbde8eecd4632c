#pragma once

#include "core/engine/engine_keeper.h"

#include <cstdint>

namespace unividx {

/// Bytes of memory that a job takes with its model, as far as the package's files tell; 0 for the engine without a
/// model. Opens the engine's library. Thread: any. Throws: as findModel and engineModule.
std::int64_t memoryNeedOf(const EngineDemand& demand);

} // namespace unividx
