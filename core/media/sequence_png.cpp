#include "core/media/sequence_png.h"

#include "core/media/picture_library.h"

namespace unividx {

void writePng(const std::filesystem::path& path, const Image& image, const PngOptions& options)
{
    pictureLibrary().writePng(path, image, options);
}

} // namespace unividx
