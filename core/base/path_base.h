#pragma once

#include <filesystem>
#include <string>

namespace unividx::detail {

/// Paths on disk as a file in one folder has them.
struct PathBase {
    std::filesystem::path folder;  ///< absolute: of the file; empty: paths stay as they are
    std::filesystem::path savedIn; ///< where it was saved, if the file says so; empty else

    std::string relative(const std::filesystem::path& path) const;

    /// Absolute; an empty text stays an empty path.
    std::filesystem::path absolute(const std::string& text) const;
};

} // namespace unividx::detail
