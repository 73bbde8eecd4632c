// The queue's file: a damaged one is an error or is repaired, and the repaired one is in order.

#include "core/queue/job_store.h"
#include "core/queue/queue_repair.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "queue.db");
    const fuzz::MemoryBound bound(size);
    fuzz::accepts([&] {
        JobStore store(file);
        store.list(0);
        store.listFinished();
        store.claim({Lane::Accelerator, "cpu"}, {1, 1, "boot"}, 0);
    });
    if (fuzz::accepts([&] { repairQueue(file); }))
        fuzz::require(fuzz::accepts([&] { JobStore(file).list(0); }), "a repaired queue can be listed");
    return 0;
}
