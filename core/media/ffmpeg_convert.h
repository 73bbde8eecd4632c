#pragma once

#include "core/image/image.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/media_reader.h"

namespace unividx::ffmpeg {

/// True if frames of this format can be converted: integer or 32-bit float RGB, YUV, grey or palette.
bool canConvert(AVPixelFormat format);

/// A decoded frame as float RGB, or RGBA if `channels` is 4, upright as stored, each value in [0, 1].
///
/// The matrix and range are `tags`'; YUV goes straight from its codes to float, chroma is brought to full size
/// by a bicubic at its true siting (field by field in interlaced 4:2:0). Grey repeats, a missing alpha is 1.
///
/// Throws: Internal if canConvert() is false.
Image toImage(const AVFrame& frame, const ColorTags& tags, int channels);

} // namespace unividx::ffmpeg
