#pragma once

#include "core/image/image.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// How a file encodes colour, and whether the file said so or we guessed.
struct ColorTags {
    std::string matrix;    ///< "bt709", "bt601", "bt2020nc", "rgb"
    std::string transfer;  ///< "bt709", "srgb", "pq", "hlg", "linear", "gamma22", "gamma28", "log", "unknown"
    std::string primaries; ///< "bt709", "bt601", "bt2020", "p3d65", "unknown"
    bool fullRange = false;
    std::string space; ///< a colour space by name, where the file names one, as EXR files of this program do
    std::vector<std::string> guesses; ///< one sentence for each thing the file did not say

    bool operator==(const ColorTags&) const = default;
};

/// What to read of a file that holds more than one picture a frame.
struct OpenOptions {
    /// A layer of a multi-layer EXR ("albedo", "N"), one of its channels ("alpha.A") or a part's name.
    /// Empty: the main image. A layer with one channel is read as grey.
    std::string layer;

    bool operator==(const OpenOptions&) const = default;
};

/// What is in a movie, an image sequence or a single image. Frames are counted by decoding or
/// demuxing, never trusted from a header.
struct MediaInfo {
    std::filesystem::path path;
    std::string format; ///< container or file format: "mov,mp4,...", "openexr"
    std::string codec;  ///< "h264", "prores"; empty for image sequences
    std::string pixelFormat;
    Resolution resolution; ///< as shown: after rotation
    int bitDepth = 8;
    int channels = 3; ///< 3, or 4 where there is alpha
    bool premultiplied = false;
    bool sceneLinear = false; ///< pixels are scene-linear (EXR), else display-encoded
    FrameRate rate;
    bool rateIsDeclared = true;      ///< false for image sequences without a rate in their header
    FrameRange frames;               ///< the source's own numbers; a movie without timecode starts at 1001
    std::string timecode;            ///< of the first frame, as the file says it ("01:00:00:00"); empty if it does not
    std::vector<std::int64_t> holes; ///< frame numbers missing from a sequence
    bool variableRate = false;       ///< frame times are uneven; number n shows what is on screen at (n - first) / rate
    bool interlaced = false;
    int rotation = 0;       ///< degrees clockwise that were undone
    bool truncated = false; ///< the end of the file is damaged; `frames` counts the good ones
    bool hasAudio = false;
    ColorTags color;
    std::vector<std::string> layers; ///< EXR layer names beside the main image; empty else
    std::string layer;               ///< the layer that is read; empty for the main image
    std::vector<std::string> notes;  ///< sentences for the artist: what was found and what was done about it
};

/// Whether it is a single image by its name, not a sequence of one frame or a movie.
bool isStillImage(const MediaInfo& info);

/// Reads one clip's frames in any order.
///
/// Thread: one reader is used by one thread at a time.
class MediaReader {
public:
    virtual ~MediaReader() = default;

    virtual const MediaInfo& info() const = 0;

    /// The frame with this number, float RGB or RGBA as `info().channels` says; display-encoded values in
    /// [0, 1] (8-bit code 255 is exactly 1) unless `info().sceneLinear`.
    /// The same pixels whatever was read before.
    /// Throws: Input naming file and frame if the frame is outside the range, a hole, or cannot be decoded.
    virtual Image read(std::int64_t frame) = 0;
};

/// Opens a movie, an image sequence (`shot.####.exr`, `shot.%04d.exr`, `shot.@@@@.exr`, optionally with a
/// range `shot.####.exr 1-50,60-100`), a folder holding one sequence, or a single image.
///
/// Movies: YUV is brought to RGB at full precision (siting-aware bicubic chroma), rotation is applied, nothing
/// is deinterlaced. Short movies are decoded once on opening, so their count is decoded truth; of long ones the
/// packets are counted and both ends decoded. A frame lost in the middle shows the one before it, and a note
/// says so; a damaged end is left off and `info().truncated` is set.
///
/// Throws: Input if there is nothing readable at `path`; the sentence says what was found instead.
std::unique_ptr<MediaReader> openMedia(const std::filesystem::path& path, const OpenOptions& options = {});

/// A reader that keeps decoded frames up to `budgetBytes`, dropping the least recently used.
std::unique_ptr<MediaReader> withCache(std::unique_ptr<MediaReader> reader, std::size_t budgetBytes);

} // namespace unividx
