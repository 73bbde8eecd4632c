#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

/// Private to core/export: FFmpeg's objects as owners.
namespace unividx::detail {

template <auto Free>
struct FreeByAddress {
    template <typename T>
    void operator()(T* handle) const
    {
        Free(&handle);
    }
};

struct FreeOutput {
    void operator()(AVFormatContext* context) const
    {
        if (context->pb)
            avio_closep(&context->pb);
        avformat_free_context(context);
    }
};

struct FreeScaler {
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using CodecContext = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using Frame = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;
using Packet = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using InputContext = std::unique_ptr<AVFormatContext, FreeByAddress<avformat_close_input>>;
using OutputContext = std::unique_ptr<AVFormatContext, FreeOutput>;
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

std::string ffmpegReason(int code);

} // namespace unividx::detail
