#include "core/layers/shot_name.h"

namespace unividx {

std::string portableName(std::string_view name)
{
    std::string portable(name);
    for (char& character : portable) {
        if (static_cast<unsigned char>(character) < 0x20 ||
            std::string_view("/\\:*?\"<>|").find(character) != std::string_view::npos)
            character = '_';
    }
    return portable;
}

std::string shotName(std::string_view name)
{
    // The place of a sequence's frame number is no part of the shot's name.
    std::string shot = portableName(name.substr(0, name.find_first_of("#@%")));
    while (!shot.empty() && (shot.back() == '.' || shot.back() == '_' || shot.back() == '-'))
        shot.pop_back();
    return shot.empty() ? "shot" : shot;
}

std::string shotNameOf(const std::filesystem::path& clip)
{
    return shotName((clip.filename().empty() ? clip.parent_path() : clip).stem().string());
}

} // namespace unividx
