#include "core/run/layer_file_format.h"

#include "core/base/error.h"
#include "core/layers/output_names.h"

#include <array>
#include <utility>

namespace unividx {

namespace {

constexpr std::array<std::pair<std::string_view, LayerFileFormat>, 6> formats{{
    {"exr", LayerFileFormat::Exr},
    {"exr-multilayer", LayerFileFormat::ExrMultilayer},
    {"exr-multipart", LayerFileFormat::ExrMultipart},
    {"png", LayerFileFormat::Png},
    {"png16", LayerFileFormat::Png16},
    {"mp4", LayerFileFormat::Mp4},
}};

} // namespace

std::optional<LayerFileFormat> findLayerFileFormat(std::string_view name)
{
    for (const auto& [known, format] : formats) {
        if (known == name)
            return format;
    }
    return std::nullopt;
}

std::string_view nameOf(LayerFileFormat format)
{
    for (const auto& [name, known] : formats) {
        if (known == format)
            return name;
    }
    throw Error(ErrorKind::Internal, "a layer format has no name");
}

std::vector<std::string> layerFileFormatNames()
{
    std::vector<std::string> names;
    for (const auto& [name, format] : formats)
        names.emplace_back(name);
    return names;
}

std::string_view extensionOf(LayerFileFormat format)
{
    switch (format) {
    case LayerFileFormat::Png:
    case LayerFileFormat::Png16:
        return "png";
    case LayerFileFormat::Mp4:
        return "mp4";
    default:
        return "exr";
    }
}

bool holdsAllLayers(LayerFileFormat format)
{
    return format == LayerFileFormat::ExrMultilayer || format == LayerFileFormat::ExrMultipart;
}

std::string_view usualPattern(LayerFileFormat format)
{
    return format == LayerFileFormat::Mp4 ? usualMoviePattern : usualSequencePattern;
}

} // namespace unividx
