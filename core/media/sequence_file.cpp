#include "core/media/sequence_file.h"

#include "core/media/picture_library.h"

namespace unividx {

PictureHeader readPictureHeader(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    return pictureLibrary().readPictureHeader(file, options, where);
}

Image readPicture(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    return pictureLibrary().readPicture(file, options, where);
}

} // namespace unividx
