#include "core/export/model_render.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/base/output_lock.h"
#include "core/color/color_transform.h"
#include "core/comp/intrinsic.h"
#include "core/image/resize.h"
#include "core/layers/frame_path.h"
#include "core/layers/open_layer.h"
#include "core/media/exr_writer.h"
#include "core/media/sequence_attributes.h"
#include "core/media/source_files.h"
#include "core/run/generate_job.h"
#include "core/run/provenance.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace unividx {

namespace {

constexpr std::int64_t unitsAPart = 1000;

/// One part of a job that has several, with progress of its own within the whole's.
class Part {
public:
    explicit Part(JobContext& whole)
        : context_(neverCancelled(), [this, &whole](const Progress& progress) {
              whole.enter(progress.stage, progress.step, progress.steps); // here a cancel is noticed
              const std::int64_t done = progress.total > 0 ? unitsAPart * progress.done / progress.total : 0;
              if (done > reported_)
                  whole.advance(done - std::exchange(reported_, done));
          })
    {
    }

    JobContext& context() { return context_; }

private:
    static const CancelToken& neverCancelled()
    {
        static const CancelToken token;
        return token;
    }

    std::int64_t reported_ = 0;
    JobContext context_;
};

Image toLight(const Image& rgb)
{
    static const ColorTransform transform = makeTransform(modelColorSpace, sceneLinearRole);
    return transform.apply(rgb);
}

/// Where a modality of the task is read from: a sequence in the folder, or a file of the clip.
std::filesystem::path placeOf(const Composite& composite, const ExportRequest& request, std::string_view modality,
                              bool edited)
{
    if (edited)
        return framePattern(request.folder, request.shot, modality, ".exr");
    const auto& names = compLayerNames();
    const auto name = std::find(names.begin(), names.end(), modality);
    const auto layer = composite.files().layers.find(static_cast<CompLayer>(name - names.begin()));
    if (name == names.end() || layer == composite.files().layers.end())
        throw Error(ErrorKind::Usage,
                    "this clip has no layer \"" + std::string(modality) + "\", which the model needs; make it first");
    return layer->second;
}

class Renderer {
public:
    Renderer(Composite& composite, const ModelRender& render, Engine& engine, const ExportRequest& request,
             JobContext& job)
        : composite_(composite), render_(render), engine_(engine), request_(request), job_(job),
          published_(publishedLayers(render.kind))
    {
        request_.frames = render.frames;
    }

    std::vector<std::string> run()
    {
        const bool relights = render_.kind == ModelRenderKind::Relight;
        const bool rendersPlain = relights && render_.transferRatio;
        job_.plan((rendersPlain ? 3 : 2) * unitsAPart, render_.frames.count);
        const NewFolder unlessRefused(request_.folder);
        makeFolder(request_.folder);
        const auto written =
            filesOf(rendersPlain ? std::vector<std::string>{"plain", "rgb"} : std::vector<std::string>{"rgb"});
        refuseReplacingClips(written, request_.sources);
        const OutputLock lock(request_.folder, written);
        removeLeftovers(written); // of a render that was killed
        {
            Part part(job_);
            publishLayers(composite_, published_, request_, part.context());
        }
        if (rendersPlain && !isWritten("plain"))
            renderLayers(false, "plain");
        else if (rendersPlain)
            job_.advance(unitsAPart);
        renderLayers(true, "rgb");
        std::vector<std::string> layers{"rgb"};
        layers.insert(layers.end(), published_.begin(), published_.end());
        return layers;
    }

private:
    bool isPublished(std::string_view modality) const
    {
        return std::find(published_.begin(), published_.end(), modality) != published_.end();
    }

    std::filesystem::path fileOf(const std::string& layer, std::int64_t frame) const
    {
        return framePath(request_.folder, request_.shot, layer, frame, ".exr");
    }

    std::vector<std::filesystem::path> filesOf(const std::vector<std::string>& layers) const
    {
        std::vector<std::filesystem::path> files;
        for (const std::string& layer : layers) {
            for (std::int64_t frame = render_.frames.first; frame < render_.frames.end(); ++frame)
                files.push_back(fileOf(layer, frame));
        }
        return files;
    }

    /// Whether a file was made by an earlier attempt at this very render.
    bool isOurs(const std::filesystem::path& file) const
    {
        if (request_.order.empty())
            return false;
        const auto attributes = readOwnAttributes(file);
        const auto order = attributes.find("order");
        return order != attributes.end() && order->second == request_.order;
    }

