#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace unividx::testing {

/// A folder of a test's own, with a name that is hard on programs, removed at the end.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        static int counter = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("unividx José 映像 " + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    /// How many entries it holds, hidden ones too: leftovers of a failed write would be.
    std::size_t entries() const
    {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path_))
            ++count;
        return count;
    }

private:
    std::filesystem::path path_;
};

} // namespace unividx::testing
