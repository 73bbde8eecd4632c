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

    void killController();
    void startController();

    /// As if its power was cut: slurmd, its steps, and whatever of theirs has `mark` in its command line.
    void killNode(const std::string& mark);
    void startNode();

    /// What one of Slurm's programs prints.
    std::string ask(const std::vector<std::string>& command) const;

private:
    pid_t start(const std::vector<std::string>& command) const;
    void waitForNode() const;

    std::filesystem::path folder_;
    pid_t munge_ = -1;
    pid_t controller_ = -1;
    pid_t node_ = -1;
};

} // namespace unividx::e2e
