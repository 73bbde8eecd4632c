#include "tests/e2e/slurm_cluster.h"

#include "tests/e2e/program.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace unividx::e2e {

namespace {

namespace fs = std::filesystem;

/// A port that is free now.
int freePort()
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const bool good = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                      ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(descriptor);
    if (!good)
        throw std::runtime_error("no port is free");
    return ntohs(address.sin_port);
}

std::string hostName()
{
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    const std::string whole = name.data();
    return whole.substr(0, whole.find('.'));
}

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Asks again and again, for at most a minute.
template <typename Question>
bool becomesTrue(Question question)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!question()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return true;
}

bool isAlive(pid_t& process)
{
    if (process > 0 && ::waitpid(process, nullptr, WNOHANG) != 0)
        process = -1; // it has ended by itself
    return process > 0;
}

void end(pid_t& process, int signal)
{
    if (process <= 0)
        return;
    ::kill(process, signal);
    ::waitpid(process, nullptr, 0);
    process = -1;
}

std::string userName()
{
    const Outcome who = runProgram({"id", "-un"});
    return who.out.substr(0, who.out.find('\n'));
}

} // namespace

SlurmCluster::SlurmCluster(const fs::path& folder) : folder_(folder)
{
    fs::remove_all(folder_);
    for (const char* name : {"state", "spool"})
        fs::create_directories(folder_ / name);
    fs::permissions(folder_, fs::perms::owner_all); // munge wants to be alone
    std::ofstream key(folder_ / "munge.key", std::ios::binary);
    std::random_device random;
    for (int i = 0; i < 256; ++i)
        key.put(static_cast<char>(random()));
    key.close();
    fs::permissions(folder_ / "munge.key", fs::perms::owner_read | fs::perms::owner_write);
    const std::string at = folder_.string() + "/";
    const std::string host = hostName();
    const std::string user = userName();
    // A task that is put back waits for `cred_expire` before it starts again: two minutes, if nothing is said.
    std::ofstream(folder_ / "slurm.conf")
        << "ClusterName=unividx\nSlurmctldHost=" << host << "(127.0.0.1)\nSlurmUser=" << user << "\nSlurmdUser=" << user
        << "\nAuthType=auth/munge\nAuthInfo=socket=" << at << "munge.sock,cred_expire=10\nSlurmctldPort=" << freePort()
        << "\nSlurmdPort=" << freePort() << "\nStateSaveLocation=" << at << "state\nSlurmdSpoolDir=" << at
        << "spool\nSlurmctldPidFile=" << at << "slurmctld.pid\nSlurmdPidFile=" << at
        << "slurmd.pid\nSlurmctldLogFile=" << at << "slurmctld.log\nSlurmdLogFile=" << at << "slurmd.log\n"
        << "ProctrackType=proctrack/pgid\nTaskPlugin=task/none\nJobAcctGatherType=jobacct_gather/none\n"
        << "AccountingStorageType=accounting_storage/none\nSelectType=select/cons_tres\n"
        << "SelectTypeParameters=CR_Core\nReturnToService=2\nSlurmdTimeout=4\nBatchStartTimeout=2\nKillWait=2\n"
        << "MpiDefault=none\nSwitchType=switch/none\nJobRequeue=1\n"
        << "SchedulerParameters=sched_interval=1,bf_interval=1\n"
        << "NodeName=" << host << " NodeAddr=127.0.0.1 CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 "
        << "RealMemory=1000 State=UNKNOWN\nPartitionName=main Nodes=ALL Default=YES State=UP\n";
    munge_ = start({"/usr/sbin/munged", "--foreground", "--force", "--key-file=" + at + "munge.key",
                    "--socket=" + at + "munge.sock", "--pid-file=" + at + "munged.pid",
                    "--log-file=" + at + "munged.log", "--seed-file=" + at + "munge.seed"});
    for (int attempt = 0; attempt < 200 && !fs::exists(folder_ / "munge.sock"); ++attempt)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    restore();
}

