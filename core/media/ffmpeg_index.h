#pragma once

#include "core/media/ffmpeg_source.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace unividx::ffmpeg {

/// Every frame of a movie and where decoding can begin, found by reading all its packets.
///
/// Short movies (up to about 150 frames of full HD) are decoded whole, and so are those whose packets do not say
/// when they are shown. Of others the first and the last group of pictures are decoded; a packet in
/// between counts as a frame. Memory: 16 bytes a frame.
struct MovieIndex {
    std::vector<std::int64_t> times;    ///< of each frame that decodes, ascending
    std::vector<std::int64_t> expected; ///< of each frame that should be there, for measuring the rate
    std::vector<KeyPacket> keys;        ///< ascending in time
    bool byOrder = false;   ///< times are useless: `times[i]` is i, and frames are found by decoding from the start
    bool truncated = false; ///< the end is missing or damaged
    std::int64_t lostAtStart = 0;
    std::int64_t lostInside = 0;
    std::int64_t lostAtEnd = 0;
    std::int64_t damaged = 0; ///< kept, but the decoder had to fill in parts
    bool interlaced = false;
    Frame first; ///< the first good frame: it alone knows the true pixel format
};

/// Throws: Input if no frame can be decoded.
MovieIndex buildIndex(const std::filesystem::path& path);

} // namespace unividx::ffmpeg
