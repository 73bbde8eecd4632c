#pragma once

#include "core/base/json_object.h"
#include "core/base/path_base.h"
#include "core/comp/stack.h"

/// Private to core: a stack of compositing nodes as JSON. Only what differs from a node's defaults is written.
namespace unividx::detail {

nlohmann::ordered_json stackJson(const CompStack& stack, const PathBase& base);

/// The list under `key`; an empty stack if it is not there. Throws: Input naming the place.
CompStack readStackNodes(ObjectReader& owner, const std::string& key, const PathBase& base);

} // namespace unividx::detail
