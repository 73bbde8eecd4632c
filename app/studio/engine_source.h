#pragma once

#include "ui/jobs/engine_source.h"

namespace unividx::studio {

/// What the window is given of the models.
struct StudioModels {
    ui::EngineSource engines;
    ui::ModelCatalog catalog;
};

/// Model packages by name, the last one kept loaded. What runs them is a library of its own that is opened when it is
/// first needed. `UNIVIDX_ENGINE=fake` puts the engine without a model in their place, as in the command line; there
/// is no catalogue then.
StudioModels makeStudioModels();

} // namespace unividx::studio
