#include "core/media/ffmpeg_movie_writer.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/crop.h"
#include "core/media/ffmpeg_movie_container.h"
#include "core/media/ffmpeg_write_handles.h"
#include "core/media/quantize.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
}

#include <limits>
#include <utility>
#include <vector>

namespace unividx {

using detail::failOnMovie;

namespace {

// One row a codec, in the order of the enum.
struct CodecRow {
    const char* encoder;
    AVCodecID id;
    const char* extension; ///< also the container's name, behind the dot
    AVPixelFormat half;
    AVPixelFormat full;
    AVPixelFormat source; ///< what the pictures become before conversion
    const char* setting;  ///< of the encoder, beside the quality
    const char* value;
    bool hasQuality;
};

constexpr CodecRow codecRows[] = {
    {"libx264", AV_CODEC_ID_H264, ".mp4", AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_RGB24, "preset", "medium",
     true},
    {"libx265", AV_CODEC_ID_HEVC, ".mp4", AV_PIX_FMT_YUV420P10LE, AV_PIX_FMT_YUV444P10LE, AV_PIX_FMT_RGB48LE,
     "x265-params", "log-level=error", true},
    {"prores_ks", AV_CODEC_ID_PRORES, ".mov", AV_PIX_FMT_YUVA444P10LE, AV_PIX_FMT_YUVA444P10LE, AV_PIX_FMT_RGBA64LE,
     "profile", "4444", false},
};

const CodecRow& rowOf(MovieCodec codec)
{
    return codecRows[static_cast<std::size_t>(codec)];
}

Image withOpaqueAlpha(const Image& picture)
{
    std::vector<float> pixels;
    const std::size_t count = picture.byteSize() / sizeof(float);
    pixels.reserve(count / 3 * 4);
    for (std::size_t i = 0; i < count; i += 3) {
        pixels.insert(pixels.end(), picture.data() + i, picture.data() + i + 3);
        pixels.push_back(1.0f);
    }
    return Image(picture.resolution(), 4, std::move(pixels));
}

struct Dictionary {
    AVDictionary* entries = nullptr;
    ~Dictionary() { av_dict_free(&entries); }
};

} // namespace

struct MovieWriter::Encoder {
    Encoder(const std::filesystem::path& path, const MovieOptions& options, Resolution size);

    void write(const Image& picture);
    void finish();

    std::filesystem::path path;
    Resolution pictureSize;
    Resolution size; ///< of the movie: even with 4:2:0
    std::int64_t frames = 0;

private:
    void openEncoder(const MovieOptions& options);
    void openContainer(const MovieOptions& options);
    void openScaler();
    void drain();

