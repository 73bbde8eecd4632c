#include "ui/jobs/job_queue.h"

#include "core/engine/generate_job.h"
#include "core/engine/provenance.h"
#include "core/export/layer_writer.h"
#include "core/image/resize.h"
#include "core/layers/open_layer.h"
#include "core/project/clock.h"
#include "ui/common/words.h"
#include "ui/media/background_queue.h"
#include "ui/media/display.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

/// Decoded frames of one input that are kept: a window of them fits for most sources.
constexpr std::size_t cacheBytes = std::size_t(256) << 20;
constexpr int previewWidth = 160;

GenerateJob generateJob(const RunRequest& run)
{
    GenerateJob job;
    job.request = run.generate;
    job.kept = run.kept;
    job.outputSize = run.outputSize;
    for (std::size_t row = 0; row < 4; ++row) {
        if (const auto& input = run.inputs[row]) {
            std::shared_ptr<MediaReader> reader = withCache(
                openLayer(input->path, run.generate.task.family->modalities[row].name, input->layer), cacheBytes);
            job.clips[row] = ConditionClip{std::move(reader), input->offset, input->still};
        }
    }
    return job;
}

LayerWriterOptions writerOptions(const RunRequest& run, const Engine& engine)
{
    LayerWriterOptions options;
    options.family = run.generate.task.family;
    options.rows = run.kept;
    options.folder = run.folder;
    options.shot = run.prefix;
    options.rate = run.rate;
    options.firstFrame = run.generate.frames.first;
    std::array<std::filesystem::path, 4> inputs;
    for (std::size_t row = 0; row < 4; ++row) {
        if (run.inputs[row])
            inputs[row] = run.inputs[row]->path;
    }
    options.attributes =
        provenanceOf(run.generate, inputs, engine, QCoreApplication::applicationVersion().toStdString());
    return options;
}

QImage previewOf(const FinishedFrame& frame, const RunRequest& run)
{
    for (std::size_t row = 0; row < 4; ++row) {
        const Image& layer = frame.layers[row];
        if (!run.kept[row] || layer.empty())
            continue;
        const Decoding decoding = run.generate.task.family->modalities[row].decoding;
        const auto meaning = decoding == Decoding::Matte        ? PixelMeaning::Matte
                             : decoding == Decoding::UnitNormal ? PixelMeaning::Normal
                                                                : PixelMeaning::Display;
        return toDisplay(resizeArea(layer, fitInto(layer.resolution(), {previewWidth, previewWidth})), meaning);
    }
    return {};
}

Take takeOf(const RunRequest& run)
{
    Take take;
    take.name = run.generate.task.name();
    take.created = utcNow();
    take.frames = run.generate.frames;
    take.folder = run.folder;
    take.layerPrefix = run.prefix;
    for (std::size_t row = 0; row < 4; ++row) {
        if (run.kept[row])
            take.layers.emplace_back(run.generate.task.family->modalities[row].name);
    }
    take.settings = run.settings;
    return take;
}

} // namespace

JobQueue::JobQueue(EngineSource engines, QObject* parent)
    : QObject(parent), engines_(std::move(engines)), queue_(std::make_unique<BackgroundQueue>())
{
}

JobQueue::~JobQueue()
{
    for (auto& [id, token] : tokens_)
        token->cancel();
    queue_.reset();
}

int JobQueue::enqueue(RunRequest run)
{
    JobStatus status;
    status.id = ++lastId_;
    status.run = run;
    jobs_.push_back(status);
    auto token = std::make_shared<CancelToken>();
    tokens_[status.id] = token;
    queue_->push([this, id = status.id, run = std::move(run), token] { work(id, run, *token); });
    Q_EMIT added(status.id);
    return status.id;
}

void JobQueue::cancel(int id)
{
    const auto token = tokens_.find(id);
    if (token != tokens_.end())
        token->second->cancel();
}

const JobStatus* JobQueue::find(int id) const
{
    const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const JobStatus& job) { return job.id == id; });
    return found == jobs_.end() ? nullptr : &*found;
}

bool JobQueue::isBusy() const
{
    return std::any_of(jobs_.begin(), jobs_.end(), [](const JobStatus& job) {
        return job.state == JobState::Queued || job.state == JobState::Running;
    });
}

void JobQueue::clearFinished()
{
    std::erase_if(jobs_,
                  [](const JobStatus& job) { return job.state != JobState::Queued && job.state != JobState::Running; });
    Q_EMIT cleared();
}

void JobQueue::work(int id, const RunRequest& run, const CancelToken& token)
{
    QElapsedTimer clock;
    clock.start();
    const auto finish = [&](JobState state, const QString& sentence) {
        post(id, [state, sentence, seconds = clock.elapsed() / 1000](JobStatus& job) {
            job.state = state;
            job.sentence = sentence;
            job.seconds = seconds;
        });
    };
    try {
        JobContext context(token, [&](const Progress& progress) {
            post(id, [progress, seconds = clock.elapsed() / 1000](JobStatus& job) {
                job.state = JobState::Running;
                job.progress = progress;
                job.seconds = seconds;
            });
        });
        context.enter(Stage::LoadingModel);
        const std::shared_ptr<Engine> engine = engines_(run.settings.model, run.settings.device);
        const GenerateJob job = generateJob(run);
        LayerWriter writer(writerOptions(run, *engine));
        writer.checkTargets(run.generate.frames);
        runGenerateJob(
            job, *engine,
            [&](const FinishedFrame& frame) {
                writer.write(frame.frame, frame.layers, frame.excess);
                post(id, [preview = previewOf(frame, run)](JobStatus& status) { status.preview = preview; });
            },
            context);
        writer.finish();
        const Take take = takeOf(run);
        QMetaObject::invokeMethod(
            this, [this, id, take] { Q_EMIT takeReady(id, take); }, Qt::QueuedConnection);
        finish(JobState::Done, {});
    } catch (const Cancelled&) {
        finish(JobState::Cancelled, {});
    } catch (const Error& error) {
        finish(JobState::Failed, errorWord(error.kind()) + ": " + QString::fromUtf8(error.what()));
    } catch (const std::exception& error) {
        finish(JobState::Failed, errorWord(ErrorKind::Internal) + ": " + QString::fromUtf8(error.what()));
    }
}

void JobQueue::post(int id, const std::function<void(JobStatus&)>& change)
{
    QMetaObject::invokeMethod(
        this,
        [this, id, change] {
            for (JobStatus& job : jobs_) {
                if (job.id != id)
                    continue;
                change(job);
                Q_EMIT changed(id);
            }
        },
        Qt::QueuedConnection);
}

} // namespace unividx::ui
