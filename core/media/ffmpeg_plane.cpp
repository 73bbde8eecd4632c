#include "core/media/ffmpeg_plane.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace unividx::ffmpeg {

namespace {

template <typename Code>
void readCodes(const std::uint8_t* row, int step, int shift, std::uint32_t mask, int width, float scale, float offset,
               float* out)
{
    if (step == static_cast<int>(sizeof(Code)) && shift == 0) { // planar: the loop that vectorises
        for (int x = 0; x < width; ++x) {
            Code code;
            std::memcpy(&code, row + static_cast<std::size_t>(x) * sizeof(Code), sizeof(Code));
            out[x] = static_cast<float>(code) * scale + offset;
        }
        return;
    }
    for (int x = 0; x < width; ++x) {
        Code code;
        std::memcpy(&code, row + static_cast<std::ptrdiff_t>(x) * step, sizeof(Code));
        out[x] = static_cast<float>((static_cast<std::uint32_t>(code) >> shift) & mask) * scale + offset;
    }
}

} // namespace

PlaneReader::PlaneReader(const AVFrame& frame, const AVPixFmtDescriptor& format, int component, int width)
    : frame_(frame), format_(format), component_(component), width_(width), codes_(static_cast<std::size_t>(width))
{
}

void PlaneReader::readRow(int y, float scale, float offset, float* out)
{
    const AVComponentDescriptor& part = format_.comp[component_];
    const std::uint8_t* row =
        frame_.data[part.plane] + static_cast<std::ptrdiff_t>(y) * frame_.linesize[part.plane] + part.offset;
    constexpr std::uint64_t unusual = AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM;
    const bool plain = (format_.flags & unusual) == 0;
    const std::uint32_t mask = (1U << (part.depth < 32 ? part.depth : 31)) - 1;
    if (plain && (format_.flags & AV_PIX_FMT_FLAG_FLOAT) != 0) {
        for (int x = 0; x < width_; ++x) {
            float value = 0;
            std::memcpy(&value, row + static_cast<std::ptrdiff_t>(x) * part.step, sizeof(value));
            out[x] = value * scale + offset;
        }
    } else if (plain && part.depth + part.shift <= 8 && part.depth == 8) {
        readCodes<std::uint8_t>(row, part.step, part.shift, mask, width_, scale, offset, out);
    } else if (plain && part.depth > 8 && part.depth + part.shift <= 16) {
        readCodes<std::uint16_t>(row, part.step, part.shift, mask, width_, scale, offset, out);
    } else {
        std::array<const std::uint8_t*, 4> data{frame_.data[0], frame_.data[1], frame_.data[2], frame_.data[3]};
        const std::array<int, 4> strides{frame_.linesize[0], frame_.linesize[1], frame_.linesize[2],
                                         frame_.linesize[3]};
        const bool palette = (format_.flags & AV_PIX_FMT_FLAG_PAL) != 0;
        av_read_image_line2(codes_.data(), data.data(), strides.data(), &format_, 0, y, component_, width_,
                            palette ? 1 : 0, sizeof(std::uint16_t));
        for (int x = 0; x < width_; ++x)
            out[x] = static_cast<float>(codes_[static_cast<std::size_t>(x)]) * scale + offset;
    }
}

} // namespace unividx::ffmpeg
