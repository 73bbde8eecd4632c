#pragma once

#include "core/image/image.h"
#include "core/media/ffmpeg_movie_writer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// A stretch of a movie, complete and checked, in a file of its own.
struct MoviePart {
    std::filesystem::path file;
    std::int64_t first = 0; ///< frames of the movie before it
    std::int64_t frames = 0;
    std::string comment; ///< what it says of itself
};

/// Where the parts of a movie lie until it is whole: a folder beside it, `name.mp4.parts`.
std::filesystem::path partsFolder(const std::filesystem::path& movie);

/// The parts of a movie that are there, in order.
std::vector<MoviePart> findMovieParts(const std::filesystem::path& movie);

/// A movie that is encoded part by part and joined at the end without encoding again, so that one that was cut off goes
/// on behind its last complete part. Parts have the same borders always: however often it was cut off, it has the bits
/// of one that was not, as far as the encoder makes the same of the same. Each begins with a key frame and looks at no
/// other part, which costs 5 to 6 % of size (H.264 and HEVC of a kitchen, 640x480; ProRes has key frames alone), and
/// makes it quicker to find a frame in a review.
///
/// Thread: one at a time; of several processes only one may write a movie.
class PartedMovie {
public:
    static constexpr std::int64_t partLength = 48; ///< frames: two seconds, and a few more to do again

    /// `options`: the comment stands in the parts too. `keep` says whether a part that is there is this movie's, and
    /// throws if it is somebody else's who must not lose it; parts that are not kept are removed.
    /// Throws: Output if another process is writing this movie, or the folder cannot be made; what `keep` throws.
    PartedMovie(std::filesystem::path movie, const MovieOptions& options, std::int64_t frames,
                const std::function<bool(const MoviePart&)>& keep);

    /// What was complete stays, for the next one who makes the movie.
    ~PartedMovie();
    PartedMovie(const PartedMovie&) = delete;
    PartedMovie& operator=(const PartedMovie&) = delete;

    /// Whether a frame is in a complete part. `index`: of the movie's frames, from 0.
    bool has(std::int64_t index) const;

    /// Every frame that was not there, in order. Throws: as MovieWriter::write.
    void write(std::int64_t index, const Image& picture);

    /// Joins the parts, decodes the movie, gives it its name and removes them. `pause`: as for joinMovies.
    /// Throws: Output naming the file; the parts stay then.
    void finish(const std::function<void()>& pause);

private:
    struct Lock;

    std::int64_t framesFrom(std::int64_t first) const;
    std::filesystem::path partPath(std::int64_t first) const;
    void dropOtherEncoders();

    std::filesystem::path movie_;
    MovieOptions options_;
    std::int64_t frames_;
    std::map<std::int64_t, MoviePart> parts_; ///< complete ones, by their first frame
    std::int64_t first_ = 0;                  ///< of the part that is being written
    std::unique_ptr<MovieWriter> writer_;
    std::unique_ptr<Lock> lock_;
};

} // namespace unividx
