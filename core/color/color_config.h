#pragma once

#include <OpenColorIO/OpenColorIO.h>

#include <string>
#include <string_view>

/// Private to core/color: the only place where OpenColorIO's configs are loaded and names looked up.
namespace unividx::detail {

namespace ocio = OCIO_NAMESPACE;

struct LoadedConfig {
    ocio::ConstConfigRcPtr config;
    std::string source; ///< path, or "bundled"
    bool isBundled = true;
};

/// Parsed once. Never fails: the text is part of the program.
const LoadedConfig& bundledConfig();

/// `$OCIO`'s config, read again only when the variable changes; the bundled one if it is unset or empty.
/// Throws: Input.
LoadedConfig activeConfig();

/// The config's own name for a space given as name, alias, role or another config's usual spelling; empty if it has
/// none.
std::string resolveSpace(const ocio::ConstConfigRcPtr& config, std::string_view name);

/// A space of the active config, or of the bundled one where the active has none of that name. Throws: Usage naming the
/// space.
ocio::ConstColorSpaceRcPtr findSpace(const LoadedConfig& active, std::string_view name);

/// Throws: Usage naming the space.
ocio::ConstCPUProcessorRcPtr makeProcessor(const LoadedConfig& active, std::string_view from, std::string_view to);

/// From a space of the config to a view of a display. Throws: Usage naming what there is not.
ocio::ConstCPUProcessorRcPtr makeViewProcessor(const LoadedConfig& active, std::string_view from,
                                               const std::string& display, const std::string& view);

} // namespace unividx::detail
