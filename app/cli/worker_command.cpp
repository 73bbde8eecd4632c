#include "app/cli/command.h"
#include "app/cli/farm_run.h"
#include "app/cli/staged_run.h"
#include "core/base/error.h"
#include "core/queue/protocol.h"
#include "core/run/run_fields.h"

#include <nlohmann/json.hpp>

#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace unividx::cli {

namespace {

constexpr std::chrono::milliseconds heartbeat{1000};

/// Lines from the supervisor. Read past the C++ streams, whose buffers would be held by two threads.
class CommandLines {
public:
    enum class Read { Line, Nothing, Closed };

    Read next(std::string& line, int milliseconds)
    {
        for (;;) {
            if (const std::size_t end = buffer_.find('\n'); end != std::string::npos) {
                line = buffer_.substr(0, end);
                buffer_.erase(0, end + 1);
                return Read::Line;
            }
            pollfd input{STDIN_FILENO, POLLIN, 0};
            const int ready = ::poll(&input, 1, milliseconds);
            if (ready < 0 && errno == EINTR)
                continue;
            if (ready <= 0)
                return Read::Nothing;
            std::array<char, 4096> bytes{};
            const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0 || buffer_.size() > longestWorkerLine)
                return Read::Closed;
            buffer_.append(bytes.data(), static_cast<std::size_t>(count));
        }
    }

private:
    std::string buffer_;
};

/// While it lives: says every second that the process lives, and listens for the wish to stop. A supervisor that has
/// gone stops the run too; if that takes longer than a few steps, the process ends as it stands.
class Attention {
public:
    Attention(CommandLines& lines, Context& context)
        : thread_([&lines, &context](const std::stop_token& stop) { attend(lines, context, stop); })
    {
    }

private:
    static void attend(CommandLines& lines, Context& context, const std::stop_token& stop)
    {
        std::optional<std::chrono::steady_clock::time_point> alone;
        auto next = std::chrono::steady_clock::now();
        while (!stop.stop_requested()) {
            const auto now = std::chrono::steady_clock::now();
            if (now >= next) {
                next = now + heartbeat;
                context.output->event("heartbeat",
                                      {{"cpu_seconds", static_cast<double>(std::clock()) / CLOCKS_PER_SEC}});
            }
            if (alone) {
                if (now - *alone > std::chrono::seconds(10))
                    ::_exit(1);
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                continue;
            }
            std::string line;
            const auto read = lines.next(line, 50);
            if (read == CommandLines::Read::Closed)
                alone = now;
            const bool asked = read == CommandLines::Read::Line && isCancel(line);
            if (asked || alone)
                context.cancel.cancel();
        }
    }

    static bool isCancel(const std::string& line)
    {
        try {
            return parseWorkerCommand(line).kind == WorkerCommand::Kind::Cancel;
        } catch (const Error&) {
            return true; // a supervisor that speaks nonsense is none
        }
    }

    std::jthread thread_;
};

void runWorker(int supervisor, Context& context)
{
    // Whatever ends the supervisor ends the worker; it may have ended before this was asked for.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (supervisor > 0 && ::getppid() != supervisor)
        return;
    context.output = makeOutput(OutputFormat::Json);
    context.output->event("hello", {{"protocol", workerProtocol}, {"version", UNIVIDX_VERSION}});
    CommandLines lines;
    std::string line;
    if (lines.next(line, -1) != CommandLines::Read::Line)
        return;
    const WorkerCommand command = parseWorkerCommand(line);
    if (command.kind == WorkerCommand::Kind::Cancel)
        throw Cancelled();
    RunStage stage;
    stage.state = command.state;
    const Attention attention(lines, context);
    const RunSpec spec = parseRunSpec(command.options, "the run's options");
    const RunResult result = spec.farm.engine.empty() ? runStaged(spec, stage, context) : runOnSlurm(spec, context);
    context.output->files("done", result.files,
                          {{"first_frame", result.frames.first}, {"frames", result.frames.count}});
    // All is on the disk and said. What libraries clear up when a program ends is done quicker by the kernel, and the
    // next item waits for it.
    ::_exit(0);
}

} // namespace

void addWorkerCommand(CLI::App& app, Context& context)
{
    const auto supervisor = std::make_shared<int>(0);
    CLI::App* command =
        app.add_subcommand("worker", "Carry out one run for a program that asks over standard input (see README)");
    command->add_option("--supervisor", *supervisor,
                        "The number of the process that asks; a worker that is not its child ends");
    command->callback(
        [&context, supervisor] { context.action = [&context, supervisor] { runWorker(*supervisor, context); }; });
}

} // namespace unividx::cli
