#pragma once

#include "core/media/picture_claims.h"

#include <OpenImageIO/imageio.h>

#include <filesystem>
#include <memory>
#include <string>

namespace unividx::pictures {

/// Opens a picture with the one reader its content asks for, alpha as stored. Left to itself the library tries all of
/// its readers, among them FFmpeg, which opens play lists and network streams.
///
/// Throws: Input naming the file, and `where` if it is not empty.
std::unique_ptr<OIIO::ImageInput> openPicture(const std::filesystem::path& file, const PictureClaims& claims,
                                              const std::string& where);

} // namespace unividx::pictures
