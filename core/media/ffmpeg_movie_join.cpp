#include "core/media/ffmpeg_movie_join.h"

#include "core/base/error.h"
#include "core/media/ffmpeg_movie_container.h"
#include "core/media/ffmpeg_url.h"

extern "C" {
#include <libavutil/dict.h>
}

namespace unividx {

namespace {

struct Opened {
    detail::InputContext input;
    const AVStream* stream = nullptr;
};

std::optional<Opened> openMovie(const std::filesystem::path& movie)
{
    AVFormatContext* context = nullptr;
    if (avformat_open_input(&context, ffmpeg::urlOf(movie).c_str(), nullptr, nullptr) < 0)
        return std::nullopt;
    Opened opened{detail::InputContext(context)};
    for (unsigned i = 0; i < context->nb_streams && !opened.stream; ++i) {
        if (context->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
            opened.stream = context->streams[i];
    }
    if (!opened.stream)
        return std::nullopt;
    return opened;
}

/// The next packet of the video; false at the end. What the file lacks shows when the whole is decoded.
bool readPacket(const Opened& opened, AVPacket& packet)
{
    while (av_read_frame(opened.input.get(), &packet) >= 0) {
        if (packet.stream_index == opened.stream->index)
            return true;
        av_packet_unref(&packet);
    }
    return false;
}

} // namespace

std::optional<MovieFacts> readMovieFacts(const std::filesystem::path& movie, CountFrames count)
{
    const auto opened = openMovie(movie);
    const detail::Packet packet(av_packet_alloc());
    if (!opened || !packet)
        return std::nullopt;
    const AVCodecParameters& parameters = *opened->stream->codecpar;
    MovieFacts facts;
    facts.size = {parameters.width, parameters.height};
    if (const AVDictionaryEntry* entry = av_dict_get(opened->input->metadata, "comment", nullptr, 0))
        facts.comment = entry->value;
    if (parameters.extradata_size > 0) // the library has bytes where we have characters
        facts.codecHeader.assign(reinterpret_cast<const char*>(parameters.extradata),
                                 static_cast<std::size_t>(parameters.extradata_size));
    while (count == CountFrames::Yes && readPacket(*opened, *packet)) {
        ++facts.frames;
        av_packet_unref(packet.get());
    }
    return facts;
}

void joinMovies(const std::vector<std::filesystem::path>& parts, const std::filesystem::path& movie,
                const MovieOptions& options, const std::function<void()>& pause)
{
    std::optional<detail::MovieContainer> container;
    const detail::Packet packet(av_packet_alloc());
    if (!packet)
        detail::failOnMovie(movie, "cannot be written", AVERROR(ENOMEM));
    std::int64_t frames = 0;
    for (const std::filesystem::path& part : parts) {
        const auto opened = openMovie(part);
        if (!opened)
            throw Error(ErrorKind::Output, part.string() + ": this part of " + movie.filename().string() +
                                               " cannot be read any more; delete it and export again");
        if (!container)
            container.emplace(movie, options, *opened->stream->codecpar);
        const std::int64_t ticks =
            av_rescale_q(1, {static_cast<int>(options.rate.denominator), static_cast<int>(options.rate.numerator)},
                         container->timeBase());
        const std::int64_t start = frames * ticks;
        while (readPacket(*opened, *packet)) {
            pause();
            av_packet_rescale_ts(packet.get(), opened->stream->time_base, container->timeBase());
            packet->pts += start;
            packet->dts += start;
            packet->duration = ticks;
            packet->pos = -1;
            container->write(*packet);
            ++frames;
        }
    }
    if (container)
        container->finish(frames, pause);
}

} // namespace unividx
