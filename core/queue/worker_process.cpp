#include "core/queue/worker_process.h"

#include "core/base/error.h"
#include "core/queue/protocol.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

extern char** environ;

namespace unividx {

namespace {

/// A pipe's two ends, closed unless they were given away.
struct Pipe {
    Pipe()
    {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw Error(ErrorKind::Internal, std::string("no pipe to a worker can be made: ") + std::strerror(errno));
    }
    ~Pipe()
    {
        for (const int end : ends) {
            if (end >= 0)
                ::close(end);
        }
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int release(std::size_t end) { return std::exchange(ends[end], -1); }

    std::array<int, 2> ends{-1, -1};
};

/// What a process is started with.
struct SpawnSettings {
    SpawnSettings()
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnSettings()
    {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

/// Keeps SIGPIPE from this thread while it writes: a worker that is gone is an answer, not the end of the program.
class WithoutPipeSignal {
public:
    WithoutPipeSignal()
    {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, &before_);
    }
    ~WithoutPipeSignal()
    {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        const timespec now{};
        while (sigtimedwait(&pipe, nullptr, &now) == SIGPIPE) {}
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutPipeSignal(const WithoutPipeSignal&) = delete;
    WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

private:
    sigset_t before_{};
};

} // namespace

WorkerProcess::WorkerProcess(const std::vector<std::string>& command, const std::filesystem::path& log)
{
    const int logFile = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (logFile < 0)
        throw Error(ErrorKind::Output, log.string() + ": the log cannot be written (" + std::strerror(errno) + ")");
    Pipe toWorker;
    Pipe fromWorker;
    SpawnSettings settings;
    posix_spawn_file_actions_adddup2(&settings.actions, toWorker.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&settings.actions, fromWorker.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&settings.actions, logFile, STDERR_FILENO);
    std::vector<std::string> texts = command;
    std::vector<char*> arguments;
    for (std::string& text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    const int failed =
        ::posix_spawnp(&pid_, arguments.front(), &settings.actions, &settings.attributes, arguments.data(), environ);
    ::close(logFile);
    if (failed != 0)
        throw Error(ErrorKind::Internal,
                    command.front() + ": the worker cannot be started (" + std::strerror(failed) + ")");
    input_ = toWorker.release(1);
    output_ = fromWorker.release(0);
    ::fcntl(output_, F_SETFL, O_NONBLOCK);
}

WorkerProcess::~WorkerProcess()
{
    kill();
    reap(true);
    ::close(input_);
    ::close(output_);
}

bool WorkerProcess::send(std::string line)
{
    const WithoutPipeSignal guard;
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t written = ::write(input_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

WorkerProcess::Read WorkerProcess::readLine(std::string& line, std::chrono::milliseconds timeout)
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        if (const std::size_t end = buffer_.find('\n'); end != std::string::npos) {
            line = buffer_.substr(0, end);
            buffer_.erase(0, end + 1);
            return Read::Line;
        }
        if (buffer_.size() > longestWorkerLine)
            return Read::TooLong;
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd stream{output_, POLLIN, 0};
        const int ready = ::poll(&stream, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return Read::Nothing;
        std::array<char, 65536> bytes{};
        const ssize_t count = ::read(output_, bytes.data(), bytes.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (count <= 0)
            return Read::Ended;
        buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

void WorkerProcess::kill()
{
    // The group's number is the process's; it stays taken until the process is reaped, so no other is hit.
    if (!end_)
        ::kill(-pid_, SIGKILL);
}

bool WorkerProcess::hasEnded() const
{
    if (end_)
        return true;
    siginfo_t info = {};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_pid != 0;
}

std::optional<ProcessEnd> WorkerProcess::reap(bool block)
{
    if (end_)
        return end_;
    // What the worker itself has started dies with it: looked at before it is reaped, while its number is still taken.
    siginfo_t info = {};
    int result = 0;
    do {
        result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | (block ? 0 : WNOHANG));
    } while (result != 0 && errno == EINTR);
    if (result == 0 && info.si_pid == 0)
        return std::nullopt;
    ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
    end_ = ProcessEnd{WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    return end_;
}

ProcessEnd WorkerProcess::wait(std::chrono::milliseconds timeout)
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (std::chrono::steady_clock::now() < until) {
        if (const auto end = reap(false))
            return *end;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    kill();
    return *reap(true);
}

} // namespace unividx
