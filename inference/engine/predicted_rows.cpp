#include "inference/engine/predicted_rows.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "inference/engine/condition_augmentation.h"
#include "inference/engine/image_tensor.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

constexpr int sizeStep = 32; ///< pixels; the encoder's deepest features have 1/32 of the size

const PredictedLayer& predictedLayer(const Modality& modality, std::size_t& index)
{
    const auto found = findPredictedLayer(modality.name);
    if (!found)
        throw Error(ErrorKind::Internal, "the predictor does not know " + std::string(modality.name));
    index = *found;
    return predictedLayers[*found];
}

/// Frames at another size. Shape: video [3, F, h, w] -> [3, F, H, W]
at::Tensor resizedVideo(const at::Tensor& video, Resolution size)
{
    const bool smaller = size.width < video.size(3);
    return smaller ? at::adaptive_avg_pool2d(video, {size.height, size.width})
                   : at::upsample_bilinear2d(video, {size.height, size.width}, false);
}

/// [N, planes, H, W] of a layer -> [3, N, H, W] in [-1, 1]
at::Tensor asVideo(const at::Tensor& planes, const Modality& modality)
{
    const at::Tensor values = modality.decoding == Decoding::UnitNormal ? unitNormals(planes.transpose(0, 1))
                                                                        : planes.transpose(0, 1) * 2 - 1;
    return values.expand({3, -1, -1, -1}).clamp(-1, 1);
}

} // namespace

Resolution predictedSize(Resolution source, Resolution usual)
{
    const double area = static_cast<double>(usual.width) * usual.height;
    const double aspect = static_cast<double>(source.width) / std::max(1, source.height);
    const auto rounded = [](double pixels) {
        return std::max(sizeStep, static_cast<int>(std::lround(pixels / sizeStep)) * sizeStep);
    };
    return {rounded(std::sqrt(area * aspect)), rounded(std::sqrt(area / aspect))};
}

Resolution scaledSize(Resolution size, double scale)
{
    const auto scaled = [&](int pixels) { return static_cast<int>(std::lround(pixels * scale)); };
    return predictedSize(size, {scaled(size.width), scaled(size.height)});
}

bool WindowHints::any() const
{
    return std::any_of(masks.begin(), masks.end(), [](const at::Tensor& mask) { return mask.defined(); });
}

WindowHints readHints(const std::array<HintSource, 4>& sources, FrameRange window, std::int64_t end, Resolution size)
{
    WindowHints hints;
    for (std::size_t row = 0; row < hints.masks.size(); ++row) {
        if (!sources[row])
            continue;
        for (std::int64_t index = 0; index < window.count && window.first + index < end; ++index) {
            const std::optional<HintPicture> hint = sources[row](window.first + index);
            if (!hint)
                continue;
            if (!hints.masks[row].defined()) {
                hints.masks[row] = at::zeros({1, window.count, size.height, size.width});
                hints.values[row] = at::zeros({3, window.count, size.height, size.width});
            }
            const at::Tensor known = imagePlanes(hint->known);           // [1, h, w]
            const at::Tensor values = imagePlanes(hint->values) * 2 - 1; // [3, h, w]
            const Image resized = resizeArea(planesImage(at::cat({values * known, known})), size);
            const at::Tensor planes = imagePlanes(resized);
            hints.values[row].select(1, index).copy_(planes.narrow(0, 0, 3));
            hints.masks[row].select(1, index).copy_(planes.narrow(0, 3, 1));
        }
    }
    return hints;
}

KnownLayers knownLayers(const Task& task, const FamilyVideos& given, const WindowHints& hints)
{
    KnownLayers known;
    const auto add = [&](std::size_t row, const at::Tensor& video, const at::Tensor& counts) {
        const at::Tensor frames = video.transpose(0, 1); // [F, 3, H, W]
        if (!known.values.defined())
            known = nothingKnown(frames.size(0), frames.size(2), frames.size(3));
        const Modality& modality = task.family->modalities[row];
        std::size_t index = 0;
        const PredictedLayer& layer = predictedLayer(modality, index);
        at::Tensor values = planesOf(known.values, layer);
        at::Tensor mask = known.masks.narrow(1, static_cast<std::int64_t>(index), 1);
        if (modality.decoding == Decoding::UnitNormal) {
            constexpr double shortest = 0.5;
            const at::Tensor length = at::linalg_vector_norm(frames, 2, {1}, true);
            const at::Tensor there = (length > shortest).to(at::kFloat);
            mask.copy_(there * counts);
            values.copy_(frames / length.clamp_min(shortest) * there);
        } else {
            values.copy_((frames * 0.5 + 0.5).clamp(0, 1).narrow(1, 0, layer.planes));
            mask.copy_(counts.expand_as(mask));
        }
    };
    for (std::size_t row = 0; row < given.size(); ++row) {
        if (given[row].defined())
            add(row, given[row], at::ones({1}));
    }
    for (std::size_t row = 0; row < hints.masks.size(); ++row) {
        constexpr double least = 1e-3;
        if (hints.masks[row].defined())
            add(row, hints.values[row] / hints.masks[row].clamp_min(least), hints.masks[row].transpose(0, 1));
    }
    return known;
}

void addPredicted(const LayerPredictor& predictor, const Task& task, const ConditionAugmentation& view,
                  const FamilyVideos& given, const WindowHints& hints, FamilyVideos& made)
{
    FamilyVideos seen;
    WindowHints seenHints;
    Resolution whole;
    const auto viewed = [&](const at::Tensor& video, const Modality& modality) {
        const at::Tensor shown = augmented(view, video, modality);
        return view.scale != 1 ? resizedVideo(shown, scaledSize(whole, view.scale)) : shown;
    };
    for (std::size_t row = 0; row < given.size(); ++row) {
        if (!given[row].defined())
            continue;
        whole = {static_cast<int>(given[row].size(3)), static_cast<int>(given[row].size(2))};
        seen[row] = viewed(given[row], task.family->modalities[row]);
    }
    for (std::size_t row = 0; row < hints.masks.size(); ++row) {
        if (!hints.masks[row].defined())
            continue;
        const Modality& mattes = alphaFamily.modalities[*alphaFamily.rowOf("alpha")];
        seenHints.values[row] = viewed(hints.values[row], task.family->modalities[row]);
        seenHints.masks[row] = viewed(hints.masks[row], mattes);
    }
    const KnownLayers known = knownLayers(task, seen, seenHints);
    const at::Tensor values = predictor(networkInput(known), known.values.size(0)).values.cpu();
    for (std::size_t row = 0; row < made.size(); ++row) {
        if (!task.targets()[row])
            continue;
        const Modality& modality = task.family->modalities[row];
        std::size_t index = 0;
        const at::Tensor planes = planesOf(values, predictedLayer(modality, index));
        at::Tensor answer = asVideo(planes, modality);
        if (view.scale != 1)
            answer = resizedVideo(answer, whole);
        const at::Tensor back = augmentationUndone(view, answer, modality);
        made[row] = made[row].defined() ? made[row] + back : back;
    }
}

at::Tensor withDetailOf(const at::Tensor& video, const at::Tensor& fine)
{
    constexpr double share = 0.019; // of the width; three box blurs of this radius are near a Gaussian
    const std::int64_t radius = std::max<std::int64_t>(1, std::llround(share * static_cast<double>(video.size(3))));
    at::Tensor coarse = video - fine;
    for (int pass = 0; pass < 3; ++pass)
        coarse = at::avg_pool2d(at::replication_pad2d(coarse, {radius, radius, radius, radius}), 2 * radius + 1, 1);
    return fine + coarse;
}

} // namespace unividx
