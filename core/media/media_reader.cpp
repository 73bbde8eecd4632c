#include "core/media/media_reader.h"

#include "core/base/error.h"
#include "core/media/ffmpeg_reader.h"
#include "core/media/sequence_reader.h"

#include <exception>
#include <new>
#include <system_error>

namespace unividx {

namespace {

std::unique_ptr<MediaReader> openExisting(const std::filesystem::path& path, const OpenOptions& options)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return openSequenceFolder(path, options);
    if (!std::filesystem::is_regular_file(path, error))
        throw Error(ErrorKind::Input, path.string() + ": is neither a file nor a folder");
    if (std::filesystem::file_size(path, error) == 0 && !error)
        throw Error(ErrorKind::Input, path.string() + ": the file is empty (0 bytes)");
    if (looksLikeImageFile(path))
        return openSingleImage(path, options);
    if (!options.layer.empty())
        throw Error(ErrorKind::Input, path.string() + ": a movie has no layer '" + options.layer + "'");
    return openMovie(path);
}

} // namespace

bool isStillImage(const MediaInfo& info)
{
    return info.codec.empty() && info.frames.count == 1 && info.path.string().find_first_of("#@%") == std::string::npos;
}

std::unique_ptr<MediaReader> openMedia(const std::filesystem::path& path, const OpenOptions& options)
{
    std::error_code error;
    if (std::filesystem::exists(path, error))
        return openExisting(path, options);
    if (error)
        throw Error(ErrorKind::Input, path.string() + ": cannot be read (" + error.message() + ")");
    if (const auto pattern = parseSequencePattern(path))
        return openSequence(path, *pattern, options);
    throw Error(ErrorKind::Input, path.string() + ": there is no such file or folder");
}

} // namespace unividx
