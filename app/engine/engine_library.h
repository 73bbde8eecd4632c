#pragma once

#include "app/engine/engine_module.h"

namespace unividx {

/// The part of the programs that needs LibTorch, opened at the first call.
/// Thread: any. Throws: Model if this build or installation is without it; OutOfMemory if there is no room for it.
const EngineModule& engineModule();

} // namespace unividx
