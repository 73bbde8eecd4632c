#pragma once

#include "core/engine/engine_keeper.h"

namespace unividx::cli {

/// Engines of model packages, by their name or folder. The environment variable `UNIVIDX_ENGINE=fake` puts an engine
/// without a model in their place; the program's own tests use it, and its files say so in their headers.
/// That matrix products are slow here is told on the log.
///
/// Throws: Model; Usage on a device or dtype that does not exist; OutOfMemory.
EngineLoader engineLoader();

/// Refuses a model that is not installed. Throws: Model.
void requireModel(const std::string& model);

} // namespace unividx::cli
