#include "core/media/ffmpeg_color.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <string>

namespace unividx::ffmpeg {

namespace {

std::string matrixName(AVColorSpace matrix)
{
    switch (matrix) {
    case AVCOL_SPC_RGB:
        return "rgb";
    case AVCOL_SPC_BT709:
        return "bt709";
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return "bt601";
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return "bt2020nc";
    case AVCOL_SPC_FCC:
        return "fcc";
    case AVCOL_SPC_SMPTE240M:
        return "smpte240m";
    case AVCOL_SPC_YCGCO:
        return "ycgco";
    default:
        return {};
    }
}

std::string transferName(AVColorTransferCharacteristic transfer)
{
    switch (transfer) {
    case AVCOL_TRC_BT709:
    case AVCOL_TRC_SMPTE170M:
    case AVCOL_TRC_BT2020_10:
    case AVCOL_TRC_BT2020_12:
        return "bt709";
    case AVCOL_TRC_IEC61966_2_1:
        return "srgb";
    case AVCOL_TRC_SMPTE2084:
        return "pq";
    case AVCOL_TRC_ARIB_STD_B67:
        return "hlg";
    case AVCOL_TRC_LINEAR:
        return "linear";
    case AVCOL_TRC_GAMMA22:
        return "gamma22";
    case AVCOL_TRC_GAMMA28:
        return "gamma28";
    case AVCOL_TRC_LOG:
    case AVCOL_TRC_LOG_SQRT:
        return "log";
    default:
        return {};
    }
}

std::string primariesName(AVColorPrimaries primaries)
{
    switch (primaries) {
    case AVCOL_PRI_BT709:
        return "bt709";
    case AVCOL_PRI_BT470BG:
    case AVCOL_PRI_SMPTE170M:
    case AVCOL_PRI_SMPTE240M:
        return "bt601";
    case AVCOL_PRI_BT2020:
        return "bt2020";
    case AVCOL_PRI_SMPTE432:
        return "p3d65";
    default:
        return {};
    }
}

template <typename Tag>
Tag firstTagged(Tag frame, Tag stream, Tag unspecified)
{
    return frame != unspecified ? frame : stream;
}

} // namespace

ColorTags colorTagsOf(const AVFrame& frame, const AVCodecParameters& stream)
{
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    const bool rgb = format != nullptr && (format->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    const std::string size = std::to_string(frame.width) + "x" + std::to_string(frame.height);
    ColorTags tags;
    tags.transfer = transferName(firstTagged(frame.color_trc, stream.color_trc, AVCOL_TRC_UNSPECIFIED));
    tags.primaries = primariesName(firstTagged(frame.color_primaries, stream.color_primaries, AVCOL_PRI_UNSPECIFIED));
    const bool wide = tags.transfer == "pq" || tags.transfer == "hlg" || tags.primaries == "bt2020";
    const AVColorSpace space = firstTagged(frame.colorspace, stream.color_space, AVCOL_SPC_UNSPECIFIED);
    tags.matrix = rgb ? "rgb" : matrixName(space);
    if (!rgb && tags.matrix == "rgb")
        tags.matrix.clear(); // a YUV picture cannot be; the tag is wrong
    if (tags.matrix.empty()) {
        const bool high = frame.height >= 720 || frame.width >= 1280;
        tags.matrix = wide ? "bt2020nc" : high ? "bt709" : "bt601";
        tags.guesses.push_back("The YUV matrix is not tagged; " + tags.matrix + " is assumed " +
                               (wide ? "beside its BT.2020 tags." : "for its size, " + size + "."));
    }
    if (space == AVCOL_SPC_BT2020_CL)
        tags.guesses.push_back("BT.2020 constant luminance is read as non-constant; colours will be slightly off.");

    const AVColorRange range = firstTagged(frame.color_range, stream.color_range, AVCOL_RANGE_UNSPECIFIED);
    const bool jpeg =
        stream.codec_id == AV_CODEC_ID_MJPEG || (format != nullptr && std::string(format->name).starts_with("yuvj"));
    tags.fullRange = rgb || range == AVCOL_RANGE_JPEG || (range == AVCOL_RANGE_UNSPECIFIED && jpeg);
    if (!rgb && !jpeg && range == AVCOL_RANGE_UNSPECIFIED)
        tags.guesses.push_back("The range is not tagged; limited (16 to 235) is assumed.");

    if (tags.primaries.empty()) {
        tags.primaries = tags.matrix == "bt601" ? "bt601" : tags.matrix == "bt2020nc" ? "bt2020" : "bt709";
        tags.guesses.push_back("The primaries are not tagged; " + tags.primaries + " is assumed.");
    }
    if (tags.transfer.empty()) {
        tags.transfer = rgb || jpeg ? "srgb" : "bt709";
        tags.guesses.push_back("The transfer curve is not tagged; " + tags.transfer + " is assumed.");
    }
    return tags;
}

} // namespace unividx::ffmpeg
