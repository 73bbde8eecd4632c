#pragma once

#include "ui/jobs/engine_source.h"

#include <memory>
#include <string>

namespace unividx::studio {

/// What libunividx-engine offers: all of the program that needs LibTorch. It is opened when the first run or forecast
/// asks for it, because loading LibTorch takes longer than the window may take to come up.
///
/// C++ types cross the border: the module and the program are built together and share the program's symbols.
struct EngineModule {
    /// Throws: Error.
    std::shared_ptr<Engine> (*load)(const std::string& model, const std::string& device);
    std::vector<ui::ModelCard> (*installed)();
    ui::RunForecast (*forecast)(const std::string& model, const std::string& device, const GenerateRequest& request);
};

/// The name of the module's one function, of type EngineModuleEntry.
inline constexpr const char* engineModuleEntry = "unividxEngineModule";
using EngineModuleEntry = const EngineModule* (*)();

} // namespace unividx::studio
