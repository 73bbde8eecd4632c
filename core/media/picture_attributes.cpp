#include "core/media/picture_library.h"

#include "core/base/error.h"
#include "core/media/picture_input.h"

#include <OpenImageIO/imageio.h>

#include <string_view>

namespace unividx::pictures {

std::map<std::string, std::string> readOwnAttributes(const std::filesystem::path& file)
{
    constexpr std::string_view own = "unividx/";
    std::map<std::string, std::string> attributes;
    try {
        const auto input = openPicture(file, readPictureClaims(file, {}), {});
        for (const OIIO::ParamValue& value : input->spec().extra_attribs) {
            const std::string name = value.name().string();
            if (name.starts_with(own))
                attributes[name.substr(own.size())] = value.get_string();
        }
    } catch (const Error&) {
        return {}; // missing or no picture: then it is not ours
    }
    return attributes;
}

} // namespace unividx::pictures
