#pragma once

#include "core/image/image.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace unividx::testing {

/// A folder of a test's own, with a name that is hard on programs, removed at the end.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        static int counter = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("unividx media José 映像 " + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored; // a leftover in the temporary folder harms no one
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// Runs `ffmpeg -v error -y ARGUMENTS`; the test fails if it does.
inline void ffmpeg(const std::string& arguments)
{
    const std::string command = "SVT_LOG=0 ffmpeg -nostdin -v fatal -y " + arguments;
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

inline std::string quoted(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

/// Makes a moving test picture of that many frames.
inline std::filesystem::path makeClip(const std::filesystem::path& path, int frames, const std::string& codec,
                                      const std::string& source = "testsrc2=s=160x96:r=24")
{
    ffmpeg("-f lavfi -i '" + source + "' -frames:v " + std::to_string(frames) + " " + codec + " " + quoted(path));
    return path;
}

inline std::vector<float> pixelsOf(const Image& image)
{
    return {image.data(), image.data() + image.byteSize() / sizeof(float)};
}

inline std::string readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void writeFile(const std::filesystem::path& path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace unividx::testing
