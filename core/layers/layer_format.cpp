#include "core/layers/layer_format.h"

#include "core/base/error.h"

namespace unividx {

const std::vector<LayerFormat>& layerFormats()
{
    static const std::vector<LayerFormat> formats{
        {"rgb", "", Decoding::Color, false, Highlights::None},
        {"albedo", "albedo", Decoding::Color, false, Highlights::None},
        {"irradiance", "irradiance", Decoding::Color, false, Highlights::Everywhere},
        {"normal", "N", Decoding::UnitNormal, false, Highlights::None},
        {"alpha", "alpha", Decoding::Matte, false, Highlights::None},
        {"foreground", "fg", Decoding::Color, true, Highlights::Everywhere},
        {"background", "bg", Decoding::Color, false, Highlights::OutsideMatte},
    };
    return formats;
}

const LayerFormat& layerFormat(std::string_view modality)
{
    for (const LayerFormat& format : layerFormats()) {
        if (format.modality == modality)
            return format;
    }
    throw Error(ErrorKind::Internal, "no file layout is known for a modality named " + std::string(modality));
}

std::vector<std::string> LayerFormat::channels(bool withAlpha) const
{
    std::vector<std::string> names;
    if (decoding == Decoding::UnitNormal)
        names = {"X", "Y", "Z"};
    else
        names = plainChannels(withAlpha);
    if (!prefix.empty()) {
        for (std::string& name : names)
            name = std::string(prefix) + "." + name;
    }
    return names;
}

std::vector<std::string> LayerFormat::plainChannels(bool withAlpha) const
{
    if (decoding == Decoding::Matte)
        return {"A"};
    std::vector<std::string> names{"R", "G", "B"};
    if (withAlpha)
        names.push_back("A");
    return names;
}

} // namespace unividx
