#include "app/cli/command.h"
#include "app/cli/engine_factory.h"
#include "app/cli/item_tools.h"
#include "app/cli/logged_output.h"
#include "core/base/crash_report.h"
#include "core/base/error.h"
#include "core/project/project_file.h"
#include "core/project/project_files.h"
#include "core/queue/protocol.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <deque>
#include <memory>
#include <mutex>
#include <new>
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

/// Listens to the supervisor on a thread of its own: hands on the items, cancels the one at work, and says every second
/// of it that the process lives. A supervisor that has gone stops the item too; if that takes longer than a few steps,
/// the process ends as it stands.
class Attention {
public:
    explicit Attention(Output& output) : output_(output), thread_([this](const std::stop_token& stop) { attend(stop); })
    {
    }

    /// A line that is no wish to stop, and what says that its item shall stop.
    struct Command {
        std::string line;
        std::shared_ptr<const CancelToken> token;
    };

    /// Waits for the next one, which is at work from now on; nothing once the supervisor is gone.
    std::optional<Command> begin()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty() || closed_; });
        if (waiting_.empty())
            return std::nullopt;
        current_ = std::move(waiting_.front());
        waiting_.pop_front();
        sayAlive();
        return Command{current_->line, current_->token};
    }

    /// After the item's last word.
    void end()
    {
        const std::lock_guard lock(mutex_);
        current_.reset();
    }

private:
    struct Item {
        std::string line;
        std::shared_ptr<CancelToken> token = std::make_shared<CancelToken>();
    };

    void sayAlive()
    {
        said_ = std::chrono::steady_clock::now();
        output_.event("heartbeat", {{"cpu_seconds", static_cast<double>(std::clock()) / CLOCKS_PER_SEC}});
    }

    void attend(const std::stop_token& stop)
    {
        std::optional<std::chrono::steady_clock::time_point> alone;
        while (!stop.stop_requested()) {
            const auto now = std::chrono::steady_clock::now();
            {
                const std::lock_guard lock(mutex_);
                if (current_ && now - said_ >= heartbeat)
                    sayAlive();
            }
            if (alone) {
                if (now - *alone > std::chrono::seconds(10))
                    ::_exit(1);
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                continue;
            }
            std::string line;
            const auto read = lines_.next(line, 50);
            if (read == CommandLines::Read::Closed)
                alone = now;
            if (read != CommandLines::Read::Nothing)
                hear(line, read);
        }
    }

    void hear(std::string& line, CommandLines::Read read)
    {
        const std::lock_guard lock(mutex_);
        closed_ = read == CommandLines::Read::Closed;
        if (!closed_ && !isCancel(line)) {
            waiting_.push_back({std::move(line)});
        } else { // a wish to stop that finds no item meant one that has just come to its end
            if (current_)
                current_->token->cancel();
            for (const Item& item : waiting_)
                item.token->cancel();
        }
        changed_.notify_all();
    }

    static bool isCancel(const std::string& line)
    {
        try {
            return parseWorkerCommand(line).kind == WorkerCommand::Kind::Cancel;
        } catch (const Error&) {
            return false; // whoever takes it up says what is wrong with it
        }
    }

    Output& output_;
    CommandLines lines_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> waiting_;
    std::optional<Item> current_; ///< the item at work
    bool closed_ = false;
    std::chrono::steady_clock::time_point said_;
    std::jthread thread_; // last: it uses the others
};

/// What the process writes on standard error from now on is the item's.
void writeErrorsTo(const std::string& log)
{
    if (log.empty())
        return;
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0)
        return; // its supervisor writes there too, and has said so
    ::dup2(file, STDERR_FILENO);
    ::close(file);
}

/// Executes items until it is asked for no other, or its supervisor is gone.
class Worker {
public:
    explicit Worker(Context& context) : context_(context), engines_(engineLoader()), attention_(*context.output) {}

    void run()
    {
        while (const auto next = attention_.begin()) {
            const WorkerCommand command = parseWorkerCommand(next->line);
            writeErrorsTo(command.log);
            context_.output->beginJob();
            if (command.stay)
                executeAndSay(command, *next->token);
            else
                execute(command, *next->token);
            attention_.end();
            if (!command.stay)
                return;
            context_.output->event("ready", nlohmann::json::object());
        }
    }

private:
    void execute(const WorkerCommand& command, const CancelToken& token)
    {
        JobContext job(token, [this](const Progress& progress) { context_.output->progress(progress); });
        ItemTools tools = itemTools(context_, engines_, job, command.state);
        tools.guarded = guardedFiles(command);
        const ItemResult result = itemKind(command.item).execute(command.options, tools);
        context_.output->files("done", result.files,
                               {{"first_frame", result.frames.first}, {"frames", result.frames.count}});
    }

    /// What the item's project refers to, but for the take that the item itself makes.
    std::vector<std::filesystem::path> guardedFiles(const WorkerCommand& command) const
    {
        if (command.project.empty())
            return {};
        try {
            const auto take = itemKind(command.item).take(command.options, {});
            return projectFiles(openProject(command.project).project, take ? take->folder : std::filesystem::path());
        } catch (const Error& error) {
            context_.output->note(std::string(error.what()) + "; its files are not compared with those to be written");
            return {};
        }
    }

    /// One item's failure is no reason to end.
    void executeAndSay(const WorkerCommand& command, const CancelToken& token)
    {
        Output& output = *context_.output;
        try {
            execute(command, token);
        } catch (const Cancelled&) {
            output.error(ExitCode::Cancelled, "stopped; the frames written so far are complete");
        } catch (const Error& error) {
            output.error(exitCodeOf(error.kind()), error.what());
        } catch (const std::bad_alloc&) {
            output.error(ExitCode::OutOfMemory, "out of memory; choose a smaller --size, fewer --frames or a smaller "
                                                "--window");
        }
    }

    Context& context_;
    EngineKeeper engines_;
    Attention attention_;
};

void runWorker(int supervisor, Context& context)
{
    // Whatever ends the supervisor ends the worker; it may have ended before this was asked for.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (supervisor > 0 && ::getppid() != supervisor)
        return;
    context.output = withLog(makeOutput(OutputFormat::Json), "worker.log");
    keepCrashReports("worker", UNIVIDX_VERSION);
    context.output->event("hello", {{"protocol", workerProtocol}, {"version", UNIVIDX_VERSION}});
    Worker worker(context);
    worker.run();
    // All is on the disk and said. What libraries clear up when a program ends is done quicker by the kernel, and the
    // next item waits for it.
    ::_exit(0);
}

} // namespace

void addWorkerCommand(CLI::App& app, Context& context)
{
    const auto supervisor = std::make_shared<int>(0);
    CLI::App* command =
        app.add_subcommand("worker", "Execute queue items for a supervisor on standard input (core/queue/README.md)");
    command->add_option("--supervisor", *supervisor,
                        "The number of the process that asks; a worker that is not its child ends");
    command->callback(
        [&context, supervisor] { context.action = [&context, supervisor] { runWorker(*supervisor, context); }; });
}

} // namespace unividx::cli
