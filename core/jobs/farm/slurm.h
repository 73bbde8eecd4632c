#pragma once

#include "core/jobs/queue/run_options.h"

#include <cstddef>
#include <filesystem>
#include <map>
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

/// The tasks that `squeue --noheader --format='%i %T'` still knows, and their states ("123_4" is "RUNNING"). Pending
/// ranges ("123_[5-9]") are under their own text. Lines that are no such thing are left out.
std::map<std::string, std::string> jobStatesIn(std::string_view printed);

/// Whether a state is one that a task comes out of: waiting, running, or on its way between them.
bool isUnderWay(std::string_view state);

} // namespace unividx
