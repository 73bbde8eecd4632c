#include "core/media/picture_input.h"

#include "core/base/error.h"

namespace unividx::pictures {

std::unique_ptr<OIIO::ImageInput> openPicture(const std::filesystem::path& file, const PictureClaims& claims,
                                              const std::string& where)
{
    std::string reason;
    if (auto input = OIIO::ImageInput::create(claims.format)) {
        OIIO::ImageSpec hints;
        hints.attribute("oiio:UnassociatedAlpha", 1); // pixels as stored: premultiplying and back loses colour
        OIIO::ImageSpec spec;
        if (input->open(file.string(), spec, hints))
            return input;
        reason = input->geterror();
    } else {
        reason = OIIO::geterror();
    }
    throw Error(ErrorKind::Input, file.string() + (where.empty() ? "" : ": " + where) +
                                      ": is not a picture that can be read (" + reason.substr(0, reason.find('\n')) +
                                      ")");
}

} // namespace unividx::pictures
