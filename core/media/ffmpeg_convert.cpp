#include "core/media/ffmpeg_convert.h"

#include "core/base/error.h"
#include "core/media/chroma_upsample.h"
#include "core/media/ffmpeg_plane.h"
#include "core/media/ffmpeg_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace unividx::ffmpeg {

namespace {

/// R = Y + rCb Cb + rCr Cr and so on; Cb and Cr in [-0.5, 0.5].
struct YuvMatrix {
    float rCb = 0, rCr = 0, gCb = 0, gCr = 0, bCb = 0, bCr = 0;
};

/// Source: ITU-T H.273, table 4 (MatrixCoefficients).
YuvMatrix matrixOf(const std::string& name)
{
    if (name == "ycgco") // Cg stands where Cb does, Co where Cr does
        return {-1, 1, 1, 0, -1, -1};
    double kr = 0.2126;
    double kb = 0.0722;
    if (name == "bt601") {
        kr = 0.299;
        kb = 0.114;
    } else if (name == "bt2020nc") {
        kr = 0.2627;
        kb = 0.0593;
    } else if (name == "fcc") {
        kr = 0.30;
        kb = 0.11;
    } else if (name == "smpte240m") {
        kr = 0.212;
        kb = 0.087;
    }
    const double kg = 1 - kr - kb;
    return {0,
            static_cast<float>(2 * (1 - kr)),
            static_cast<float>(-2 * kb * (1 - kb) / kg),
            static_cast<float>(-2 * kr * (1 - kr) / kg),
            static_cast<float>(2 * (1 - kb)),
            0};
}

/// value = code * scale + offset
struct CodeScale {
    float scale = 1;
    float offset = 0;
};

CodeScale fullScale(int depth, bool isFloat)
{
    return isFloat ? CodeScale{} : CodeScale{static_cast<float>(1.0 / ((1 << depth) - 1)), 0};
}

/// Source: ITU-T H.273, equations 20 to 31.
CodeScale lumaScale(int depth, bool fullRange, bool isFloat)
{
    if (fullRange || isFloat || depth < 8)
        return fullScale(depth, isFloat);
    const double unit = 1 << (depth - 8);
    return {static_cast<float>(1 / (219 * unit)), static_cast<float>(-16.0 / 219)};
}

CodeScale chromaScale(int depth, bool fullRange)
{
    const double middle = 1 << (depth - 1);
    const double span = fullRange || depth < 8 ? (1 << depth) - 1 : 224.0 * (1 << (depth - 8));
    return {static_cast<float>(1 / span), static_cast<float>(-middle / span)};
}

/// Chroma planes brought to full size, a row at a time.
class ChromaReader {
public:
    ChromaReader(const AVFrame& frame, const AVPixFmtDescriptor& format, bool fullRange)
        : width_(frame.width), sampleWidth_(AV_CEIL_RSHIFT(frame.width, format.log2_chroma_w)),
          sampleHeight_(AV_CEIL_RSHIFT(frame.height, format.log2_chroma_h)),
          fields_(isInterlaced(frame) && format.log2_chroma_h == 1 && sampleHeight_ >= 4 ? 2 : 1),
          scale_(chromaScale(format.comp[1].depth, fullRange)), planes_{PlaneReader(frame, format, 1, sampleWidth_),
                                                                        PlaneReader(frame, format, 2, sampleWidth_)},
          across_(format.log2_chroma_w, offsetAcross(frame, format), sampleWidth_),
          sample_(static_cast<std::size_t>(sampleWidth_)), sum_(static_cast<std::size_t>(sampleWidth_))
    {
        const double offset = offsetDown(frame, format);
        if (fields_ == 2) {
            // Within a field the samples lie a quarter line off its middle, towards the other field's side.
            down_.emplace_back(1, 0.25, (sampleHeight_ + 1) / 2);
            down_.emplace_back(1, 0.75, sampleHeight_ / 2);
        } else {
            down_.emplace_back(format.log2_chroma_h, offset, sampleHeight_);
        }
    }

    /// `which`: 0 Cb, 1 Cr. Writes `width` values in [-0.5, 0.5].
    void readRow(int which, int y, float* out)
    {
        const int field = fields_ == 2 ? y & 1 : 0;
        const ChromaAxis::Taps taps = down_[static_cast<std::size_t>(field)].taps(fields_ == 2 ? y >> 1 : y);
        std::fill(sum_.begin(), sum_.end(), 0.0F);
        for (std::size_t tap = 0; tap < 4; ++tap) {
            const float weight = taps.weight[tap];
            if (weight == 0)
                continue;
            const int row = taps.at[tap] * fields_ + field;
            planes_[static_cast<std::size_t>(which)].readRow(row, scale_.scale * weight, scale_.offset * weight,
                                                             sample_.data());
            for (std::size_t x = 0; x < sum_.size(); ++x)
                sum_[x] += sample_[x];
        }
        across_.upsample(sum_.data(), width_, out);
    }

private:
    /// Unsaid, JPEG puts its samples between the pixels and all else on the left one.
    static double offsetAcross(const AVFrame& frame, const AVPixFmtDescriptor& format)
    {
        const bool between = frame.chroma_location == AVCHROMA_LOC_CENTER ||
                             frame.chroma_location == AVCHROMA_LOC_TOP || frame.chroma_location == AVCHROMA_LOC_BOTTOM;
        return between ? ((1 << format.log2_chroma_w) - 1) / 2.0 : 0;
    }

    static double offsetDown(const AVFrame& frame, const AVPixFmtDescriptor& format)
    {
        const double last = (1 << format.log2_chroma_h) - 1;
        switch (frame.chroma_location) {
        case AVCHROMA_LOC_TOPLEFT:
        case AVCHROMA_LOC_TOP:
            return 0;
        case AVCHROMA_LOC_BOTTOMLEFT:
        case AVCHROMA_LOC_BOTTOM:
            return last;
        default:
            return last / 2;
        }
    }