void SlurmCluster::restore()
{
    if (!isAlive(controller_))
        startController();
    if (!isAlive(node_))
        startNode();
    const auto isEmpty = [this] {
        const Outcome queue = runProgram({"squeue", "--noheader"}, environment());
        if (queue.code == 0 && !queue.out.empty())
            ask({"scancel", "--user=" + userName()});
        return queue.code == 0 && queue.out.empty();
    };
    const bool empty = becomesTrue(isEmpty);
    if (ask({"sinfo", "--noheader", "--format=%T"}).rfind("drain", 0) == 0)
        ask({"scontrol", "update", "NodeName=" + hostName(), "State=RESUME"});
    if (!empty || !nodeBecomes("idle"))
        throw std::runtime_error("the cluster does not come up: " + logs());
}

SlurmCluster::~SlurmCluster()
{
    ask({"scancel", "--user=" + userName()});
    std::this_thread::sleep_for(std::chrono::seconds(1));
    killNode(folder_.string());
    end(controller_, SIGKILL);
    end(munge_, SIGKILL);
}

std::map<std::string, std::string> SlurmCluster::environment() const
{
    return {{"SLURM_CONF", (folder_ / "slurm.conf").string()}};
}

void SlurmCluster::killController()
{
    end(controller_, SIGKILL);
}

void SlurmCluster::startController()
{
    controller_ = start({"/usr/sbin/slurmctld", "-D", "-f", (folder_ / "slurm.conf").string()});
}

bool SlurmCluster::waitUntilSaved(const std::string& mark, fs::file_time_type since) const
{
    const fs::path saved = folder_ / "state" / "job_state";
    return becomesTrue([&] {
        std::error_code absent; // between two versions
        const auto written = fs::last_write_time(saved, absent);
        return !absent && written >= since && contents(saved).find(mark) != std::string::npos;
    });
}

void SlurmCluster::loseSavedJobs() const
{
    for (const char* name : {"job_state", "job_state.old"})
        fs::remove(folder_ / "state" / name);
}

void SlurmCluster::killNode(const std::string& mark)
{
    end(node_, SIGKILL);
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string number = entry.path().filename().string();
        if (number.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const std::string line = contents(entry.path() / "cmdline");
        const pid_t process = std::stoi(number);
        if (process == ::getpid() || line.find(mark) == std::string::npos ||
            (line.find("task.sh") == std::string::npos && line.find("farm") == std::string::npos &&
             line.find("slurm_script") == std::string::npos))
            continue;
        // Its parent is the step, which would tell the controller how it ended.
        const std::string stat = contents(entry.path() / "stat");
        const std::size_t bracket = stat.rfind(") ");
        const pid_t parent = bracket == std::string::npos ? 0 : std::atoi(stat.c_str() + bracket + 4);
        if (parent > 1 && contents("/proc/" + std::to_string(parent) + "/comm").rfind("slurmstepd", 0) == 0)
            ::kill(parent, SIGKILL);
        ::kill(process, SIGKILL);
    }
}

void SlurmCluster::startNode()
{
    node_ = start({"/usr/sbin/slurmd", "-D", "-f", (folder_ / "slurm.conf").string(), "-N", hostName()});
}

bool SlurmCluster::nodeBecomes(const std::string& state) const
{
    return becomesTrue([&] { return ask({"sinfo", "--noheader", "--format=%T"}).rfind(state, 0) == 0; });
}

std::string SlurmCluster::ask(const std::vector<std::string>& command) const
{
    return runProgram(command, environment()).out;
}

pid_t SlurmCluster::start(const std::vector<std::string>& command) const
{
    // However this program ends, its daemons end with it.
    std::vector<std::string> texts{"/usr/bin/setpriv", "--pdeathsig", "KILL"};
    texts.insert(texts.end(), command.begin(), command.end());
    std::vector<char*> arguments;
    for (std::string& text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = (folder_ / (fs::path(command.front()).filename().string() + ".out")).string();
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    pid_t process = -1;
    const int failed = ::posix_spawn(&process, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        throw std::runtime_error(command.front() + " cannot be started; is its Debian package installed?");
    return process;
}

std::string SlurmCluster::logs() const
{
    return contents(folder_ / "slurmctld.log") + contents(folder_ / "slurmd.log");
}

} // namespace unividx::e2e
