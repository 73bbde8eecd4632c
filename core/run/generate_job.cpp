#include "core/run/generate_job.h"

#include "core/run/frame_finisher.h"

namespace unividx {

void runGenerateJob(const GenerateJob& job, Engine& engine, const FinishedFrameSink& write, JobContext& context)
{
    const FrameFinisher finisher(job, engine, context);
    const LayerSink sink = [&](std::int64_t frame, const LayerFrame& layers) {
        context.enter(Stage::Writing); // and bringing it to the source's size, which may take as long as the model
        write(finisher.finish(frame, layers));
        context.finishFrames(1);
    };
    engine.run(job.request, finisher.sources(), sink, context);
}

} // namespace unividx