    /// Whether an earlier attempt has made all frames of a layer.
    bool isWritten(const std::string& layer) const
    {
        for (std::int64_t frame = render_.frames.first; frame < render_.frames.end(); ++frame) {
            if (!isOurs(fileOf(layer, frame)))
                return false;
        }
        return true;
    }

    GenerateJob jobOf(bool edited, std::array<std::filesystem::path, 4>& inputs) const
    {
        const bool relights = render_.kind == ModelRenderKind::Relight;
        GenerateJob job;
        job.request = render_.options;
        job.request.task = taskNamed(relights ? "AIN2R" : "PFB2R");
        job.request.frames = render_.frames;
        job.kept = job.request.task.targets();
        const Family& family = *job.request.task.family;
        for (std::size_t row = 0; row < 4; ++row) {
            if (!job.request.task.conditions[row])
                continue;
            const std::string_view modality = family.modalities[row].name;
            inputs[row] = placeOf(composite_, request_, modality, edited && isPublished(modality));
            std::shared_ptr<MediaReader> reader = openLayer(inputs[row], modality);
            const std::int64_t first = reader->info().frames.first;
            const bool sameNumbers = reader->info().frames.contains(render_.frames.first);
            const bool still = reader->info().frames.count == 1;
            job.clips[row] =
                ConditionClip{std::move(reader), sameNumbers ? 0 : first - composite_.info().frames.first, still};
        }
        if (!render_.transferRatio)
            job.outputSize = composite_.size();
        return job;
    }

    void renderLayers(bool edited, const std::string& layer)
    {
        std::array<std::filesystem::path, 4> inputs;
        const GenerateJob job = jobOf(edited, inputs);
        ExrHeader header;
        header.rate = request_.rate;
        header.chromaticities = chromaticitiesOf(sceneLinearRole);
        header.colorSpace = makeTransform(sceneLinearRole, sceneLinearRole).to();
        header.attributes = request_.attributes;
        for (const auto& [key, value] : provenanceOf(job.request, inputs, engine_, attribute("version")))
            header.attributes[key] = value;
        if (!request_.order.empty())
            header.attributes["order"] = request_.order;
        Part part(job_);
        runGenerateJob(
            job, engine_,
            [&](const FinishedFrame& frame) {
                const Image made = toLight(frame.layers[0]);
                header.frame = frame.frame;
                const std::filesystem::path file = fileOf(layer, frame.frame);
                ExrOptions options;
                options.existing = isOurs(file) ? ExistingFile::Replace : ExistingFile::Refuse;
                writeExr(file, {{"rgba", {"R", "G", "B"}, edited ? finished(frame.frame, made) : made}}, header,
                         options);
                if (edited)
                    job_.finishFrames(1);
            },
            part.context());
    }

    std::string attribute(const std::string& key) const
    {
        const auto found = request_.attributes.find(key);
        return found == request_.attributes.end() ? std::string() : found->second;
    }

    /// The picture under the model's light, or the model's picture itself.
    Image finished(std::int64_t frame, const Image& made)
    {
        if (!render_.transferRatio)
            return made;
        if (render_.kind == ModelRenderKind::Relight) {
            const auto plain = openLayer(fileOf("plain", frame), "rgb");
            const Image source = colorOf(unpremultiply(composite_.prepare(frame).frame.source));
            return transferRatio(source, plain->read(frame), made);
        }
        const PreparedFrame prepared = composite_.prepare(frame);
        const Image picture = colorOf(unpremultiply(evaluate(composite_.stack(), prepared).picture));
        return harmonise(picture, resizeArea(picture, made.resolution()), made);
    }

    Composite& composite_;
    const ModelRender& render_;
    Engine& engine_;
    ExportRequest request_;
    JobContext& job_;
    std::vector<std::string> published_;
};

} // namespace

std::vector<std::string> publishedLayers(ModelRenderKind kind)
{
    if (kind == ModelRenderKind::Relight)
        return {"albedo", "irradiance"};
    return {"alpha", "foreground", "background"};
}

std::vector<std::string> renderWithModel(Composite& composite, const ModelRender& render, Engine& engine,
                                         const ExportRequest& request, JobContext& job)
{
    return Renderer(composite, render, engine, request, job).run();
}

} // namespace unividx
