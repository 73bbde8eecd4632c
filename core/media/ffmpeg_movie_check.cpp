#include "core/media/ffmpeg_movie_check.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/media/ffmpeg_url.h"
#include "core/media/ffmpeg_write_handles.h"

namespace unividx::detail {

std::string ffmpegReason(int code)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return text;
}

void checkMovie(const std::filesystem::path& file, const std::filesystem::path& shownAs,
                const MovieExpectation& expected, const std::function<void()>& pause)
{
    const auto fail = [&](const std::string& what) {
        throw Error(ErrorKind::Output, shownAs.string() + ": the movie was written but " + what);
    };
    AVFormatContext* opened = nullptr;
    if (avformat_open_input(&opened, ffmpeg::urlOf(file).c_str(), nullptr, nullptr) < 0)
        fail("cannot be opened again");
    const InputContext input(opened);
    if (avformat_find_stream_info(input.get(), nullptr) < 0)
        fail("its streams cannot be read");
    const AVCodec* codec = nullptr;
    const int stream = av_find_best_stream(input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
    if (stream < 0 || !codec)
        fail("has no video that can be decoded");
    const AVCodecParameters& parameters = *input->streams[stream]->codecpar;
    if (parameters.width != expected.size.width || parameters.height != expected.size.height)
        fail("has another size");
    if (parameters.color_space != AVCOL_SPC_BT709 || parameters.color_primaries != AVCOL_PRI_BT709 ||
        parameters.color_trc != AVCOL_TRC_BT709)
        fail("lost its colour tags");

    // ProRes has no tag for the range: it is limited by its own rules.
    const bool rangeIsImplied = parameters.codec_id == AV_CODEC_ID_PRORES;
    if (parameters.color_range != AVCOL_RANGE_MPEG &&
        !(rangeIsImplied && parameters.color_range == AVCOL_RANGE_UNSPECIFIED))
        fail("lost its range tag");

    const CodecContext decoder(avcodec_alloc_context3(codec));
    const Packet packet(av_packet_alloc());
    const Frame frame(av_frame_alloc());
    if (!decoder || !packet || !frame || avcodec_parameters_to_context(decoder.get(), &parameters) < 0)
        fail("cannot be decoded");
    decoder->thread_count = parallelism();
    if (avcodec_open2(decoder.get(), codec, nullptr) < 0)
        fail("cannot be decoded");
    std::int64_t decoded = 0;
    const auto receive = [&] {
        while (avcodec_receive_frame(decoder.get(), frame.get()) == 0) {
            if (frame->best_effort_timestamp != decoded * expected.ticks)
                fail("frame " + std::to_string(decoded) + " is not shown at its time");
            ++decoded;
            if (pause)
                pause();
        }
    };
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        if (packet->stream_index == stream) {
            if (avcodec_send_packet(decoder.get(), packet.get()) < 0)
                fail("frame " + std::to_string(decoded) + " cannot be decoded");
            receive();
        }
        av_packet_unref(packet.get());
    }
    avcodec_send_packet(decoder.get(), nullptr);
    receive();
    if (decoded != expected.frames)
        fail("holds " + std::to_string(decoded) + " frames instead of " + std::to_string(expected.frames));
}

} // namespace unividx::detail
