#include "core/base/path_base.h"

#include "core/base/json_object.h"

#include <system_error>

namespace unividx::detail {

std::string PathBase::relative(const std::filesystem::path& path) const
{
    if (path.empty() || path.is_relative() || folder.empty())
        return pathText(path);
    return pathText(path.lexically_normal().lexically_relative(folder.lexically_normal()));
}

std::filesystem::path PathBase::absolute(const std::string& text) const
{
    if (text.empty())
        return {};
    const std::filesystem::path path = pathFrom(text);
    const std::filesystem::path here = (folder / path).lexically_normal();
    if (path.is_absolute() || savedIn.empty() || savedIn == folder)
        return here;
    // A sequence's pattern is no file itself: its folder tells.
    const auto stands = [](const std::filesystem::path& candidate) {
        std::error_code ignored; // what cannot be looked at is not there
        const bool pattern = candidate.filename().string().find_first_of("#@%") != std::string::npos;
        return std::filesystem::exists(pattern ? candidate.parent_path() : candidate, ignored);
    };
    const std::filesystem::path there = (savedIn / path).lexically_normal();
    return !stands(here) && stands(there) ? there : here;
}

} // namespace unividx::detail
