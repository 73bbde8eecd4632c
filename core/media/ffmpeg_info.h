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
    /// The times in the file are damaged: they would hold frames for hours. Its frames are counted one after another.
    bool timesAreUseless = false;
};

/// Throws: Input if its pixels are of a kind that cannot be shown, or it has more frames than the limit.
MovieFacts describeMovie(const std::filesystem::path& path, const MovieSource& source, const MovieIndex& index);

} // namespace unividx::ffmpeg