    int width_;
    int sampleWidth_;
    int sampleHeight_;
    int fields_;
    CodeScale scale_;
    std::array<PlaneReader, 2> planes_;
    ChromaAxis across_;
    std::vector<ChromaAxis> down_; ///< one a field
    std::vector<float> sample_;
    std::vector<float> sum_;
};

bool hasAlpha(const AVPixFmtDescriptor& format)
{
    return (format.flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

float clampToOne(float value)
{
    return std::min(std::max(value, 0.0F), 1.0F);
}

/// A frame's rows as R, G, B and alpha in [0, 1]; alpha is 1 where the frame has none.
class RowConverter {
public:
    RowConverter(const AVFrame& frame, const AVPixFmtDescriptor& format, const ColorTags& tags, bool wantsAlpha)
        : width_(frame.width), matrix_(matrixOf(tags.matrix))
    {
        const bool palette = (format.flags & AV_PIX_FMT_FLAG_PAL) != 0;
        const bool isFloat = (format.flags & AV_PIX_FMT_FLAG_FLOAT) != 0;
        const bool rgb = palette || (format.flags & AV_PIX_FMT_FLAG_RGB) != 0;
        const int depth = palette ? 8 : format.comp[0].depth;
        luma_ = rgb ? fullScale(depth, isFloat) : lumaScale(depth, tags.fullRange, isFloat);
        for (int component = 0; component < (rgb ? 3 : 1); ++component)
            planes_.emplace_back(frame, format, component, width_);
        if (!rgb && format.nb_components >= 3)
            chroma_.emplace(frame, format, tags.fullRange);
        if (wantsAlpha && hasAlpha(format)) {
            const int component = palette ? 3 : format.nb_components - 1;
            alpha_.emplace(frame, format, component, width_);
            alphaScale_ = fullScale(palette ? 8 : format.comp[component].depth, isFloat);
        }
        for (auto& row : rows_)
            row.assign(static_cast<std::size_t>(width_), 1.0F);
    }

    /// Writes `width` pixels of 3 or 4 channels.
    void convert(int y, int channels, float* out)
    {
        float* const a = rows_[0].data();
        float* b = rows_[1].data();
        float* c = rows_[2].data();
        planes_[0].readRow(y, luma_.scale, luma_.offset, a);
        if (planes_.size() == 3) {
            planes_[1].readRow(y, luma_.scale, luma_.offset, b);
            planes_[2].readRow(y, luma_.scale, luma_.offset, c);
        } else if (chroma_) {
            chroma_->readRow(0, y, b);
            chroma_->readRow(1, y, c);
            toRgb(a, b, c);
        } else {
            b = a;
            c = a;
        }
        if (alpha_)
            alpha_->readRow(y, alphaScale_.scale, alphaScale_.offset, rows_[3].data());
        for (int x = 0; x < width_; ++x) {
            out[x * channels] = clampToOne(a[x]);
            out[x * channels + 1] = clampToOne(b[x]);
            out[x * channels + 2] = clampToOne(c[x]);
            if (channels == 4)
                out[x * channels + 3] = clampToOne(rows_[3][static_cast<std::size_t>(x)]);
        }
    }

private:
    /// Y, Cb and Cr in place to R, G and B.
    void toRgb(float* a, float* b, float* c) const
    {
        for (int x = 0; x < width_; ++x) {
            const float light = a[x];
            const float cb = b[x];
            const float cr = c[x];
            a[x] = light + matrix_.rCb * cb + matrix_.rCr * cr;
            b[x] = light + matrix_.gCb * cb + matrix_.gCr * cr;
            c[x] = light + matrix_.bCb * cb + matrix_.bCr * cr;
        }
    }

    int width_;
    YuvMatrix matrix_;
    CodeScale luma_;
    CodeScale alphaScale_;
    std::vector<PlaneReader> planes_; ///< Y, or R G B
    std::optional<ChromaReader> chroma_;
    std::optional<PlaneReader> alpha_;
    std::array<std::vector<float>, 4> rows_;
};

} // namespace

bool canConvert(AVPixelFormat format)
{
    const AVPixFmtDescriptor* desc = av_pix_fmt_desc_get(format);
    if (desc == nullptr || (desc->flags & (AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER)) != 0 ||
        desc->nb_components < 1 || format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE)
        return false;
    const bool isFloat = (desc->flags & AV_PIX_FMT_FLAG_FLOAT) != 0;
    const bool yuv = desc->nb_components >= 3 && (desc->flags & AV_PIX_FMT_FLAG_RGB) == 0;
    return isFloat ? desc->comp[0].depth == 32 && (desc->flags & AV_PIX_FMT_FLAG_BE) == 0 && !yuv
                   : desc->comp[0].depth <= 16;
}

Image toImage(const AVFrame& frame, const ColorTags& tags, int channels)
{
    const auto pixelFormat = static_cast<AVPixelFormat>(frame.format);
    if (!canConvert(pixelFormat))
        throw Error(ErrorKind::Internal, "pixel format that cannot be converted");
    RowConverter rows(frame, *av_pix_fmt_desc_get(pixelFormat), tags, channels == 4);
    const std::size_t rowValues = static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(channels);
    std::vector<float> pixels(rowValues * static_cast<std::size_t>(frame.height));
    for (int y = 0; y < frame.height; ++y)
        rows.convert(y, channels, pixels.data() + rowValues * static_cast<std::size_t>(y));
    return Image({frame.width, frame.height}, channels, std::move(pixels));
}

} // namespace unividx::ffmpeg
