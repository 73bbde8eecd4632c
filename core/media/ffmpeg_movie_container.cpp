#include "core/media/ffmpeg_movie_container.h"

#include "core/base/error.h"
#include "core/media/ffmpeg_movie_check.h"
#include "core/media/ffmpeg_url.h"

extern "C" {
#include <libavutil/dict.h>
}

#include <utility>

namespace unividx::detail {

namespace {

struct Dictionary {
    AVDictionary* entries = nullptr;
    ~Dictionary() { av_dict_free(&entries); }
};

} // namespace

void failOnMovie(const std::filesystem::path& path, const std::string& what, int code)
{
    throw Error(ErrorKind::Output, path.string() + ": " + what + " (" + ffmpegReason(code) +
                                       "); is there space left, and may this folder be written to?");
}

MovieContainer::MovieContainer(std::filesystem::path path, const MovieOptions& options, const AVCodecParameters& stream)
    : path_(std::move(path)), file_(path_)
{
    AVFormatContext* container = nullptr;
    // The container is named rather than guessed, so that the file's extension is the caller's to choose.
    const char* format = movieExtension(options.codec) + 1;
    const std::string name = ffmpeg::urlOf(file_.temporaryPath());
    if (const int code = avformat_alloc_output_context2(&container, nullptr, format, name.c_str()); code < 0)
        failOnMovie(path_, "cannot be written as a movie", code);
    container_.reset(container);
    stream_ = avformat_new_stream(container_.get(), nullptr);
    if (!stream_ || avcodec_parameters_copy(stream_->codecpar, &stream) < 0)
        failOnMovie(path_, "cannot be written", AVERROR(ENOMEM));
    const auto numerator = static_cast<int>(options.rate.numerator);
    const auto denominator = static_cast<int>(options.rate.denominator);
    stream_->time_base = {denominator, numerator};
    stream_->avg_frame_rate = stream_->r_frame_rate = {numerator, denominator};
    stream_->sample_aspect_ratio = stream.sample_aspect_ratio;
    if (options.timecode)
        av_dict_set(&stream_->metadata, "timecode", formatTimecode(*options.timecode).c_str(), 0);
    if (!options.comment.empty())
        av_dict_set(&container_->metadata, "comment", options.comment.c_str(), 0);

    if (const int code = avio_open(&container_->pb, name.c_str(), AVIO_FLAG_WRITE); code < 0)
        failOnMovie(path_, "cannot be written", code);
    Dictionary settings;
    av_dict_set(&settings.entries, "movflags", "+faststart+write_colr", 0);
    // Ticks of exactly one denominator a frame, so that 24000/1001 stays what it is.
    av_dict_set_int(&settings.entries, "video_track_timescale", options.rate.numerator, 0);
    if (const int code = avformat_write_header(container_.get(), &settings.entries); code < 0)
        failOnMovie(path_, "cannot be written", code);
}

void MovieContainer::write(AVPacket& packet)
{
    packet.stream_index = stream_->index;
    if (const int code = av_interleaved_write_frame(container_.get(), &packet); code < 0)
        failOnMovie(path_, "cannot be written", code);
}

void MovieContainer::finish(std::int64_t frames, const std::function<void()>& pause)
{
    const Resolution size{stream_->codecpar->width, stream_->codecpar->height};
    const std::int64_t ticks = av_rescale_q(1, av_inv_q(stream_->avg_frame_rate), stream_->time_base);
    if (const int code = av_write_trailer(container_.get()); code < 0)
        failOnMovie(path_, "cannot be finished", code);
    // What the library still holds back shows its error only here.
    if (const int code = avio_closep(&container_->pb); code < 0)
        failOnMovie(path_, "cannot be finished", code);
    checkMovie(file_.temporaryPath(), path_, {size, frames, ticks}, pause);
    file_.commit();
}

} // namespace unividx::detail
