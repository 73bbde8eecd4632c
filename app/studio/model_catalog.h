#pragma once

#include "ui/task/model_catalog.h"

namespace unividx::studio {

/// The model packages that are installed. What reads them is a library of its own that is opened when it is first
/// needed. With `UNIVIDX_ENGINE=fake`, workers take the engine without a model; the catalogue is empty then.
ui::ModelCatalog makeModelCatalog();

} // namespace unividx::studio
