#include "inference/evaluation/layer_meters.h"

#include "inference/evaluation/error_meters.h"
#include "inference/evaluation/frame_mean.h"
#include "inference/metrics/composition.h"
#include "inference/metrics/seam_ratio.h"
#include "inference/metrics/track_variance.h"
#include "inference/metrics/warped_error.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace unividx {

namespace {

/// What a surface keeps wherever it goes; light and normals change as it moves.
constexpr std::array<std::string_view, 1> keptBySurfaces{"albedo"};

/// How a layer behaves in time, beside the true one.
class SteadinessMeter final : public LayerMeter {
public:
    SteadinessMeter(std::size_t row, const ClipShape& shape)
        : row_(row), layer_(shape.family->modalities[row].name), moving_(shape.moving), made_(shape.joins),
          wanted_(shape.joins)
    {
        followed_ = moving_ && std::find(keptBySurfaces.begin(), keptBySurfaces.end(), layer_) != keptBySurfaces.end();
    }

    void add(const MeasuredFrame& frame) override
    {
        add(made_, frame.made[row_], frame);
        add(wanted_, frame.wanted[row_], frame);
    }

    void report(Figures& figures) const override
    {
        tell(figures, "warped_error", "warped temporal error x1e3", 1e3, made_.warped.error(), wanted_.warped.error());
        tell(figures, "track_variance", "variance along tracks x1e3", 1e3, made_.tracks.variance(),
             wanted_.tracks.variance());
        tell(figures, "seam_ratio", "seam ratio", 1, made_.seams.ratio(), wanted_.seams.ratio());
    }

private:
    struct Side {
        explicit Side(const std::set<std::int64_t>& joins) : seams(joins) {}

        WarpedError warped;
        TrackVariance tracks;
        SeamRatio seams;
    };

    void add(Side& side, const Image& picture, const MeasuredFrame& frame) const
    {
        side.seams.add(frame.number, picture);
        if (moving_)
            side.warped.add(picture, frame.motion);
        if (followed_)
            side.tracks.add(picture, frame.motion);
    }

    void tell(Figures& figures, const std::string& key, const std::string& words, double scale,
              std::optional<double> made, std::optional<double> wanted) const
    {
        if (made)
            figures.push_back({layer_ + "_" + key, layer_, words, scale, *made, wanted, "wanted"});
    }

    std::size_t row_;
    std::string layer_;
    bool moving_;
    bool followed_ = false;
    Side made_, wanted_;
};

/// How much of a clip the figures along its motion rest on.
class MotionMeter final : public LayerMeter {
public:
    void add(const MeasuredFrame& frame) override
    {
        if (!frame.motion.known.empty())
            known_.add(frame.motion.knownShare());
    }

    void report(Figures& figures) const override
    {
        figures.push_back({"motion_known", "motion", "known, % of pixels", 100, known_.mean(), std::nullopt, ""});
    }

private:
    FrameMean known_;
};

/// Whether the layers make their picture. A layer that was given rather than made stands in as it was given.
class CompositionMeter final : public LayerMeter {
public:
    explicit CompositionMeter(const Family& family) : family_(&family) {}

    void add(const MeasuredFrame& frame) override
    {
        std::array<Image, 4> layers = frame.wanted;
        for (std::size_t row = 0; row < 4; ++row) {
            if (!frame.made[row].empty())
                layers[row] = frame.made[row];
        }
        made_.add(residual(layers));
        const bool whole =
            std::none_of(frame.wanted.begin(), frame.wanted.end(), [](const Image& image) { return image.empty(); });
        if (whole)
            wanted_.add(residual(frame.wanted));
    }

    void report(Figures& figures) const override
    {
        Figure figure{"composition_residual", "composition", words(), 1, made_.mean(), std::nullopt, "wanted"};
        if (wanted_.count > 0)
            figure.beside = wanted_.mean();
        figures.push_back(std::move(figure));
    }

private:
    bool isAlpha() const { return family_ == &alphaFamily; }
    std::string words() const { return isAlpha() ? "|C - aF - (1 - a)B|" : "|R - A * I|"; }

    double residual(const std::array<Image, 4>& layers) const
    {
        return isAlpha() ? alphaResidual(layers[0], layers[1], layers[2], layers[3])
                         : intrinsicResidual(layers[0], layers[1], layers[2]);
    }

    const Family* family_;
    FrameMean made_, wanted_;
};

/// The layers that a picture is composed of, beside the picture itself: albedo and irradiance; all of the alpha family.
ModalitySet composedRows(const Family& family)
{
    return modalitiesOf(family, &family == &alphaFamily ? "RPFB" : "RAI");
}

} // namespace

std::vector<std::unique_ptr<LayerMeter>> metersFor(const ClipShape& shape)
{
    std::vector<std::unique_ptr<LayerMeter>> meters;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!shape.made[row])
            continue;
        meters.push_back(errorMeter(row, shape));
        meters.push_back(std::make_unique<SteadinessMeter>(row, shape));
    }
    if (shape.moving && shape.made.any())
        meters.push_back(std::make_unique<MotionMeter>());
    const ModalitySet composed = composedRows(*shape.family);
    if (((shape.made | shape.wanted) & composed) == composed && (shape.made & composed).any())
        meters.push_back(std::make_unique<CompositionMeter>(*shape.family));
    return meters;
}

} // namespace unividx
