#pragma once

#include "core/media/ffmpeg_handles.h"
#include "core/media/media_reader.h"

namespace unividx::ffmpeg {

/// How the movie's colour is encoded, from the frame, else the stream, else its size and codec; each guess
/// is said in `guesses`.
ColorTags colorTagsOf(const AVFrame& frame, const AVCodecParameters& stream);

} // namespace unividx::ffmpeg
