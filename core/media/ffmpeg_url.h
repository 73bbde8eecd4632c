#pragma once

#include <filesystem>
#include <string>

namespace unividx::ffmpeg {

/// A path as FFmpeg is given it. Without the scheme a name like "http:a" or "concat:a|b" would be one.
inline std::string urlOf(const std::filesystem::path& path)
{
    return "file:" + path.string();
}

} // namespace unividx::ffmpeg
