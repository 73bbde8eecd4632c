#include "core/base/error.h"
#include "core/media/audio_reader.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/ffmpeg_log.h"
#include "core/media/ffmpeg_url.h"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace unividx {

namespace {

using Resampler = std::unique_ptr<SwrContext, ffmpeg::FreeByAddress<swr_free>>;

constexpr std::int64_t channels = 2;

class FfmpegAudioReader final : public AudioReader {
public:
    FfmpegAudioReader(std::filesystem::path path, int rate)
    {
        info_.path = std::move(path);
        info_.rate = rate;
        openInput();
        openDecoder();
        info_.codec = avcodec_get_name(stream_->codecpar->codec_id);
        info_.fileRate = stream_->codecpar->sample_rate;
        info_.fileChannels = decoder_->ch_layout.nb_channels;
        const double seconds = stream_->duration != AV_NOPTS_VALUE
                                   ? static_cast<double>(stream_->duration) * av_q2d(stream_->time_base)
                                   : static_cast<double>(input_->duration) / AV_TIME_BASE;
        info_.samples = std::max<std::int64_t>(0, std::llround(seconds * rate));
    }

    const AudioInfo& info() const override { return info_; }

    std::vector<float> read(std::int64_t first, std::int64_t count) override
    {
        std::vector<float> samples(static_cast<std::size_t>(std::max<std::int64_t>(0, count) * channels), 0.0f);
        const bool goesOn = ready_ && first >= at_ && first - at_ < info_.rate;
        if (!goesOn)
            seek(first);
        std::int64_t filled = first;
        const std::int64_t end = first + count;
        while (filled < end) {
            if (held_.empty() && !decodeMore())
                break;
            const auto heldCount = static_cast<std::int64_t>(held_.size()) / channels;
            // What lies before is passed over; a hole before it stays silent.
            const std::int64_t from = std::max(filled, at_);
            const std::int64_t to = std::min(end, at_ + heldCount);
            if (at_ >= end)
                break;
            for (std::int64_t i = from * channels; i < to * channels; ++i)
                samples[static_cast<std::size_t>(i - first * channels)] =
                    held_[static_cast<std::size_t>(i - at_ * channels)];
            drop(std::max<std::int64_t>(0, std::min(end, at_ + heldCount) - at_));
            filled = std::max(filled, to);
        }
        return samples;
    }

private:
    [[noreturn]] void refuse(const std::string& what) const
    {
        throw Error(ErrorKind::Input, info_.path.string() + ": " + what);
    }

    void openInput()
    {
        AVFormatContext* context = avformat_alloc_context();
        if (context == nullptr)
            throw Error(ErrorKind::OutOfMemory, info_.path.string() + ": no memory to open it");
        context->opaque = &log_;
        AVDictionary* options = nullptr;
        av_dict_set(&options, "protocol_whitelist", "file", 0);
        const std::string url = ffmpeg::urlOf(info_.path);
        const int opened = avformat_open_input(&context, url.c_str(), nullptr, &options); // frees context on failure
        av_dict_free(&options);
        if (opened < 0)
            refuse("its sound cannot be read (" + ffmpeg::describeCode(opened) + ")");
        input_.reset(context);
        if (avformat_find_stream_info(context, nullptr) < 0)
            refuse("its sound cannot be read");
        const int found = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
        if (found < 0)
            refuse("has no sound");
        stream_ = context->streams[found];
        const int video = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
        const AVStream* leading = video >= 0 ? context->streams[video] : stream_;
        if (leading->start_time != AV_NOPTS_VALUE)
            origin_ = static_cast<double>(leading->start_time) * av_q2d(leading->time_base);
        for (unsigned i = 0; i < context->nb_streams; ++i) {
            if (context->streams[i] != stream_)
                context->streams[i]->discard = AVDISCARD_ALL;
        }
    }

    void openDecoder()
    {
        const AVCodec* codec = avcodec_find_decoder(stream_->codecpar->codec_id);
        if (codec == nullptr)
            refuse(std::string("its sound codec (") + avcodec_get_name(stream_->codecpar->codec_id) +
                   ") is not one that can be decoded here");
        decoder_.reset(avcodec_alloc_context3(codec));
        if (!decoder_ || avcodec_parameters_to_context(decoder_.get(), stream_->codecpar) < 0)
            refuse("its sound cannot be set up");
        decoder_->opaque = &log_;
        decoder_->pkt_timebase = stream_->time_base;
        if (avcodec_open2(decoder_.get(), codec, nullptr) < 0)
            refuse("its sound cannot be decoded");
        packet_.reset(av_packet_alloc());
        frame_.reset(av_frame_alloc());
    }

