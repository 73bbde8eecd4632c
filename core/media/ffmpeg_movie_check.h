#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace unividx::detail {

/// What a finished movie is to be.
struct MovieExpectation {
    Resolution size;
    std::int64_t frames = 0;
    std::int64_t ticks = 1; ///< from one frame to the next, in the stream's own time base
};

/// Decodes a finished movie from start to end and compares it with what was to be written: size, number of frames,
/// the time of each, and the BT.709 limited tags. `pause` is called for every frame; what it throws ends the check.
///
/// Throws: Output naming `shownAs`.
void checkMovie(const std::filesystem::path& file, const std::filesystem::path& shownAs,
                const MovieExpectation& expected, const std::function<void()>& pause = {});

} // namespace unividx::detail
