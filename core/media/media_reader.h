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
    std::string transfer;  ///< "bt709", "srgb", "pq", "hlg", "linear", "unknown"
    std::string primaries; ///< "bt709", "bt601", "bt2020", "unknown"
    bool fullRange = false;
    std::vector<std::string> guesses; ///< one sentence for each thing the file did not say

    bool operator==(const ColorTags&) const = default;
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
    bool rateIsDeclared = true; ///< false for image sequences without a rate in their header
    FrameRange frames;          ///< the source's own numbers; a movie without timecode starts at 1001
    std::vector<std::int64_t> holes; ///< frame numbers missing from a sequence
    bool variableRate = false;
    bool interlaced = false;
    int rotation = 0;     ///< degrees clockwise that were undone
    bool truncated = false; ///< the end of the file is damaged; `frames` counts the good ones
    bool hasAudio = false;
    ColorTags color;
    std::vector<std::string> layers; ///< EXR layer names; empty else
    std::vector<std::string> notes;  ///< sentences for the artist: what was found and what was done about it
};

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
/// Throws: Input if there is nothing readable at `path`; the sentence says what was found instead.
std::unique_ptr<MediaReader> openMedia(const std::filesystem::path& path);

/// A reader that keeps decoded frames up to `budgetBytes`, dropping the least recently used.
std::unique_ptr<MediaReader> withCache(std::unique_ptr<MediaReader> reader, std::size_t budgetBytes);

} // namespace unividx
