#include "app/cli/item_tools.h"

#include "app/cli/engine_factory.h"
#include "app/cli/farm_run.h"
#include "app/cli/progress_text.h"
#include "core/layers/files_on_disk.h"
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

double secondsSince(std::chrono::steady_clock::time_point began)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void tellResult(const std::string& name, const ItemResult& result, double seconds, Output& output)
{
    const FrameRange numbers{result.frames.first + result.shift, result.frames.count};
    const FilesOnDisk disk = measureFiles(result.files, numbers);
    const auto counted = [](std::int64_t count, const char* thing) {
        return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
    };
    std::string line = counted(result.frames.count, "frame");
    if (result.kept > 0)
        line += " (" + std::to_string(result.kept) + " of them complete before)";
    if (!result.files.empty()) // a shard has made nothing yet that is to be opened
        line += ", " + counted(disk.count, "file") + ", " + sizeText(disk.bytes);
    output.summary(line + " in " + clockText(seconds));
    output.files(name, result.files,
                 {{"first_frame", result.frames.first},
                  {"frames", result.frames.count},
                  {"written", result.written},
                  {"kept", result.kept},
                  {"file_count", disk.count},
                  {"bytes", disk.bytes},
                  {"seconds", seconds}});
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
    for (const ItemId id : ids)
        output.print(std::to_string(id) + "  " + store.find(id).value().title);
    output.event("done", {{"items", ids}});
}

} // namespace unividx::cli
