#include "core/color/color_config.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <sstream>
#include <vector>

namespace unividx::detail {

extern const char* const bundledConfigText; // resources/ocio/config.ocio

namespace {

// The same space under the names that the published ACES configs (1.x, 2.x) and the OCIO examples give it.
const std::vector<std::vector<std::string_view>>& usualSpellings()
{
    static const std::vector<std::vector<std::string_view>> groups{
        {"srgb_texture", "sRGB - Texture", "Utility - sRGB - Texture", "srgb_tx", "srgb_rec709_scene",
         "sRGB Encoded Rec.709 (sRGB)", "sRGB"},
        {"lin_rec709", "Linear Rec.709 (sRGB)", "Utility - Linear - sRGB", "lin_rec709_scene", "lin_srgb",
         "Linear sRGB", "Linear"},
        {"rec1886_rec709", "Rec.1886 Rec.709 - Display", "rec1886_rec709_display", "Output - Rec.709", "rec709"},
        {"ACEScg", "ACES - ACEScg", "lin_ap1_scene"},
        {"ACEScct", "ACES - ACEScct"},
        {"ACES2065-1", "ACES - ACES2065-1", "lin_ap0_scene"},
        {"raw", "Raw", "Utility - Raw", "data"},
    };
    return groups;
}

std::string ownName(const ocio::ConstConfigRcPtr& config, std::string_view name)
{
    const std::string text(name);
    const ocio::ConstColorSpaceRcPtr space = config->getColorSpace(text.c_str()); // names, aliases and roles
    return space ? space->getName() : std::string();
}

[[noreturn]] void failOnSpace(const LoadedConfig& active, std::string_view name)
{
    std::string known;
    for (int i = 0; i < active.config->getNumColorSpaces(); ++i)
        known += (i ? ", " : "") + std::string(active.config->getColorSpaceNameByIndex(i));
    throw Error(ErrorKind::Usage, "there is no colour space \"" + std::string(name) + "\" in the colour config (" +
                                      active.source + "); it has: " + known);
}

} // namespace

const LoadedConfig& bundledConfig()
{
    static const LoadedConfig loaded = [] {
        std::istringstream text(bundledConfigText);
        return LoadedConfig{ocio::Config::CreateFromStream(text), "bundled", true};
    }();
    return loaded;
}

LoadedConfig activeConfig()
{
    static std::mutex mutex;
    static std::string cachedPath;
    static LoadedConfig cached;
    const char* variable = std::getenv("OCIO");
    const std::string path = variable ? variable : "";
    if (path.empty())
        return bundledConfig();
    const std::lock_guard lock(mutex);
    if (!cached.config || path != cachedPath) {
        try {
            cached = {ocio::Config::CreateFromFile(path.c_str()), path, false};
        } catch (const ocio::Exception& failure) {
            throw Error(ErrorKind::Input, path + ": the colour config that $OCIO names cannot be read (" +
                                              failure.what() + "); correct or unset OCIO");
        }
        cachedPath = path;
    }
    return cached;
}

std::string resolveSpace(const ocio::ConstConfigRcPtr& config, std::string_view name)
{
    const std::string own = ownName(config, name);
    if (!own.empty())
        return own;
    for (const auto& group : usualSpellings()) {
        if (std::find(group.begin(), group.end(), name) == group.end())
            continue;
        for (const std::string_view spelling : group) {
            const std::string found = ownName(config, spelling);
            if (!found.empty())
                return found;
        }
    }
    return {};
}

ocio::ConstColorSpaceRcPtr findSpace(const LoadedConfig& active, std::string_view name)
{
    for (const ocio::ConstConfigRcPtr& config : {active.config, bundledConfig().config}) {
        if (const std::string found = resolveSpace(config, name); !found.empty())
            return config->getColorSpace(found.c_str());
    }
    failOnSpace(active, name);
}

ocio::ConstCPUProcessorRcPtr makeProcessor(const LoadedConfig& active, std::string_view from, std::string_view to)
{
    const ocio::ConstConfigRcPtr& bundled = bundledConfig().config;
    const auto locate = [&](std::string_view name) -> std::pair<ocio::ConstConfigRcPtr, std::string> {
        if (std::string found = resolveSpace(active.config, name); !found.empty())
            return {active.config, found};
        if (std::string found = resolveSpace(bundled, name); !found.empty())
            return {bundled, found};
        failOnSpace(active, name);
    };
    const auto [fromConfig, fromName] = locate(from);
    const auto [toConfig, toName] = locate(to);
    try {
        const ocio::ConstProcessorRcPtr processor =
            fromConfig == toConfig
                ? fromConfig->getProcessor(fromName.c_str(), toName.c_str())
                : ocio::Config::GetProcessorFromConfigs(fromConfig, fromName.c_str(), toConfig, toName.c_str());
        // Lossless: the default optimisation may replace a curve by a table.
        return processor->getOptimizedCPUProcessor(ocio::OPTIMIZATION_LOSSLESS);
    } catch (const ocio::Exception& failure) {
        throw Error(ErrorKind::Usage, "no transform leads from \"" + fromName + "\" to \"" + toName +
                                          "\" in the colour config (" + active.source + "): " + failure.what());
    }
}

ocio::ConstCPUProcessorRcPtr makeViewProcessor(const LoadedConfig& active, std::string_view from,
                                               const std::string& display, const std::string& view)
{
    const std::string space = resolveSpace(active.config, from);
    if (space.empty())
        failOnSpace(active, from);
    try {
        const auto transform = ocio::DisplayViewTransform::Create();
        transform->setSrc(space.c_str());
        transform->setDisplay(display.c_str());
        transform->setView(view.c_str());
        return active.config->getProcessor(transform)->getOptimizedCPUProcessor(ocio::OPTIMIZATION_LOSSLESS);
    } catch (const ocio::Exception& failure) {
        throw Error(ErrorKind::Usage, "the colour config (" + active.source + ") cannot show pictures as \"" + view +
                                          "\" on \"" + display + "\": " + failure.what());
    }
}

} // namespace unividx::detail
