#include "core/media/ffmpeg_source.h"
#include "core/media/ffmpeg_url.h"

#include "core/base/error.h"
#include "core/base/limits.h"

extern "C" {
#include <libavutil/dict.h>
}

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace unividx::ffmpeg {

namespace {

/// Movie containers only: FFmpeg also reads play lists, subtitles and text art, which are not what a user
/// means by a clip, and some of which open further files.
constexpr const char* movieFormats = "mov,matroska,avi,mpegts,mpeg,mpegvideo,mxf,flv,ogg,asf,nut,ivf,obu,h264,hevc,"
                                     "m4v,av1,gif,apng,dv,gxf,yuv4mpegpipe,rm,dnxhd,mjpeg";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what)
{
    throw Error(ErrorKind::Input, path.string() + ": " + what);
}

/// True if the file begins with one of the boxes that begin an MP4 or QuickTime file.
bool beginsLikeMov(const std::filesystem::path& path)
{
    std::array<char, 8> head{};
    std::ifstream(path, std::ios::binary).read(head.data(), head.size());
    const std::string box(head.data() + 4, 4);
    return box == "ftyp" || box == "mdat" || box == "wide" || box == "free" || box == "skip" || box == "moov";
}

std::string whyNotOpened(const std::filesystem::path& path, const LogSink& log, int code)
{
    if (log.saw("moov atom not found") && beginsLikeMov(path))
        return "the movie's index (moov) is missing: recording or copying it was cut short, and without the index "
               "no frame can be found; copy it again";
    if (code == AVERROR_INVALIDDATA || log.saw("moov atom not found"))
        return "is not a movie that can be read: its content is no known movie format";
    const std::string last = log.lastError();
    return "cannot be opened as a movie (" + (last.empty() ? describeCode(code) : last) + ")";
}

/// Reads what the container does not say from the streams, in decoders that keep to the limits.
int probeStreams(AVFormatContext& context)
{
    std::vector<AVDictionary*> options(context.nb_streams, nullptr);
    for (AVDictionary*& option : options)
        av_dict_set_int(&option, "max_pixels", limits().moviePixels, 0);
    const int found = avformat_find_stream_info(&context, options.empty() ? nullptr : options.data());
    for (AVDictionary*& option : options)
        av_dict_free(&option);
    return found;
}

bool hasAlphaBeside(const AVStream& stream)
{
    const AVDictionaryEntry* entry = av_dict_get(stream.metadata, "alpha_mode", nullptr, 0);
    return entry != nullptr && std::strcmp(entry->value, "1") == 0;
}

const AVCodec* chooseDecoder(const AVStream& stream)
{
    // FFmpeg's own VP8 and VP9 decoders ignore the second stream that carries alpha; libvpx reads it.
    const AVCodecID id = stream.codecpar->codec_id;
    if (hasAlphaBeside(stream) && (id == AV_CODEC_ID_VP9 || id == AV_CODEC_ID_VP8))
        if (const AVCodec* codec = avcodec_find_decoder_by_name(id == AV_CODEC_ID_VP9 ? "libvpx-vp9" : "libvpx"))
            return codec;
    return avcodec_find_decoder(id);
}

} // namespace

bool isDamaged(const AVFrame& frame)
{
    return frame.decode_error_flags != 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0;
}

