#include "core/media/picture_library.h"

namespace unividx {

namespace {

constexpr PictureLibrary library{pictures::readPictureHeader, pictures::readPicture, pictures::readOwnAttributes,
                                 pictures::writeExr, pictures::writePng};

} // namespace

} // namespace unividx

extern "C" __attribute__((visibility("default"))) const unividx::PictureLibrary* unividxPictureLibrary()
{
    return &unividx::library;
}
