#pragma once

#include "core/media/ffmpeg_index.h"
#include "core/media/frame_times.h"
#include "core/media/media_reader.h"
#include "core/media/orientation.h"

#include <filesystem>

namespace unividx::ffmpeg {

/// Everything known of a movie once it is indexed.
struct MovieFacts {
    MediaInfo info;
    Orientation orientation;
    TimeBase timeBase;
};

/// Throws: Input if its pixels are of a kind that cannot be shown.
MovieFacts describeMovie(const std::filesystem::path& path, const MovieSource& source, const MovieIndex& index);

} // namespace unividx::ffmpeg
