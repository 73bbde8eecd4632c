#include "inference/evaluation/error_meters.h"

#include "core/layers/layer_format.h"
#include "inference/evaluation/frame_mean.h"
#include "inference/metrics/albedo_errors.h"
#include "inference/metrics/matte_errors.h"
#include "inference/metrics/normal_errors.h"
#include "inference/metrics/psnr.h"
#include "inference/metrics/ssim.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// The trivial answer that a model's layer has to beat.
enum class Trivial { None, Rgb, Grey };

/// How a colour layer is measured. One row a modality.
struct ColorMeasures {
    std::string_view modality;
    Trivial trivial;
    bool upToScale; ///< known only up to a factor, so intensity and chromaticity are measured after a match
};

constexpr std::array colorMeasures{
    ColorMeasures{"rgb", Trivial::None, false},        ColorMeasures{"albedo", Trivial::Rgb, true},
    ColorMeasures{"irradiance", Trivial::Grey, true},  ColorMeasures{"foreground", Trivial::None, false},
    ColorMeasures{"background", Trivial::None, false},
};

ColorMeasures measuresOf(std::string_view modality)
{
    for (const ColorMeasures& measures : colorMeasures) {
        if (measures.modality == modality)
            return measures;
    }
    return {modality, Trivial::None, false};
}

Image greyOf(const Image& picture)
{
    std::vector<float> grey;
    grey.reserve(picture.byteSize() / sizeof(float));
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x)
            grey.insert(grey.end(), 3, (picture.at(x, y, 0) + picture.at(x, y, 1) + picture.at(x, y, 2)) / 3);
    }
    return {picture.resolution(), 3, std::move(grey)};
}

/// What is measured between two colour clips.
struct ColorErrors {
    PsnrMeter psnr;
    FrameMean ssim, intensity, chromaticity;

    void add(const Image& made, const Image& wanted, const Image& where, bool upToScale)
    {
        psnr.add(made, wanted, where);
        if (where.empty())
            ssim.add(unividx::ssim(made, wanted));
        if (upToScale) {
            intensity.add(intensityError(made, wanted));
            chromaticity.add(chromaticityError(made, wanted));
        }
    }
};

class ColorMeter final : public LayerMeter {
public:
    /// `matteRow`: where only pixels of the subject count; the row of its matte.
    ColorMeter(std::size_t row, const ColorMeasures& measures, std::optional<std::size_t> matteRow)
        : row_(row), measures_(measures), matteRow_(matteRow)
    {
    }

    void add(const MeasuredFrame& frame) override
    {
        const Image& wanted = frame.wanted[row_];
        const Image where = matteRow_ ? frame.wanted[*matteRow_] : Image();
        made_.add(frame.made[row_], wanted, where, measures_.upToScale);
        if (measures_.trivial == Trivial::None || frame.rgb.empty())
            return;
        besideIs_ = measures_.trivial == Trivial::Grey ? "grey" : "rgb";
        trivial_.add(measures_.trivial == Trivial::Grey ? greyOf(frame.rgb) : frame.rgb, wanted, where,
                     measures_.upToScale);
    }

    void report(Figures& figures) const override
    {
        tell(figures, "psnr", matteRow_ ? "PSNR where there is subject, dB" : "PSNR, dB", 1, made_.psnr.decibels(),
             trivial_.psnr.decibels());
        if (made_.ssim.count > 0)
            tell(figures, "ssim", "SSIM", 1, made_.ssim.mean(), trivial_.ssim.mean());
        if (!measures_.upToScale)
            return;
        tell(figures, "intensity_error", "intensity error x100", 100, made_.intensity.mean(),
             trivial_.intensity.mean());
        tell(figures, "chromaticity_error", "chromaticity error, CIEDE2000", 1, made_.chromaticity.mean(),
             trivial_.chromaticity.mean());
    }

private:
    void tell(Figures& figures, const std::string& key, const std::string& words, double scale, double value,
              double trivial) const
    {
        const std::string layer(measures_.modality);
        Figure figure{layer + "_" + key, layer, words, scale, value, std::nullopt, besideIs_};
        if (!besideIs_.empty())
            figure.beside = trivial;
        figures.push_back(std::move(figure));
    }

    std::size_t row_;
    ColorMeasures measures_;
    std::optional<std::size_t> matteRow_;
    ColorErrors made_, trivial_;
    std::string besideIs_;
};

class NormalLayerMeter final : public LayerMeter {
public:
    NormalLayerMeter(std::size_t row, const std::array<double, 3>& constant) : row_(row), constant_(constant) {}

    void add(const MeasuredFrame& frame) override
    {
        made_.add(frame.made[row_], frame.wanted[row_]);
        trivial_.add(constant_, frame.wanted[row_]);
    }

    void report(Figures& figures) const override
    {
        const NormalErrors made = made_.errors();
        const NormalErrors trivial = trivial_.errors();
        const auto tell = [&](const char* key, const char* words, double scale, double NormalErrors::*part) {
            figures.push_back({key, "normal", words, scale, made.*part, trivial.*part, "constant"});
        };
        tell("normal_mean_degrees", "mean angle, degrees", 1, &NormalErrors::meanDegrees);
        tell("normal_median_degrees", "median angle, degrees", 1, &NormalErrors::medianDegrees);
        tell("normal_within_11_25", "within 11.25 degrees, %", 100, &NormalErrors::within11);
        tell("normal_within_22_5", "within 22.5 degrees, %", 100, &NormalErrors::within22);
        tell("normal_within_30", "within 30 degrees, %", 100, &NormalErrors::within30);
    }

private:
    std::size_t row_;
    std::array<double, 3> constant_;
    NormalMeter made_, trivial_;
};

class MatteLayerMeter final : public LayerMeter {
public:
    explicit MatteLayerMeter(std::size_t row) : row_(row) {}

    void add(const MeasuredFrame& frame) override { matte_.add(frame.made[row_], frame.wanted[row_]); }

    void report(Figures& figures) const override
    {
        const MatteErrors errors = matte_.errors();
        figures.push_back({"alpha_mad", "alpha", "MAD x1e3", 1e3, errors.mad, matte_.bestConstantMad(), "constant"});
        figures.push_back({"alpha_mse", "alpha", "MSE x1e3", 1e3, errors.mse, std::nullopt, ""});
        figures.push_back({"alpha_grad", "alpha", "Grad /1e3", 1e-3, errors.gradient, std::nullopt, ""});
        figures.push_back({"alpha_conn", "alpha", "Conn /1e3", 1e-3, errors.connectivity, std::nullopt, ""});
        figures.push_back({"alpha_dtssd", "alpha", "dtSSD x1e2", 1e2, errors.dtssd, std::nullopt, ""});
    }

private:
    std::size_t row_;
    MatteMeter matte_;
};

} // namespace

std::unique_ptr<LayerMeter> errorMeter(std::size_t row, const ClipShape& shape)
{
    const Modality& modality = shape.family->modalities[row];
    if (modality.decoding == Decoding::UnitNormal)
        return std::make_unique<NormalLayerMeter>(row, shape.meanNormal);
    if (modality.decoding == Decoding::Matte)
        return std::make_unique<MatteLayerMeter>(row);
    std::optional<std::size_t> matteRow;
    for (std::size_t other = 0; other < 4; ++other) {
        if (layerFormat(modality.name).premultipliedByMatte && shape.wanted[other] &&
            shape.family->modalities[other].decoding == Decoding::Matte)
            matteRow = other;
    }
    return std::make_unique<ColorMeter>(row, measuresOf(modality.name), matteRow);
}

} // namespace unividx
