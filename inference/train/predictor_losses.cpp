#include "inference/train/predictor_losses.h"

#include "inference/train/absolute_loss.h"

#include <torch/utils.h>

#include <array>
#include <cmath>
#include <limits>

namespace unividx {

namespace {

constexpr std::int64_t normalIndex = 3, alphaIndex = 4, depthIndex = 7;

/// Of a layer's absolute differences. Alpha is zero or one nearly everywhere, so its errors are few.
constexpr std::array<double, 8> layerWeights{0.3, 1.2, 0.8, 1, 2, 0.4, 0.4, 0.7};
constexpr double shownWeight = 0.1; ///< of what the network was shown whole
constexpr double edgeWeight = 0.2, coarseWeight = 4, chordWeight = 1, productWeight = 0.1, stepWeight = 0.5,
                 scaleWeight = 0.02;

/// [N, layerCount, H, W] -> [N, layerPlanes, H, W]
at::Tensor byPlane(const at::Tensor& layers)
{
    std::vector<at::Tensor> planes;
    for (std::size_t index = 0; index < predictedLayers.size(); ++index)
        planes.push_back(
            layers.narrow(1, static_cast<std::int64_t>(index), 1).expand({-1, predictedLayers[index].planes, -1, -1}));
    return at::cat(planes, 1);
}

/// What each layer's known pixels count, [N, layerCount, H, W].
at::Tensor weightsOf(const LayerBatch& wanted, const KnownLayers& known)
{
    const at::Tensor shown = known.masks.mean({2, 3}, true) > 0.99;
    const at::Tensor share =
        at::where(shown, at::full({1}, shownWeight), at::ones({1})) *
        at::from_blob(const_cast<double*>(layerWeights.data()), {1, layerCount, 1, 1}, at::kDouble).to(at::kFloat);
    return wanted.valid * share;
}

/// Normals as unit vectors, and depth without its mean difference from what is wanted.
at::Tensor comparable(const at::Tensor& values, const LayerBatch& wanted)
{
    const PredictedLayer& normal = predictedLayers[normalIndex];
    const at::Tensor raw = planesOf(values, normal);
    const at::Tensor unit = raw / (raw.square().sum(1, true) + 1e-6).sqrt();
    const at::Tensor made = planesOf(values, predictedLayers[depthIndex]);
    const at::Tensor mask = wanted.valid.narrow(1, depthIndex, 1);
    const at::Tensor apart = (made - planesOf(wanted.values, predictedLayers[depthIndex])) * mask;
    const at::Tensor depth = made - apart.sum({2, 3}, true) / mask.sum({2, 3}, true).clamp_min(1);
    return at::cat({values.narrow(1, 0, normal.first), unit,
                    values.narrow(1, normal.first + 3, layerPlanes - normal.first - 4), depth},
                   1);
}

at::Tensor productLoss(const at::Tensor& values, const LayerBatch& wanted)
{
    const auto layer = [&](std::size_t index) { return planesOf(values, predictedLayers[index]); };
    const at::Tensor rgb = planesOf(wanted.values, predictedLayers[0]);
    const at::Tensor lit = (layer(1) * layer(2) - rgb).abs() * wanted.valid.narrow(1, 1, 1);
    const at::Tensor alpha = layer(4);
    const at::Tensor mixed =
        (alpha * layer(5) + (1 - alpha) * layer(6) - rgb).abs() * wanted.subject.view({-1, 1, 1, 1});
    return lit.mean() + mixed.mean();
}

at::Tensor scaleLoss(const at::Tensor& scales, const at::Tensor& error, const at::Tensor& valid)
{
    std::vector<at::Tensor> layers;
    for (const PredictedLayer& layer : predictedLayers)
        layers.push_back(planesOf(error, layer).mean(1, true));
    const at::Tensor seen = valid.clamp(0, 1);
    const at::Tensor weight = at::avg_pool2d(seen, 2);
    const at::Tensor mean = at::avg_pool2d(at::cat(layers, 1) * seen, 2) / weight.clamp_min(1e-3);
    const at::Tensor bounded = scales.clamp(-6, 3);
    return (((mean + 1e-3) * at::exp(-bounded) + bounded) * weight).mean();
}

} // namespace

at::Tensor predictorLoss(const LayerPredictor::Answer& answer, const LayerBatch& wanted, const KnownLayers& known)
{
    const at::Tensor weights = byPlane(weightsOf(wanted, known));
    const at::Tensor values = comparable(answer.values, wanted);
    const at::Tensor error = values - wanted.values;
    const at::Tensor size = error.abs();
    const auto pixels = static_cast<double>(error.size(0) * error.size(2) * error.size(3));
    const at::Tensor coarse = at::avg_pool2d(error, 4, 4);
    const at::Tensor coarseWeights = at::avg_pool2d(weights, 4, 4);
    at::Tensor loss = absoluteLoss(error, weights, edgeWeight) / pixels +
                      coarseWeight * absoluteLoss(coarse, coarseWeights, edgeWeight) / pixels;
    const at::Tensor turned = planesOf(error, predictedLayers[normalIndex]).square().sum(1, true);
    const at::Tensor chord = (turned + 1e-4).sqrt() * weights.narrow(1, predictedLayers[normalIndex].first, 1);
    loss = loss + chordWeight * chord.sum() / pixels + productWeight * productLoss(values, wanted);
    if (wanted.frames > 1) {
        const auto steps = [&](const at::Tensor& x) {
            const at::Tensor clips = x.unflatten(0, {x.size(0) / wanted.frames, wanted.frames});
            return std::pair(clips.narrow(1, 1, wanted.frames - 1), clips.narrow(1, 0, wanted.frames - 1));
        };
        const auto [after, before] = steps(error);
        const auto [weightAfter, weightBefore] = steps(weights);
        loss = loss + stepWeight * ((after - before).abs() * at::minimum(weightAfter, weightBefore)).sum() / pixels;
    }
    return loss + scaleWeight * scaleLoss(answer.scales, size.detach(), wanted.valid);
}

void PredictorMeter::add(const at::Tensor& values, const LayerBatch& wanted)
{
    const at::Tensor made = comparable(values, wanted);
    const auto sum = [](const at::Tensor& x) { return x.sum().item<double>(); };
    const at::Tensor normals = wanted.valid.select(1, normalIndex);
    const at::Tensor cosine =
        (planesOf(made, predictedLayers[normalIndex]) * planesOf(wanted.values, predictedLayers[normalIndex])).sum(1);
    degrees_ += sum(at::acos(cosine.clamp(-1, 1)) * normals) * (180 / 3.14159265358979);
    normals_ += sum(normals);
    const at::Tensor error = made - wanted.values;
    albedo_ += sum((planesOf(error, predictedLayers[1]).square().mean(1) * wanted.valid.select(1, 1)));
    irradiance_ += sum((planesOf(error, predictedLayers[2]).square().mean(1) * wanted.valid.select(1, 2)));
    colours_ += sum(wanted.valid.select(1, 1));
    alpha_ += sum(planesOf(error, predictedLayers[alphaIndex]).abs() * wanted.subject.view({-1, 1, 1, 1}));
    mattes_ += sum(wanted.subject) * static_cast<double>(error.size(2) * error.size(3));
    const at::Tensor depths = wanted.valid.select(1, depthIndex);
    depth_ += sum(planesOf(error, predictedLayers[depthIndex]).squeeze(1).square() * depths);
    depths_ += sum(depths);
}

HeldOutFigures PredictorMeter::figures() const
{
    const auto mean = [](double total, double count) {
        return count > 0 ? total / count : std::numeric_limits<double>::quiet_NaN();
    };
    return {{"normal_degrees", mean(degrees_, normals_)},
            {"albedo_psnr", -10 * std::log10(mean(albedo_, colours_))},
            {"irradiance_psnr", -10 * std::log10(mean(irradiance_, colours_))},
            {"alpha_error", mean(alpha_, mattes_)},
            {"depth_log_rmse", std::sqrt(mean(depth_, depths_))}};
}

} // namespace unividx
