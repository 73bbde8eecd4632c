#pragma once

#include "core/run/run_spec.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// One shot at a Slurm farm: an array with a task for each shard, and one task behind it that puts them together.
struct SlurmShot {
    std::string name;              ///< the jobs' name
    std::filesystem::path spool;   ///< on a disk that every node sees: what to do, its logs and what came of it
    std::filesystem::path program; ///< unividx, as every node finds it
    std::size_t shards = 1;
    FarmOptions farm;
    bool accelerator = false; ///< a GPU for each task
    int threads = 0;          ///< processors for each task; 0: the farm's own default
};

/// What a shot's spool holds for its tasks, `job.json`: the run, and the parts it is cut into.
struct SlurmJob {
    RunSpec run;
    std::size_t shards = 1;

    bool operator==(const SlurmJob&) const = default;
};

/// Throws: Usage if a path or a prompt is not UTF-8.
std::string formatSlurmJob(const SlurmJob& job);

/// Throws: Input with `place` and what is wrong.
SlurmJob parseSlurmJob(std::string_view text, const std::string& place);

/// The arguments of `sbatch` for the shards that are still to be made. They are run again where their node dies.
std::vector<std::string> sbatchShards(const SlurmShot& shot, const std::vector<std::size_t>& missing);

/// The arguments of `sbatch` for the joining task: begun when every task of `array` has succeeded, dropped when one
/// cannot. `array`: empty if all shards are there.
std::vector<std::string> sbatchJoin(const SlurmShot& shot, const std::string& array);

/// What every task of a shot runs: `task.sh` in the spool. It takes its shard from Slurm, or joins.
std::string slurmScript(const SlurmShot& shot);

/// The number that `sbatch --parsable` prints ("123" or "123;cluster"). Throws: Output with what was printed instead.
std::string jobNumberIn(const std::string& printed);

/// "0-2,5" of {0, 1, 2, 5}.
std::string arrayText(const std::vector<std::size_t>& tasks);

/// A task that Slurm still knows.
struct SlurmTask {
    std::string id;     ///< "123_4"; of what is pending a range, "123_[5-9]"
    std::string state;  ///< "RUNNING"
    std::string start;  ///< when it began or is expected to, in the controller's time; empty if it does not say
    std::string reason; ///< why it waits, in Slurm's words; empty if it does not
};

/// What `squeue` is to print of a task, and what of it was printed. Lines that are no such thing are left out.
inline constexpr const char* squeueFormat = "--format=%i %T %S %r";
std::vector<SlurmTask> tasksIn(std::string_view printed);

/// Why a shot does not go on, until when, and what can be done about it: a task that is held or suspended, which waits
/// for somebody however much else runs; or, while nothing runs, what Slurm says of those that wait. Empty if it goes
/// on.
std::string whyItWaits(const std::vector<SlurmTask>& tasks);

/// Whether a state is one that a task comes out of: waiting, running, or on its way between them.
bool isUnderWay(std::string_view state);

} // namespace unividx