bool isInterlaced(const AVFrame& frame)
{
#ifdef AV_FRAME_FLAG_INTERLACED
    return (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame.interlaced_frame != 0;
#endif
}

MovieSource::MovieSource(std::filesystem::path path)
    : path_(std::move(path)), log_(std::make_unique<LogSink>()), packet_(av_packet_alloc())
{
    openInput();
    openDecoder();
}

void MovieSource::openInput()
{
    input_.reset();
    AVFormatContext* context = avformat_alloc_context();
    if (context == nullptr)
        throw Error(ErrorKind::OutOfMemory, path_.string() + ": no memory to open it");
    context->opaque = log_.get();
    AVDictionary* options = nullptr;
    av_dict_set(&options, "format_whitelist", movieFormats, 0);
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    const std::string url = urlOf(path_);
    const int opened = avformat_open_input(&context, url.c_str(), nullptr, &options); // frees context on failure
    av_dict_free(&options);
    if (opened < 0)
        refuse(path_, whyNotOpened(path_, *log_, opened));
    input_.reset(context);
    if (const int found = probeStreams(*context); found < 0)
        refuse(path_, whyNotOpened(path_, *log_, found));
    stream_ = nullptr;
    for (unsigned i = 0; i < context->nb_streams; ++i) {
        AVStream* stream = context->streams[i];
        const bool video = stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
                           (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
        if (video && (stream_ == nullptr || ((stream->disposition & AV_DISPOSITION_DEFAULT) != 0 &&
                                             (stream_->disposition & AV_DISPOSITION_DEFAULT) == 0)))
            stream_ = stream;
    }
    if (stream_ == nullptr)
        refuse(path_, "has no video stream" + std::string(context->nb_streams > 0 ? " (only sound or data)" : ""));
    for (unsigned i = 0; i < context->nb_streams; ++i)
        if (context->streams[i] != stream_)
            context->streams[i]->discard = AVDISCARD_ALL;
    pending_ = false;
    draining_ = false;
}

void MovieSource::openDecoder()
{
    const AVCodec* codec = chooseDecoder(*stream_);
    const char* name = avcodec_get_name(stream_->codecpar->codec_id);
    if (codec == nullptr)
        refuse(path_, std::string("its video codec (") + name + ") is not one that can be decoded here");
    decoder_.reset(avcodec_alloc_context3(codec));
    if (!decoder_ || avcodec_parameters_to_context(decoder_.get(), stream_->codecpar) < 0)
        refuse(path_, std::string("its ") + name + " stream cannot be set up");
    decoder_->opaque = log_.get();
    decoder_->pkt_timebase = stream_->time_base;
    decoder_->thread_count = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
    decoder_->max_pixels = limits().moviePixels;
    if (const int opened = avcodec_open2(decoder_.get(), codec, nullptr); opened < 0) {
        const std::string last = log_->lastError();
        refuse(path_, std::string("its ") + name + " stream cannot be decoded (" +
                          (last.empty() ? describeCode(opened) : last) + ")");
    }
}

bool MovieSource::fetch()
{
    const bool flagsTrusted = std::strcmp(input_->iformat->name, "mpegts") != 0; // there a lost packet flags the next
    while (true) {
        av_packet_unref(packet_.get());
        const int read = av_read_frame(input_.get(), packet_.get());
        if (read < 0) {
            endedBadly_ = endedBadly_ || read != AVERROR_EOF;
            return false;
        }
        if (packet_->stream_index != stream_->index || packet_->size == 0)
            continue;
        if (flagsTrusted && (packet_->flags & AV_PKT_FLAG_CORRUPT) != 0) {
            endedBadly_ = true; // the file ends within this packet
            continue;
        }
        return true;
    }
}

const AVPacket* MovieSource::nextPacket()
{
    return fetch() ? packet_.get() : nullptr;
}

bool MovieSource::send(const AVPacket* packet)
{
    return avcodec_send_packet(decoder_.get(), packet) != AVERROR(EAGAIN);
}

Frame MovieSource::nextFrame()
{
    Frame frame(av_frame_alloc());
    int failures = 0; // a drained decoder that only fails would never end
    while (frame && failures < 1000) {
        const int received = avcodec_receive_frame(decoder_.get(), frame.get());
        if (received == 0)
            return frame;
        if (received == AVERROR_EOF)
            return nullptr;
        if (received != AVERROR(EAGAIN)) {
            failures += draining_ ? 1 : 0;
            if (received == AVERROR(ENOMEM))
                throw Error(ErrorKind::OutOfMemory, path_.string() + ": no memory to decode its frames");
            continue;
        }
        if (draining_)
            return nullptr;
        if (!pending_ && !fetch()) {
            draining_ = true;
            send(nullptr);
            continue;
        }
        pending_ = !send(packet_.get());
    }
    return nullptr;
}

void MovieSource::restart()
{
    openInput(); // a fresh demuxer: not every container can be rewound exactly
    openDecoder();
}

bool MovieSource::advanceTo(const KeyPacket& key)
{
    while (fetch()) {
        if (packet_->pts == key.time && (packet_->flags & AV_PKT_FLAG_KEY) != 0) {
            pending_ = true;
            return true;
        }
        const std::int64_t decode = packet_->dts != AV_NOPTS_VALUE ? packet_->dts : packet_->pts;
        if (decode != AV_NOPTS_VALUE && decode > key.decode)
            return false; // landed behind it
    }
    return false;
}

void MovieSource::seek(const KeyPacket& key)
{
    const bool endedBadly = endedBadly_;
    std::int64_t back = 0;
    for (int attempt = 0; attempt < 4; ++attempt) {
        const std::int64_t wanted = std::min(key.decode, key.time);
        const std::int64_t floor = std::numeric_limits<std::int64_t>::min() / 2;
        const std::int64_t target = wanted > floor ? wanted - back : wanted;
        if (av_seek_frame(input_.get(), stream_->index, target, AVSEEK_FLAG_BACKWARD) >= 0) {
            avcodec_flush_buffers(decoder_.get());
            pending_ = false;
            draining_ = false;
            if (advanceTo(key)) {
                endedBadly_ = endedBadly;
                return;
            }
        }
        // Some containers seek by decoding time or only roughly: aim earlier, then read from the start.
        const double second = static_cast<double>(stream_->time_base.den) / std::max(1, stream_->time_base.num);
        back = static_cast<std::int64_t>(second * (attempt + 1) * (attempt + 1));
    }
    restart();
    while (fetch()) {
        if (packet_->pts == key.time && (packet_->flags & AV_PKT_FLAG_KEY) != 0) {
            pending_ = true;
            endedBadly_ = endedBadly;
            return;
        }
    }
    refuse(path_, "can no longer be read where it could before; was the file changed?");
}

} // namespace unividx::ffmpeg
