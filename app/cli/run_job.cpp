#include "app/cli/run_job.h"

#include "app/cli/engine_factory.h"
#include "app/cli/run_setup.h"
#include "core/base/existing_file.h"
#include "core/base/parallel.h"
#include "core/run/provenance.h"

#include <utility>

namespace unividx::cli {

RunResult runJob(const RunOptions& options, Context& context, const FrameObserver& observer)
{
    Console& console = context.console;
    RunSetup setup = setUpRun(options, console);
    setParallelism(options.device.threads);
    const NewFolder unlessRefused(setup.files.folder);
    {
        // What is in the way of the files is said before the model is loaded.
        const LayerFiles trial(setup.files);
    }

    JobContext jobContext(context.cancel, [&](const Progress& progress) { console.progress(progress); });
    jobContext.enter(Stage::LoadingModel);
    const std::unique_ptr<Engine> engine =
        makeEngine(options.model, options.device, *setup.choice.task.family, console);
    setup.files.provenance = provenanceOf(setup.job.request, setup.inputs, *engine, UNIVIDX_VERSION);
    LayerFiles files(setup.files);
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
    tellChanges(written.changed, console);
    return {setup.job.request.frames, written.files};
}

} // namespace unividx::cli
