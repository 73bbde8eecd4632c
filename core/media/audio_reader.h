#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// The sound of a movie or sound file.
struct AudioInfo {
    std::filesystem::path path;
    std::string codec;
    int fileRate = 0;         ///< samples a second in the file
    int fileChannels = 0;     ///< in the file
    int rate = 0;             ///< samples a second as read
    std::int64_t samples = 0; ///< as read, by the file's own word: where sound ends, silence follows
};

/// Reads sound as stereo at a rate of the caller's choice. Sample 0 sounds when the movie's first frame is shown (in
/// a file without pictures it is the first sample), so sound and frames stay together whatever their streams' starts.
///
/// Thread: one reader is used by one thread at a time.
class AudioReader {
public:
    virtual ~AudioReader() = default;

    virtual const AudioInfo& info() const = 0;

    /// `count` samples from `first` on (any number, also below 0): left and right in turns, full scale is 1. Silence
    /// where there is no sound. Reading on from where the last call ended is cheap, anywhere else seeks.
    /// Throws: Input if the file can no longer be read.
    virtual std::vector<float> read(std::int64_t first, std::int64_t count) = 0;
};

/// `rate`: samples a second. More than two channels are mixed down.
/// Throws: Input if there is no sound at `path` that can be decoded.
std::unique_ptr<AudioReader> openAudio(const std::filesystem::path& path, int rate);

} // namespace unividx
