#include "app/cli/run_job.h"

#include "app/cli/engine_factory.h"
#include "app/cli/layer_files.h"
#include "app/engine/resources.h"
#include "core/base/existing_file.h"
#include "core/base/parallel.h"
#include "core/engine/fake_engine.h"
#include "core/run/provenance.h"
#include "core/run/run_setup.h"

#include <utility>

namespace unividx::cli {

RunResult runJob(const RunSpec& spec, Context& context, const FrameObserver& observer)
{
    Output& output = *context.output;
    const RunSetup setup = setUpRun(spec, [&output](const std::string& sentence) { output.note(sentence); });
    LayerFilesSettings settings = filesOf(spec, setup);
    setParallelism(spec.threads);
    const NewFolder unlessRefused(settings.folder);
    {
        // What is in the way of the files is said before the model is loaded.
        const LayerFiles trial(settings);
    }

    JobContext jobContext(context.cancel, [&](const Progress& progress) { output.progress(progress); });
    jobContext.enter(Stage::LoadingModel);
    const std::unique_ptr<Engine> engine = makeEngine(spec.model, deviceOf(spec), *setup.choice.task.family, output);
    settings.provenance = provenanceOf(setup.job.request, setup.inputs, *engine, UNIVIDX_VERSION);
    LayerFiles files(settings);
    try {
        runGenerateJob(
            setup.job, *engine,
            [&](const FinishedFrame& frame) {
                files.write(frame);
                if (observer)
                    observer(frame);
            },
            jobContext);
    } catch (const Cancelled&) {
        // A movie of the frames made so far is worth keeping, just as the frames of a sequence are.
        files.finish();
        throw;
    }
    const WrittenLayers written = files.finish();
    tellChanges(written.changed, output);
    return {setup.job.request.frames, written.files};
}

void refuseWhatCannotRun(const RunSpec& spec, Output& output)
{
    checkRun(spec, [&output](const std::string& sentence) { output.note(sentence); });
    if (!fakeEngineIfAsked())
        findModel(spec.model);
}

void tellChanges(const ExrReport& changed, Output& output)
{
    if (changed.clamped > 0)
        output.note(std::to_string(changed.clamped) + " values beyond the range of half floats were clamped");
    if (changed.nonFinite > 0)
        output.note(std::to_string(changed.nonFinite) + " values that are not numbers were replaced");
}

} // namespace unividx::cli
