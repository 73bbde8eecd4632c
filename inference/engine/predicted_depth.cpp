#include "inference/engine/predicted_depth.h"

#include "core/image/resize.h"
#include "inference/engine/image_tensor.h"
#include "inference/engine/predicted_rows.h"

#include <torch/utils.h>

#include <algorithm>
#include <vector>

namespace unividx {

namespace {

/// [1, H, W] -> one channel
Image planeImage(const at::Tensor& plane)
{
    const at::Tensor values = plane.contiguous();
    const Resolution size{static_cast<int>(values.size(2)), static_cast<int>(values.size(1))};
    const float* first = values.data_ptr<float>();
    return Image(size, 1, std::vector<float>(first, first + values.numel()));
}

} // namespace

void predictDepth(const LayerPredictor& predictor, FrameRange frames, const FrameSource& rgb, Resolution usual,
                  std::int64_t clip, const DepthSink& sink, JobContext& job)
{
    const c10::NoGradGuard noGradients;
    const Task task = *findTask("R2AIN");
    const std::size_t depth = *findPredictedLayer("depth");
    const Resolution size = predictedSize(rgb(frames.first).resolution(), usual);
    for (std::int64_t first = frames.first; first < frames.end(); first += clip) {
        const std::int64_t count = std::min(clip, frames.end() - first);
        const auto picture = [&](std::int64_t index) {
            job.throwIfCancelled();
            return rgb(first + index);
        };
        FamilyVideos given;
        given[*task.family->rowOf("rgb")] = conditionVideo(picture, count, size, count, resizeArea).squeeze(0);
        const LayerPredictor::Answer answer = predictor(networkInput(knownLayers(task, given)), count);
        const at::Tensor distance = planesOf(answer.values, predictedLayers[depth]).cpu();
        const at::Tensor error = at::upsample_bilinear2d(
            answer.scales.narrow(1, static_cast<std::int64_t>(depth), 1).cpu(), {size.height, size.width}, false);
        for (std::int64_t index = 0; index < count; ++index) {
            sink(first + index, {planeImage(distance[index] - distance[index].mean()), planeImage(error[index])});
            job.advance(1);
        }
    }
}

} // namespace unividx
