#pragma once

#include "core/base/atomic_file.h"
#include "core/media/ffmpeg_movie_writer.h"
#include "core/media/ffmpeg_write_handles.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace unividx::detail {

/// Throws: Output naming the file, what did not work and the library's reason.
[[noreturn]] void failOnMovie(const std::filesystem::path& path, const std::string& what, int code);

/// A movie file with one video stream. It has its name only after `finish()` has decoded it again; without that nothing
/// is left behind.
class MovieContainer {
public:
    /// `stream`: what the packets are. Of `options` rate, codec, time code and comment count.
    /// Throws: Output naming the file.
    MovieContainer(std::filesystem::path path, const MovieOptions& options, const AVCodecParameters& stream);

    /// Ticks of exactly one denominator of the rate a frame.
    AVRational timeBase() const { return stream_->time_base; }

    /// A packet in timeBase(); it is empty afterwards. Throws: Output naming the file.
    void write(AVPacket& packet);

    /// Completes, decodes and publishes the file. `pause` is called for every frame; what it throws ends the matter.
    /// Throws: Output naming the file.
    void finish(std::int64_t frames, const std::function<void()>& pause = {});

private:
    std::filesystem::path path_;
    AtomicFile file_;
    detail::OutputContext container_;
    AVStream* stream_ = nullptr;
};

} // namespace unividx::detail
