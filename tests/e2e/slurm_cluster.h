#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx::e2e {

/// A Slurm of one node on this machine: munged, slurmctld and slurmd, with everything they keep in one folder. Needs
/// the Debian packages slurmctld, slurmd, slurm-client and munge, and no rights beyond those of the one who runs the
/// test.
class SlurmCluster {
public:
    /// Starts all three and waits until the node is idle. Throws: std::runtime_error with the end of the logs.
    explicit SlurmCluster(const std::filesystem::path& folder);
    ~SlurmCluster();
    SlurmCluster(const SlurmCluster&) = delete;
    SlurmCluster& operator=(const SlurmCluster&) = delete;

    /// For programs that are to find it: SLURM_CONF.
    std::map<std::string, std::string> environment() const;

    /// As new for a test, whatever the one before has left: both daemons up, the node idle, no job in the queue.
    /// Throws: std::runtime_error with the logs if that cannot be had.
    void restore();

    void killController();
    void startController();
    /// Waits until the controller has saved a job that has `mark` among its paths, no earlier than `since`. It does so
    /// every five seconds, and whatever it has not saved is gone when it dies: it even deletes the script. False if it
    /// never does.
    bool waitUntilSaved(const std::string& mark, std::filesystem::file_time_type since) const;
    /// What a dead controller has saved of its jobs, as if its disk had failed too.
    void loseSavedJobs() const;

    /// As if its power was cut: slurmd, its steps, and whatever of theirs has `mark` in its command line.
    void killNode(const std::string& mark);
    void startNode();
    /// Waits until `sinfo` gives the node this state. False if it never does.
    bool nodeBecomes(const std::string& state) const;

    /// What one of Slurm's programs prints.
    std::string ask(const std::vector<std::string>& command) const;

private:
    pid_t start(const std::vector<std::string>& command) const;
    std::string logs() const;

    std::filesystem::path folder_;
    pid_t munge_ = -1;
    pid_t controller_ = -1;
    pid_t node_ = -1;
};

} // namespace unividx::e2e
