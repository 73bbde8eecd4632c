#pragma once

#include "core/engine/engine.h"

#include <functional>
#include <memory>
#include <string>

namespace unividx::ui {

/// Gives the engine for a package and a device; it may take its time and is called on the jobs' thread.
/// Throws: Error.
using EngineSource = std::function<std::shared_ptr<Engine>(const std::string& model, const std::string& device)>;

} // namespace unividx::ui
