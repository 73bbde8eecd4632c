#include "app/cli/queue_repair.h"

#include "core/queue/job_store.h"
#include "core/queue/queue_repair.h"

#include <nlohmann/json.hpp>

namespace unividx::cli {

void repairQueueFile(Output& output)
{
    const QueueRepair repair = repairQueue(queueFile(queueFolder()));
    const std::string kept = std::to_string(repair.kept) + (repair.kept == 1 ? " item" : " items");
    if (!repair.wasDamaged) {
        output.print("The queue is in order: " + kept + ".");
    } else {
        output.print("Kept " + kept + ". The damaged file is " + repair.damaged.string() + ".");
        for (const std::string& sentence : repair.lost)
            output.warning(sentence);
    }
    output.event("done", {{"damaged", repair.wasDamaged},
                          {"kept", repair.kept},
                          {"lost", repair.lost},
                          {"damaged_file", repair.damaged.string()}});
}

} // namespace unividx::cli
