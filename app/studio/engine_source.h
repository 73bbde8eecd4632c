#pragma once

#include "ui/jobs/engine_source.h"

namespace unividx::studio {

/// Engines for the window's jobs: model packages by name, the last one kept loaded. `UNIVIDX_ENGINE=fake` puts the
/// engine without a model in their place, as in the command line. A build without inference has no other.
ui::EngineSource makeEngineSource();

} // namespace unividx::studio
