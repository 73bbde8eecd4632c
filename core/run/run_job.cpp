#include "core/run/run_job.h"

#include "core/base/atomic_file.h"
#include "core/base/existing_file.h"
#include "core/base/output_lock.h"
#include "core/base/parallel.h"
#include "core/run/layer_files.h"
#include "core/run/provenance.h"
#include "core/run/run_setup.h"

namespace unividx {

EngineChoice engineChoiceOf(const RunSpec& spec)
{
    return {spec.model, spec.device, spec.dtype, spec.threads, {}};
}

RunResult runJob(const RunSpec& spec, const JobTools& tools, const FrameObserver& observer)
{
    const RunSetup setup = setUpRun(spec, [&tools](const std::string& sentence) { tools.log.note(sentence); });
    LayerFilesSettings settings = filesOf(spec, setup);
    setParallelism(spec.threads);
    const NewFolder unlessRefused(settings.output.folder);
    const VersionHold version(settings.output);
    settings.sources.insert(settings.sources.end(), tools.guarded.begin(), tools.guarded.end());
    // What is in the way of the files is said before the model is loaded.
    std::vector<std::filesystem::path> targets = LayerFiles(settings).filesOf(settings.frames);
    const OutputLock lock(settings.output.folder, targets);
    targets.push_back(settings.output.folder / "unividx"); // what tries whether the folder can be written
    removeLeftovers(targets);                              // of a run that was killed

    tools.job.enter(Stage::LoadingModel);
    Engine& engine = tools.engines.get(engineChoiceOf(spec), *setup.choice.task.family, tools.log);
    settings.provenance = provenanceOf(setup, engine, tools.version);
    LayerFiles files(settings);
    try {
        runGenerateJob(
            setup.job, engine,
            [&](const FinishedFrame& frame) {
                files.write(frame);
                if (observer)
                    observer(frame);
            },
            tools.job);
    } catch (const Cancelled&) {
        // A movie of the frames made so far is worth keeping, just as the frames of a sequence are.
        files.finish();
        throw;
    }
    const WrittenLayers written = files.finish();
    tellChanges(written.changed, tools.log);
    return {setup.job.request.frames, written.files};
}

void tellChanges(const ExrReport& changed, JobLog& log)
{
    if (changed.clamped > 0)
        log.note(std::to_string(changed.clamped) + " values beyond the range of half floats were clamped");
    if (changed.nonFinite > 0)
        log.note(std::to_string(changed.nonFinite) + " values that are not numbers were replaced");
}

} // namespace unividx
