#pragma once

#include "core/comp/stack.h"
#include "core/project/json_object.h"
#include "core/project/project_json.h"

/// Private to core/project: a stack of compositing nodes as JSON. Only what differs from a node's defaults is written.
namespace unividx::detail {

nlohmann::ordered_json stackJson(const CompStack& stack, const PathBase& base);

/// The list under `key`; an empty stack if it is not there. Throws: Input naming the place.
CompStack readStackNodes(ObjectReader& owner, const std::string& key, const PathBase& base);

} // namespace unividx::detail
