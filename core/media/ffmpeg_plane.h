#pragma once

#include "core/media/ffmpeg_handles.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <cstdint>
#include <vector>

namespace unividx::ffmpeg {

/// Reads one component (Y, U, V, or R, G, B, A) of a frame in any pixel format, a row at a time, as codes.
class PlaneReader {
public:
    /// `component`: as FFmpeg's pixel format descriptor counts them.
    PlaneReader(const AVFrame& frame, const AVPixFmtDescriptor& format, int component, int width);

    /// Writes the row's codes times `scale` plus `offset` to `out`, `width` values.
    void readRow(int y, float scale, float offset, float* out);

private:
    const AVFrame& frame_;
    const AVPixFmtDescriptor& format_;
    int component_;
    int width_;
    std::vector<std::uint16_t> codes_; ///< for packed, big-endian and palette formats only
};

} // namespace unividx::ffmpeg
