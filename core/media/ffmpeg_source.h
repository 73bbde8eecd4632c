#pragma once

#include "core/media/ffmpeg_handles.h"
#include "core/media/ffmpeg_log.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace unividx::ffmpeg {

/// Where decoding can begin.
struct KeyPacket {
    std::int64_t time = 0;   ///< presentation time
    std::int64_t decode = 0; ///< decoding time, or the presentation time where the container has none
};

/// The first real video stream of a movie file, opened for reading packets and decoding frames one after another.
class MovieSource {
public:
    /// Throws: Input if the file is missing, not a movie, cut off, or has no video that can be decoded.
    explicit MovieSource(std::filesystem::path path);

    const AVFormatContext& container() const { return *input_; }
    const AVStream& stream() const { return *stream_; }
    const AVCodecContext& decoder() const { return *decoder_; }
    LogSink& log() const { return *log_; }

    /// The video stream's next packet as stored; null at the end. Do not mix with nextFrame().
    const AVPacket* nextPacket();

    /// True once the file ended in an error or within a packet rather than at its proper end.
    bool endedBadly() const { return endedBadly_; }

    /// The next frame in presentation order; null at the end. Packets that cannot be decoded are passed over.
    Frame nextFrame();

    /// Decoding goes on at that key packet: the next frames are the ones from its time on, except that frames
    /// shown before it (open groups of pictures) may come first and are to be ignored.
    /// Throws: Input if the file can no longer be read.
    void seek(const KeyPacket& key);

    /// Decoding goes on at the file's very start. Throws: Input as above.
    void restart();

private:
    void openInput();
    void openDecoder();
    bool fetch();
    bool advanceTo(const KeyPacket& key);
    bool send(const AVPacket* packet);

    std::filesystem::path path_;
    std::unique_ptr<LogSink> log_; // before the contexts that write to it
    InputContext input_;
    AVStream* stream_ = nullptr;
    CodecContext decoder_;
    Packet packet_;
    bool pending_ = false; ///< packet_ was read but not yet decoded
    bool draining_ = false;
    bool endedBadly_ = false;
};

/// The time a decoded frame carries: the container's where it has one.
inline std::int64_t timeOf(const AVFrame& frame)
{
    return frame.pts != AV_NOPTS_VALUE ? frame.pts : frame.best_effort_timestamp;
}

/// True if the decoder had to invent part of the frame.
bool isDamaged(const AVFrame& frame);

/// True if the frame is two fields.
bool isInterlaced(const AVFrame& frame);

} // namespace unividx::ffmpeg