    std::int64_t sampleAt(std::int64_t time) const
    {
        return std::llround((static_cast<double>(time) * av_q2d(stream_->time_base) - origin_) * info_.rate);
    }

    void seek(std::int64_t sample)
    {
        // A little earlier: a codec's first packets after a seek are not yet what they would have been.
        constexpr double runUp = 0.5;
        const double seconds = std::max(0.0, static_cast<double>(sample) / info_.rate - runUp) + origin_;
        const auto time = static_cast<std::int64_t>(seconds / av_q2d(stream_->time_base));
        if (av_seek_frame(input_.get(), stream_->index, time, AVSEEK_FLAG_BACKWARD) < 0 &&
            av_seek_frame(input_.get(), stream_->index, 0, AVSEEK_FLAG_BACKWARD) < 0)
            refuse("its sound can no longer be read; was the file changed?");
        avcodec_flush_buffers(decoder_.get());
        resampler_.reset();
        held_.clear();
        draining_ = false;
        ready_ = true;
        at_ = sample;
    }

    /// Decodes until there are samples to give; false at the end.
    bool decodeMore()
    {
        while (true) {
            const int received = avcodec_receive_frame(decoder_.get(), frame_.get());
            if (received == 0) {
                convert(frame_.get());
                av_frame_unref(frame_.get());
                if (!held_.empty())
                    return true;
                continue;
            }
            if (received == AVERROR_EOF)
                return flushResampler();
            if (received != AVERROR(EAGAIN) && draining_)
                return false;
            feed();
        }
    }

    void feed()
    {
        av_packet_unref(packet_.get());
        if (av_read_frame(input_.get(), packet_.get()) < 0) {
            draining_ = true;
            avcodec_send_packet(decoder_.get(), nullptr);
        } else if (packet_->stream_index == stream_->index) {
            avcodec_send_packet(decoder_.get(), packet_.get()); // a packet that cannot be decoded is passed over
        }
    }

    bool flushResampler()
    {
        if (!resampler_)
            return false;
        convert(nullptr);
        resampler_.reset();
        return !held_.empty();
    }

    void convert(const AVFrame* frame)
    {
        if (frame != nullptr && !resampler_) {
            at_ = sampleAt(frame->best_effort_timestamp != AV_NOPTS_VALUE ? frame->best_effort_timestamp : 0);
            openResampler(*frame);
        }
        const int most = swr_get_out_samples(resampler_.get(), frame != nullptr ? frame->nb_samples : 0);
        std::vector<float> out(static_cast<std::size_t>(std::max(0, most)) * channels);
        auto* target = reinterpret_cast<std::uint8_t*>(out.data());
        const int made =
            swr_convert(resampler_.get(), &target, most,
                        frame != nullptr ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr,
                        frame != nullptr ? frame->nb_samples : 0);
        if (made < 0)
            refuse("its sound cannot be converted");
        held_.insert(held_.end(), out.begin(), out.begin() + made * channels);
    }

    void openResampler(const AVFrame& frame)
    {
        AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
        AVChannelLayout own = frame.ch_layout; // a view of the frame's; the call only reads it
        SwrContext* context = nullptr;
        const int made = swr_alloc_set_opts2(&context, &stereo, AV_SAMPLE_FMT_FLT, info_.rate, &own,
                                             static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
        resampler_.reset(context);
        if (made < 0 || swr_init(context) < 0)
            refuse("its sound cannot be converted to stereo");
    }

    void drop(std::int64_t samples)
    {
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(samples * channels));
        at_ += samples;
    }

    AudioInfo info_;
    ffmpeg::LogSink log_; // before the contexts that write to it
    ffmpeg::InputContext input_;
    AVStream* stream_ = nullptr;
    ffmpeg::CodecContext decoder_;
    ffmpeg::Packet packet_;
    ffmpeg::Frame frame_;
    Resampler resampler_;
    double origin_ = 0;       ///< seconds of the container's time at which sample 0 is
    std::vector<float> held_; ///< decoded, not yet given
    std::int64_t at_ = 0;     ///< the sample held_ begins with
    bool ready_ = false;
    bool draining_ = false;
};

} // namespace

std::unique_ptr<AudioReader> openAudio(const std::filesystem::path& path, int rate)
{
    if (rate < 1)
        throw Error(ErrorKind::Internal, "sound needs a rate");
    std::error_code ignored; // what cannot be looked at is refused when it is opened
    if (std::filesystem::is_directory(path, ignored) || !std::filesystem::exists(path, ignored))
        throw Error(ErrorKind::Input, path.string() + ": there is no sound: it is no file");
    return std::make_unique<FfmpegAudioReader>(path, rate);
}

} // namespace unividx
