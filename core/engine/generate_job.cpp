#include "core/engine/generate_job.h"

#include "core/base/error.h"
#include "core/image/crop.h"
#include "core/image/resize.h"
#include "core/image/upsample.h"

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

/// What a job reads, beside the model: the pictures its layers follow, and the parts of the source the model cannot
/// see.
struct SourceReading {
    std::array<FrameSource, 4> conditions;
    SplitSource rgb;                    ///< set if RGB is given
    const FrameSource* guide = nullptr; ///< the condition whose edges the layers follow, where RGB is not given

    ModelSplit split(std::int64_t frame) const
    {
        if (rgb)
            return rgb(frame);
        return {guide ? (*guide)(frame) : Image(), Image()};
    }
};

/// The engine may ask from several threads, also while a finished frame's guide is read; readers serve one at a time.
template <typename Read>
Read guarded(Read read, const std::shared_ptr<std::mutex>& mutex)
{
    return [read = std::move(read), mutex](std::int64_t frame) {
        const std::lock_guard lock(*mutex);
        return read(frame);
    };
}

SourceReading openSources(const GenerateJob& job)
{
    const auto mutex = std::make_shared<std::mutex>();
    SourceReading reading;
    for (std::size_t row = 0; row < 4; ++row) {
        if (job.request.task.conditions[row] != job.clips[row].has_value())
            throw Error(ErrorKind::Internal, "the clips of a job are not its task's conditions");
        if (job.clips[row])
            reading.conditions[row] =
                guarded(conditionSource(*job.clips[row], job.request.task.family->modalities[row].decoding), mutex);
    }
    if (job.clips[0])
        reading.rgb = guarded(splitSource(*job.clips[0]), mutex);
    return reading;
}

} // namespace

void runGenerateJob(const GenerateJob& job, Engine& engine, const FinishedFrameSink& write, JobContext& context)
{
    const Family& family = *job.request.task.family;
    SourceReading reading = openSources(job);
    for (const FrameSource& source : reading.conditions) {
        if (source && !reading.guide)
            reading.guide = &source;
    }

    const LayerSink sink = [&](std::int64_t frame, const std::array<Image, 4>& layers) {
        const ModelSplit source = reading.split(frame);
        FinishedFrame finished{frame, {}, source.excess};
        for (std::size_t row = 0; row < 4; ++row) {
            const Modality& modality = family.modalities[row];
            const bool matte = modality.decoding == Decoding::Matte;
            const bool given = job.request.task.conditions[row];
            if (!job.kept[row] && !matte)
                continue;
            const Image layer = given ? selectChannels(reading.conditions[row](frame), 0, 1) : layers[row];
            refuseNonFinite(layer, modality, frame);
            finished.layers[row] =
                atOutputSize(layer, modality.decoding, source.model, job.outputSize.value_or(layer.resolution()));
        }
        if (!finished.excess.empty() && job.outputSize && finished.excess.resolution() != *job.outputSize)
            finished.excess = resizeArea(finished.excess, *job.outputSize);
        write(finished);
        context.finishFrames(1);
    };
    engine.run(job.request, reading.conditions, sink, context);
}

} // namespace unividx
