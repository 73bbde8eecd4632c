#include "core/run/frame_finisher.h"

#include "core/base/error.h"
#include "core/image/crop.h"
#include "core/image/resize.h"
#include "core/image/upsample.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace unividx {

namespace {

void refuseNonFinite(const Image& layer, const Modality& modality, std::int64_t frame)
{
    const std::size_t count = layer.byteSize() / sizeof(float);
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::isfinite(layer.data()[i])) {
            throw Error(ErrorKind::Model, "frame " + std::to_string(frame) + ": the model made values that are not " +
                                              "numbers in " + std::string(modality.name) +
                                              "; try --dtype float32, or check the package with `unividx model check`");
        }
    }
}

Image atOutputSize(const Image& layer, Decoding decoding, const Image& guide, Resolution size)
{
    if (layer.resolution() == size)
        return layer;
    const Image sized = guide.empty() ? resizeBilinear(layer, size) : upsampleGuided(layer, resizeArea(guide, size));
    return decoding == Decoding::UnitNormal ? normalizeVectors(sized) : clampValues(sized, 0.0f, 1.0f);
}

/// The engine may ask from several threads, also while a finished frame's guide is read; readers serve one at a time.
template <typename Read>
Read guarded(Read read, const std::shared_ptr<std::mutex>& mutex)
{
    return [read = std::move(read), mutex](std::int64_t frame) {
        const std::lock_guard lock(*mutex);
        return read(frame);
    };
}

} // namespace

FrameFinisher::FrameFinisher(const GenerateJob& job, Engine& engine, JobContext& context) : job_(job)
{
    const auto mutex = std::make_shared<std::mutex>();
    for (std::size_t row = 0; row < 4; ++row) {
        const auto& clip = job_.clips[row];
        if (job_.request.task.conditions[row] != clip.has_value())
            throw Error(ErrorKind::Internal, "the clips of a job are not its task's conditions");
        if (!clip)
            continue;
        sources_[row] = guarded(conditionSource(*clip, job_.request.task.family->modalities[row].decoding), mutex);
        guide_ = std::min(guide_, row);
    }
    if (job_.clips[0])
        rgb_ = guarded(splitSource(*job_.clips[0]), mutex);
    if (MatteFinisher::modalitiesOf(job_, engine).any())
        mattes_.emplace(job_, sources_, engine, context);
}

ModelSplit FrameFinisher::guideOf(std::int64_t frame) const
{
    if (rgb_)
        return rgb_(frame);
    return {guide_ < 4 ? sources_[guide_](frame) : Image(), Image()};
}

FinishedFrame FrameFinisher::finish(std::int64_t frame, const LayerFrame& layers) const
{
    const ModelSplit source = guideOf(frame);
    FinishedFrame finished{frame, {}, source.excess};
    for (std::size_t row = 0; row < 4; ++row) {
        const Modality& modality = job_.request.task.family->modalities[row];
        const bool matte = modality.decoding == Decoding::Matte;
        const bool given = job_.request.task.conditions[row];
        if ((!job_.kept[row] && !matte) || (mattes_ && mattes_->rows()[row]))
            continue;
        const Image layer = given ? selectChannels(sources_[row](frame), 0, 1) : layers[row];
        refuseNonFinite(layer, modality, frame);
        finished.layers[row] =
            atOutputSize(layer, modality.decoding, source.model, job_.outputSize.value_or(layer.resolution()));
    }
    if (mattes_)
        addMattes(source.model, layers, finished);
    if (!finished.excess.empty() && job_.outputSize && finished.excess.resolution() != *job_.outputSize)
        finished.excess = resizeArea(finished.excess, *job_.outputSize);
    return finished;
}

void FrameFinisher::addMattes(const Image& rgb, const LayerFrame& layers, FinishedFrame& finished) const
{
    const std::size_t row = *alphaFamily.rowOf("alpha");
    const bool made = mattes_->rows()[row];
    const Image alpha = made ? layers[row] : finished.layers[row];
    refuseNonFinite(alpha, alphaFamily.modalities[row], finished.frame);
    const Resolution size = job_.outputSize.value_or(alpha.resolution());
    const LayerFrame mattes = mattes_->finish(finished.frame, resizeArea(rgb, size), alpha);
    for (std::size_t i = 0; i < mattes.size(); ++i) {
        if (!mattes[i].empty())
            finished.layers[i] = mattes[i];
    }
}

} // namespace unividx
