#pragma once

#include "app/cli/command.h"
#include "core/run/run_job.h"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace unividx::cli {

/// Where a run at a farm keeps what to do, its logs and what came of each task: a hidden folder beside its layers, on
/// a disk that every node sees.
std::filesystem::path farmSpool(const RunSpec& spec);

/// Hands a run's missing tasks to Slurm, unless they are under way there already. What was finished before stays.
/// Throws: as runJob before the model is loaded; Output with Slurm's own words if it does not take them.
void submitToSlurm(const RunSpec& spec, Output& output);

/// Submits a run and watches over it until it is done; a task that is lost is submitted again. A controller that does
/// not answer for a while is waited for. If this process dies, the tasks go on, and the next call finds them.
///
/// Throws: the error of the task that failed; Cancelled, with its tasks taken off the farm and their finished windows
/// kept.
RunResult runOnSlurm(const RunSpec& spec, Output& output, JobContext& job);

/// One task, on a node: a shard (from 0), or the joining of all. Leaves what came of it in the spool.
void runFarmTask(const std::filesystem::path& spool, std::optional<std::size_t> shard, Context& context);

/// The windows of a run, as its engine cuts it.
std::size_t windowsOf(const RunSpec& spec, Output& output);

} // namespace unividx::cli
