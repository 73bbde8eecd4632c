#include "core/media/sequence_attributes.h"

#include "core/media/picture_library.h"

namespace unividx {

std::map<std::string, std::string> readOwnAttributes(const std::filesystem::path& file)
{
    return pictureLibrary().readOwnAttributes(file);
}

} // namespace unividx
