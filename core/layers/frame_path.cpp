#include "core/layers/frame_path.h"

#include "core/layers/shot_name.h"

#include <cstdlib>

namespace unividx {

namespace {

std::string stem(std::string_view shot, std::string_view layer)
{
    std::string name = portableName(shot);
    if (name.empty() || name.front() == '.')
        name.insert(name.begin(), '_'); // never a hidden file, nor one without a name
    return name + "_" + std::string(layer);
}

std::filesystem::path named(const std::filesystem::path& folder, const std::string& name)
{
    return folder / std::filesystem::path(name);
}

} // namespace

std::filesystem::path framePath(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                std::int64_t frame, std::string_view extension)
{
    std::string digits = std::to_string(frame < 0 ? -frame : frame);
    if (digits.size() < 4)
        digits.insert(0, 4 - digits.size(), '0');
    return named(folder, stem(shot, layer) + "." + (frame < 0 ? "-" : "") + digits + std::string(extension));
}

std::filesystem::path framePattern(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                   std::string_view extension)
{
    return named(folder, stem(shot, layer) + ".####" + std::string(extension));
}

std::filesystem::path moviePath(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                std::string_view extension)
{
    return named(folder, stem(shot, layer) + std::string(extension));
}

} // namespace unividx