    const CodecRow& row_;
    detail::CodecContext codec_;
    detail::Scaler scaler_;
    detail::Frame frame_;
    detail::Packet packet_;
    std::optional<detail::MovieContainer> container_;
};

MovieWriter::Encoder::Encoder(const std::filesystem::path& target, const MovieOptions& options, Resolution picture)
    : path(target), pictureSize(picture), size(picture), row_(rowOf(options.codec)), frame_(av_frame_alloc()),
      packet_(av_packet_alloc())
{
    if (options.chroma == ChromaSampling::Half && options.codec != MovieCodec::ProRes4444)
        size = {(picture.width + 1) / 2 * 2, (picture.height + 1) / 2 * 2};
    if (!frame_ || !packet_)
        failOnMovie(path, "cannot be encoded", AVERROR(ENOMEM));
    openEncoder(options);
    openContainer(options);
    openScaler();
}

void MovieWriter::Encoder::openEncoder(const MovieOptions& options)
{
    const AVCodec* codec = avcodec_find_encoder_by_name(row_.encoder);
    if (!codec)
        codec = avcodec_find_encoder(row_.id);
    if (!codec)
        throw Error(ErrorKind::Output, path.string() + ": this FFmpeg has no encoder for " + avcodec_get_name(row_.id) +
                                           "; write EXR or PNG instead");
    codec_.reset(avcodec_alloc_context3(codec));
    if (!codec_)
        failOnMovie(path, "cannot be encoded", AVERROR(ENOMEM));
    codec_->width = size.width;
    codec_->height = size.height;
    codec_->pix_fmt = options.chroma == ChromaSampling::Half ? row_.half : row_.full;
    if (row_.id == AV_CODEC_ID_HEVC)
        codec_->codec_tag = MKTAG('h', 'v', 'c', '1'); // what players of one vendor insist on
    codec_->time_base = {static_cast<int>(options.rate.denominator), static_cast<int>(options.rate.numerator)};
    codec_->framerate = {static_cast<int>(options.rate.numerator), static_cast<int>(options.rate.denominator)};
    codec_->sample_aspect_ratio = {1, 1};
    codec_->thread_count = parallelism();
    codec_->color_range = AVCOL_RANGE_MPEG;
    codec_->colorspace = AVCOL_SPC_BT709;
    codec_->color_primaries = AVCOL_PRI_BT709;
    codec_->color_trc = AVCOL_TRC_BT709;
    codec_->chroma_sample_location = AVCHROMA_LOC_LEFT;
    codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER; // both containers want it
    Dictionary settings;
    if (row_.hasQuality)
        av_dict_set_int(&settings.entries, "crf", options.quality, 0);
    av_dict_set(&settings.entries, row_.setting, row_.value, 0);
    // x264 prints its statistics otherwise, in the middle of a progress bar.
    av_log_set_level(AV_LOG_ERROR);
    if (const int code = avcodec_open2(codec_.get(), codec, &settings.entries); code < 0)
        failOnMovie(path, "cannot be encoded", code);
}

void MovieWriter::Encoder::openContainer(const MovieOptions& options)
{
    AVCodecParameters* made = avcodec_parameters_alloc();
    const std::unique_ptr<AVCodecParameters, detail::FreeByAddress<avcodec_parameters_free>> stream(made);
    if (!stream || avcodec_parameters_from_context(stream.get(), codec_.get()) < 0)
        failOnMovie(path, "cannot be written", AVERROR(ENOMEM));
    container_.emplace(path, options, *stream);
}

void MovieWriter::Encoder::openScaler()
{
    scaler_.reset(sws_alloc_context());
    if (!scaler_)
        failOnMovie(path, "cannot be converted", AVERROR(ENOMEM));
    SwsContext* scaler = scaler_.get();
    const auto set = [&](const char* name, std::int64_t value) { av_opt_set_int(scaler, name, value, 0); };
    set("srcw", size.width);
    set("srch", size.height);
    set("src_format", row_.source);
    set("dstw", size.width);
    set("dsth", size.height);
    set("dst_format", codec_->pix_fmt);
    set("sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_BITEXACT);
    if (codec_->pix_fmt == AV_PIX_FMT_YUV420P || codec_->pix_fmt == AV_PIX_FMT_YUV420P10LE) {
        set("dst_h_chr_pos", 0); // left, as tagged
        set("dst_v_chr_pos", 128);
    }
    const int* matrix = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler, matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
    if (const int code = sws_init_context(scaler, nullptr, nullptr); code < 0)
        failOnMovie(path, "cannot be converted", code);
    frame_->format = codec_->pix_fmt;
    frame_->width = size.width;
    frame_->height = size.height;
    frame_->color_range = codec_->color_range;
    frame_->colorspace = codec_->colorspace;
    frame_->color_primaries = codec_->color_primaries;
    frame_->color_trc = codec_->color_trc;
    frame_->chroma_location = codec_->chroma_sample_location;
    if (const int code = av_frame_get_buffer(frame_.get(), 0); code < 0)
        failOnMovie(path, "cannot be converted", code);
}

void MovieWriter::Encoder::write(const Image& picture)
{
    Image whole = crop(picture, 0, 0, size, Border::Repeat);
    if (row_.source == AV_PIX_FMT_RGBA64LE && whole.channels() == 3)
        whole = withOpaqueAlpha(whole);
    const bool eightBit = row_.source == AV_PIX_FMT_RGB24;
    const std::vector<std::uint8_t> codes = eightBit ? toEightBit(whole) : std::vector<std::uint8_t>();
    const std::vector<std::uint16_t> wideCodes = eightBit ? std::vector<std::uint16_t>() : toSixteenBit(whole);
    if (const int code = av_frame_make_writable(frame_.get()); code < 0)
        failOnMovie(path, "cannot be encoded", code);
    // The library takes addresses and strides of bytes.
    const std::uint8_t* planes[1] = {eightBit ? codes.data() : reinterpret_cast<const std::uint8_t*>(wideCodes.data())};
    const int strides[1] = {whole.channels() * size.width * (eightBit ? 1 : 2)};
    if (sws_scale(scaler_.get(), planes, strides, 0, size.height, frame_->data, frame_->linesize) != size.height)
        failOnMovie(path, "cannot be converted", AVERROR_EXTERNAL);
    frame_->pts = frames++;
    if (const int code = avcodec_send_frame(codec_.get(), frame_.get()); code < 0)
        failOnMovie(path, "cannot be encoded", code);
    drain();
}

void MovieWriter::Encoder::drain()
{
    while (true) {
        const int received = avcodec_receive_packet(codec_.get(), packet_.get());
        if (received == AVERROR(EAGAIN) || received == AVERROR_EOF)
            return;
        if (received < 0)
            failOnMovie(path, "cannot be encoded", received);
        packet_->duration = 1; // in frames; without it the last frame would have none
        av_packet_rescale_ts(packet_.get(), codec_->time_base, container_->timeBase());
        container_->write(*packet_);
    }
}

void MovieWriter::Encoder::finish()
{
    if (const int code = avcodec_send_frame(codec_.get(), nullptr); code < 0)
        failOnMovie(path, "cannot be finished", code);
    drain();
    container_->finish(frames);
}

const char* movieExtension(MovieCodec codec)
{
    return rowOf(codec).extension;
}

MovieWriter::MovieWriter(std::filesystem::path path, const MovieOptions& options)
    : path_(std::move(path)), options_(options)
{
    constexpr std::int64_t limit = std::numeric_limits<int>::max();
    if (options.rate.numerator <= 0 || options.rate.denominator <= 0 || options.rate.numerator > limit ||
        options.rate.denominator > limit)
        throw Error(ErrorKind::Usage, path_.string() + ": a movie needs a frame rate above zero");
    refuseExisting(path_, options_.existing);
}

MovieWriter::~MovieWriter() = default;

void MovieWriter::write(const Image& picture)
{
    const bool fits = picture.channels() == 3 || (picture.channels() == 4 && options_.codec == MovieCodec::ProRes4444);
    if (!fits || finished_)
        throw Error(ErrorKind::Internal, path_.string() + ": a movie's frames have three channels, or four in ProRes");
    if (!encoder_)
        encoder_ = std::make_unique<Encoder>(path_, options_, picture.resolution());
    if (picture.resolution() != encoder_->pictureSize)
        throw Error(ErrorKind::Internal, path_.string() + ": the frames of a movie differ in size");
    encoder_->write(picture);
}

std::int64_t MovieWriter::frames() const
{
    return encoder_ ? encoder_->frames : 0;
}

void MovieWriter::finish()
{
    if (finished_ || !encoder_)
        return;
    refuseExisting(path_, options_.existing); // somebody may have put a file there meanwhile
    encoder_->finish();
    finished_ = true;
}

} // namespace unividx
