#include "inference/engine/condition_augmentation.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

at::Tensor mirrored(const at::Tensor& video, const Modality& modality)
{
    const at::Tensor turned = video.flip(-1);
    if (modality.decoding == Decoding::UnitNormal)
        turned.select(0, 0).neg_(); // +X points the other way
    return turned;
}

at::Tensor softened(const at::Tensor& video, double deviation)
{
    const auto reach = static_cast<std::int64_t>(std::ceil(3 * deviation));
    const at::Tensor places = at::arange(-reach, reach + 1, at::TensorOptions().dtype(at::kFloat));
    at::Tensor weights = (places.square() / (-2 * deviation * deviation)).exp();
    weights = (weights / weights.sum()).to(video.device());
    const at::Tensor planes = at::replication_pad2d(video.flatten(0, 1).unsqueeze(1), {reach, reach, reach, reach});
    const at::Tensor across = at::conv2d(planes, weights.view({1, 1, 1, -1}));
    return at::conv2d(across, weights.view({1, 1, -1, 1})).view_as(video);
}

} // namespace

bool countsFor(const ConditionAugmentation& view, const Modality& modality)
{
    return view.layers.empty() || std::find(view.layers.begin(), view.layers.end(), modality.name) != view.layers.end();
}

at::Tensor augmented(const ConditionAugmentation& view, const at::Tensor& video, const Modality& modality)
{
    const at::Tensor seen = view.mirrored ? mirrored(video, modality) : video;
    return view.softness > 0 ? softened(seen, view.softness) : seen;
}

at::Tensor augmentationUndone(const ConditionAugmentation& view, const at::Tensor& video, const Modality& modality)
{
    return view.mirrored ? mirrored(video, modality) : video;
}

} // namespace unividx
