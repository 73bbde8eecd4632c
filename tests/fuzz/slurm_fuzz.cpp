// What Slurm prints, and the job that a spool holds for its tasks.

#include "core/farm/slurm.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    const std::string text(fuzz::textOf(data, size));
    whyItWaits(tasksIn(text));
    isUnderWay(text);
    fuzz::accepts([&] { jobNumberIn(text); });
    SlurmJob job;
    if (fuzz::accepts([&] { job = parseSlurmJob(text, "job.json"); }))
        fuzz::require(parseSlurmJob(formatSlurmJob(job), "job.json") == job, "a job is the same after it was written");
    return 0;
}
