#pragma once

#include "core/queue/job_store.h"

#include <vector>

namespace unividx {

/// How a lane stands.
struct LaneStatus {
    LaneId lane;
    int width = 1;   ///< items at a time
    int running = 0; ///< items
    int waiting = 0; ///< items that are queued or held
};

/// The lanes of this machine: one an accelerator ("cpu" on a machine without a GPU), others that items are waiting for,
/// and those for exports and farms. Throws: as JobStore.
std::vector<LaneStatus> lanesOf(const JobStore& store);

} // namespace unividx
