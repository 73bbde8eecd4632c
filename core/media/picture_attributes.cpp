#include "core/media/picture_library.h"

#include <OpenImageIO/imageio.h>

#include <string_view>

namespace unividx::pictures {

std::map<std::string, std::string> readOwnAttributes(const std::filesystem::path& file)
{
    constexpr std::string_view own = "unividx/";
    std::map<std::string, std::string> attributes;
    const auto input = OIIO::ImageInput::open(file.string());
    if (!input) {
        OIIO::geterror(); // or the library would keep it for the next who asks
        return attributes;
    }
    for (const OIIO::ParamValue& value : input->spec().extra_attribs) {
        const std::string name = value.name().string();
        if (name.starts_with(own))
            attributes[name.substr(own.size())] = value.get_string();
    }
    return attributes;
}

} // namespace unividx::pictures
