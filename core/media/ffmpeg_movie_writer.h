#pragma once

#include "core/base/existing_file.h"
#include "core/image/image.h"
#include "core/time/frame_rate.h"
#include "core/time/timecode.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace unividx {

/// 4:2:0 plays everywhere; 4:4:4 keeps colour edges and odd sizes.
enum class ChromaSampling { Half, Full };

enum class MovieCodec {
    H264,       ///< MP4, 8 bit: plays everywhere
    Hevc,       ///< MP4, 10 bit: smaller, for review
    ProRes4444, ///< MOV, 10 bit with 16-bit alpha, every frame by itself: for editing
};

struct MovieOptions {
    FrameRate rate;
    MovieCodec codec = MovieCodec::H264;
    ChromaSampling chroma = ChromaSampling::Half;
    int quality = 12; ///< x264's and x265's constant rate factor: 0 is lossless, 18 is good, 12 has no visible loss
    std::optional<Timecode> timecode; ///< of the first frame; without it none is written
    std::string comment;              ///< the file's own comment field
    ExistingFile existing = ExistingFile::Refuse;
};

/// ".mp4" or ".mov". Throws: nothing.
const char* movieExtension(MovieCodec codec);

/// Writes a movie. Pictures are display-encoded RGB in [0, 1], all of one size, for ProRes also RGBA with straight
/// alpha; they become 8-bit (10-bit codecs: 16-bit) by the rules of core/media/quantize.h, are converted with the
/// BT.709 matrix to limited range, and the file is tagged so (matrix, primaries, transfer; range where the container
/// has it). ProRes is 4:4:4 always. With 4:2:0 an odd width or height grows by one: the last column or row is repeated.
///
/// The file has its name only after `finish()` has decoded it again; without that nothing is left behind.
class MovieWriter {
public:
    /// Throws: Output if the file exists and may not be replaced or cannot be written; Usage for a rate that is not
    /// above zero.
    MovieWriter(std::filesystem::path path, const MovieOptions& options);
    ~MovieWriter();
    MovieWriter(const MovieWriter&) = delete;
    MovieWriter& operator=(const MovieWriter&) = delete;

    /// Throws: Output naming the file; Internal if the size differs from the first picture's, or there are not three
    /// channels.
    void write(const Image& picture);

    std::int64_t frames() const;

    /// Completes, checks and publishes the file; a second call does nothing. Nothing is published without frames.
    /// Throws: Output naming the file.
    void finish();

private:
    struct Encoder;
    std::filesystem::path path_;
    MovieOptions options_;
    bool finished_ = false;
    std::unique_ptr<Encoder> encoder_; // made with the first picture, whose size it needs
};

} // namespace unividx
