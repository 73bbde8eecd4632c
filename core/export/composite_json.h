#pragma once

#include "core/comp/comp_clip.h"

#include <nlohmann/json.hpp>

/// Private to core/export.
namespace unividx::detail {

nlohmann::ordered_json filesJson(const CompFiles& files);

/// Throws: Input, and what nlohmann-json throws, if a key is missing or a layer is unknown.
CompFiles filesFrom(const nlohmann::ordered_json& json);

} // namespace unividx::detail
