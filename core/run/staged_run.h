#pragma once

#include "core/run/run_job.h"

#include <cstddef>
#include <filesystem>
#include <functional>

namespace unividx {

/// How a run is carried out, beside what it makes.
struct RunStage {
    std::filesystem::path state; ///< folder for what it needs to go on after it was stopped
    std::size_t shard = 0;       ///< of `shards`, from 0: only this part of the run's windows
    std::size_t shards = 1;
    bool resumeAnyway = false; ///< also if an input has changed since the run was interrupted
    bool join = false;         ///< puts the parts together that `shards` runs have made

    /// Called once, when another process has been at this part of the run for a minute ($UNIVIDX_LOCK_PATIENCE:
    /// seconds): what waits may have an accelerator that others could use meanwhile.
    std::function<void()> giveWay{};
};

/// Says so where the file system of a folder keeps no locks, and what that means for a run whose state is there.
void warnWithoutLocks(const std::filesystem::path& folder, bool keepsLocks, JobLog& log);

/// A run that can be stopped at any moment, killed included, and goes on at its last finished window when it is begun
/// again with the same options and state. A whole run, and `join`, end with every layer read back.
///
/// Throws: as runJob; Usage if the state is another run's; Input if an input has changed meanwhile.
RunResult runStaged(const RunSpec& spec, const RunStage& stage, const JobTools& tools);

} // namespace unividx
