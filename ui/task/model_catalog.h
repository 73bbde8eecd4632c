#pragma once

#include "core/engine/engine.h"

#include <functional>
#include <string>
#include <vector>

namespace unividx::ui {

/// A model package as it is offered for choice.
struct ModelCard {
    std::string name;  ///< what task settings call it
    std::string title; ///< for people
    std::vector<std::string> families;
    std::string problem; ///< why it cannot be used; empty if it can

    bool operator==(const ModelCard&) const = default;
};

/// What a run will come to, as far as the package's files tell before its weights are loaded.
struct RunForecast {
    int steps = 0;
    Resolution size; ///< the model's, in pixels
    std::int64_t window = 0;
    std::int64_t windows = 0;
    double work = 0;             ///< pixels times steps times passes, of all windows; a measure of time on one machine
    std::int64_t memoryNeed = 0; ///< bytes
    std::int64_t memoryFree = 0; ///< bytes; 0 where it is not known

    bool operator==(const RunForecast&) const = default;
};

/// What is known of the models without running one. Both are called on a background thread and may take their time; a
/// function that is not set is not asked. Throw: Error.
struct ModelCatalog {
    std::function<std::vector<ModelCard>()> installed;
    std::function<RunForecast(const std::string& model, const std::string& device, const GenerateRequest& request)>
        forecast;
};

} // namespace unividx::ui
