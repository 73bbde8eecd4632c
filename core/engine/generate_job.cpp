#include "core/engine/generate_job.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/image/upsample.h"

#include <cmath>
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

/// The source whose edges the layers should follow: RGB where it is given, else the first condition.
const FrameSource* guideOf(const std::array<FrameSource, 4>& sources)
{
    for (const FrameSource& source : sources) {
        if (source)
            return &source;
    }
    return nullptr;
}

} // namespace

void runGenerateJob(const GenerateJob& job, Engine& engine, const LayerWriteFunction& write, JobContext& context)
{
    const Family& family = *job.request.task.family;
    std::array<FrameSource, 4> sources;
    for (std::size_t row = 0; row < 4; ++row) {
        if (job.request.task.conditions[row] != job.clips[row].has_value())
            throw Error(ErrorKind::Internal, "the clips of a job are not its task's conditions");
        if (job.clips[row])
            sources[row] = conditionSource(*job.clips[row], family.modalities[row].decoding);
    }
    const FrameSource* guide = guideOf(sources);

    const LayerSink sink = [&](std::int64_t frame, const std::array<Image, 4>& layers) {
        std::array<Image, 4> finished;
        const Image guidePicture = guide && job.outputSize ? (*guide)(frame) : Image();
        for (std::size_t row = 0; row < 4; ++row) {
            if (!job.kept[row])
                continue;
            const Modality& modality = family.modalities[row];
            refuseNonFinite(layers[row], modality, frame);
            finished[row] = atOutputSize(layers[row], modality.decoding, guidePicture,
                                         job.outputSize.value_or(layers[row].resolution()));
        }
        write(frame, finished);
        context.finishFrames(1);
    };
    engine.run(job.request, sources, sink, context);
}

} // namespace unividx
