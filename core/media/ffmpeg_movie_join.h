#pragma once

#include "core/image/image.h"
#include "core/media/ffmpeg_movie_writer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// What a movie says of itself, without decoding it.
struct MovieFacts {
    Resolution size;
    std::int64_t frames = 0; ///< packets that are there, not what the header promises
    std::string comment;     ///< the file's own comment field
    std::string codecHeader; ///< what decoders need before the first packet; movies that differ in it cannot be joined
};

/// Whether every packet is to be counted.
enum class CountFrames { No, Yes };

/// Nothing for a file that is missing, damaged or has no video.
std::optional<MovieFacts> readMovieFacts(const std::filesystem::path& movie, CountFrames count);

/// Makes one movie of several that have the same codec header, one behind the other; no picture is encoded again. Each
/// must begin with a frame that needs no other, as a whole movie does. Of `options` rate, codec, time code and comment
/// count. `pause` is called for every frame, as it is copied and as it is checked; what it throws ends the matter.
///
/// The file is decoded from start to end before it has its name. Throws: Output naming the file.
void joinMovies(const std::vector<std::filesystem::path>& parts, const std::filesystem::path& movie,
                const MovieOptions& options, const std::function<void()>& pause);

} // namespace unividx
