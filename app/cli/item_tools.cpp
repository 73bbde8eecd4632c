#include "app/cli/item_tools.h"

#include "app/cli/engine_factory.h"
#include "app/cli/farm_run.h"
#include "core/queue/job_store.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace unividx::cli {

ItemTools itemTools(Context& context, EngineKeeper& engines, JobContext& job, std::filesystem::path state)
{
    return {{engines, *context.output, job, UNIVIDX_VERSION}, std::move(state), [&context, &job](const RunSpec& spec) {
                return runOnSlurm(spec, *context.output, job);
            }};
}

JobContext jobOf(Context& context)
{
    return JobContext(context.cancel, [&context](const Progress& progress) { context.output->progress(progress); });
}

ItemResult executeHere(const NewItem& item, Context& context)
{
    EngineKeeper engines(engineLoader());
    JobContext job = jobOf(context);
    return itemKind(item.kind).execute(item.description, itemTools(context, engines, job));
}

void refuseWhatCannotRun(const NewItem& item, Output& output)
{
    itemKind(item.kind).preflight(item.description, {output, requireModel});
}

void addToQueue(const std::vector<NewItem>& items, bool first, Output& output)
{
    JobStore store(queueFile(queueFolder()));
    const auto ids = store.add(items);
    if (first)
        store.move(ids, {QueuePlace::Kind::First});
    for (std::size_t i = 0; i < ids.size(); ++i)
        output.print(std::to_string(ids[i]) + "  " + items[i].title);
    output.event("done", {{"items", ids}});
}

} // namespace unividx::cli
