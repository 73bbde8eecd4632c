#include "core/queue/supervisor.h"

#include "core/base/existing_file.h"
#include "core/base/machine_memory.h"
#include "core/project/clock.h"
#include "core/queue/worker_process.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>

namespace unividx {

namespace {

using Clock = std::chrono::steady_clock;
using End = WorkerReport::End;
using Kind = WorkerMessage::Kind;

/// Time for a worker that has said its last word to leave.
constexpr std::chrono::milliseconds farewell{20'000};

/// How often the kernel has killed a process for want of memory. Source: proc(5), /proc/vmstat; mm/oom_kill.c counts
/// kills within a control group there too. 0 where the system does not say.
std::int64_t outOfMemoryKills(const std::filesystem::path& counts)
{
    std::ifstream file(counts);
    std::string name;
    std::int64_t count = 0;
    while (file >> name >> count) {
        if (name == "oom_kill")
            return count;
    }
    return 0;
}

/// Watches one worker while it executes one item.
class Watch {
public:
    /// `reused`: the process has executed an item before and has said hello.
    Watch(const WorkerJob& job, const WorkerProgram& program, std::unique_ptr<WorkerProcess>& process, bool reused)
        : job_(job), program_(program), limits_(program.limits), log_(job.log, std::ios::app), process_(process),
          reused_(reused), greeted_(reused)
    {
    }

    WorkerReport run(const std::function<void(const WorkerMessage&)>& told, const std::function<WorkerWish()>& wish)
    {
        process_->send(runCommandLine({WorkerCommand::Kind::Run, job_.kind, job_.options, job_.state.string(),
                                       job_.log.string(), true, job_.project}));
        std::string line;
        while (!over_) {
            look(wish);
            if (over_)
                break;
            // Its output may be held open by what it has started; asked before reading, so that its last words are
            // heard.
            const bool gone = process_->hasEnded();
            const auto read = process_->readLine(line, gone ? std::chrono::milliseconds(0) : limits_.look);
            if (read == WorkerProcess::Read::Line)
                hear(line, told);
            else if (read == WorkerProcess::Read::TooLong)
                died("spoke nonsense: a line without an end");
            else if (read == WorkerProcess::Read::Ended || gone)
                ended();
            else
                checkTimes();
        }
        report_.seconds = std::chrono::duration<double>(Clock::now() - began_).count();
        if (!wasGone())
            log_ << utcNow() << " " << wordOf(report_.end) << (report_.sentence.empty() ? "" : ": ") << report_.sentence
                 << std::endl;
        return report_;
    }

    /// Whether the process had ended before it heard of the item: it waited for one, and its end is not the item's
    /// doing.
    bool wasGone() const { return reused_ && report_.end == End::Died && !heardOfItem_; }

private:
    static const char* wordOf(End end)
    {
        switch (end) {
        case End::Done:
            return "done";
        case End::Failed:
            return "failed";
        case End::Cancelled:
            return "stopped";
        case End::Died:
            break;
        }
        return "the worker died";
    }

    void look(const std::function<WorkerWish()>& wish)
    {
        const auto now = Clock::now();
        if (now < nextLook_)
            return;
        nextLook_ = now + limits_.look;
        const WorkerWish wished = wish();
        // One that was asked and does not answer is killed; what it has finished is on disk.
        const bool deaf = stopSince_ && now - *stopSince_ > limits_.cancel;
        if (wished == WorkerWish::Abandon || deaf) {
            finish(End::Cancelled, "");
            process_.reset();
        } else if (wished == WorkerWish::Stop && !stopSince_) {
            stopSince_ = now;
            process_->send(cancelCommandLine());
        }
    }

    void hear(const std::string& line, const std::function<void(const WorkerMessage&)>& told)
    {
        const auto message = parseWorkerMessage(line);
        if (!message)
            return died("spoke nonsense: " + line.substr(0, 80));
        heard_ = Clock::now();
        heardOfItem_ = true;
        if (!greeted_) {
            if (message->kind != Kind::Hello || message->protocol != workerProtocol)
                return died("is of another version: it did not say hello in protocol " +
                            std::to_string(workerProtocol));
            greeted_ = true;
        }
        if (message->kind == Kind::Heartbeat && message->cpuSeconds > cpuSeconds_ + 0.5) {
            cpuSeconds_ = message->cpuSeconds;
            moved_ = heard_;
        }
        if (message->kind != Kind::Heartbeat)
            moved_ = advanced_ = heard_;
        // That it still waits for the same is no news.
        const bool waits = message->kind == Kind::Waiting && !message->text.empty() && message->text != waiting_;
        if (message->kind == Kind::Log || waits)
            log_ << utcNow() << " " << message->text << std::endl;
        if (message->kind == Kind::Waiting)
            waiting_ = message->text;
        if (message->kind == Kind::Engine) {
            report_.warm = message->warm;
            log_ << utcNow() << (message->warm ? " the model was loaded already" : " loaded the model") << std::endl;
        }
        if (message->kind == Kind::Plan) {
            report_.window = message->window;
            report_.overlap = message->overlap;
        }
        told(*message);
        conclude(*message);
    }

    void conclude(const WorkerMessage& message)
    {
        if (message.kind == Kind::Done) {
            report_.files = message.files;
            report_.frames = message.frames;
            finish(End::Done, "");
        } else if (message.kind == Kind::Failed) {
            report_.error = message.error;
            report_.memory = message.error == ErrorKind::OutOfMemory;
            finish(End::Failed, message.text);
        } else if (message.kind == Kind::Cancelled) {
            finish(End::Cancelled, "");
        } else {
            return;
        }
        // One that ran out of memory or broke a rule of its own is not used again: what it holds is not known.
        const bool fit = report_.end != End::Failed ||
                         (report_.error != ErrorKind::OutOfMemory && report_.error != ErrorKind::Internal);
        if (!fit || !waitUntilReady())
            process_.reset();
    }

    /// True if it says that it takes another item; false if it ends instead.
    bool waitUntilReady()
    {
        const auto until = Clock::now() + farewell;
        std::string line;
        while (Clock::now() < until) {
            const bool gone = process_->hasEnded();
            const auto read = process_->readLine(line, gone ? std::chrono::milliseconds(0) : limits_.look);
            const auto message = read == WorkerProcess::Read::Line ? parseWorkerMessage(line) : std::nullopt;
            if (message && message->kind == Kind::Ready)
                return true;
            if (read == WorkerProcess::Read::Ended || read == WorkerProcess::Read::TooLong ||
                (gone && read == WorkerProcess::Read::Nothing))
                break;
        }
        // What it had to say is said; what it still clears up is given its time.
        process_->wait(std::max(std::chrono::milliseconds(0),
                                std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now())));
        return false;
    }

    void checkTimes()
    {
        const auto now = Clock::now();
        if (!greeted_ && now - began_ > limits_.hello)
            died("hung: it did not say hello");
        else if (greeted_ && now - heard_ > limits_.heartbeat)
            died("hung: nothing was heard of it for " + std::to_string((now - heard_) / std::chrono::seconds(1)) +
                 " seconds");
        else if (greeted_ && !stopSince_ && now - moved_ > limits_.stall)
            died("hung: it did nothing for " + std::to_string((now - moved_) / std::chrono::seconds(1)) + " seconds");
        else if (greeted_ && !stopSince_ && now - advanced_ > limits_.spin)
            died("hung: it used the processor and came no further for " +
                 std::to_string((now - advanced_) / std::chrono::seconds(1)) + " seconds");
    }

    /// It is gone, or its output is closed, and it has not said how it went.
    void ended()
    {
        const ProcessEnd end = process_->wait(farewell);
        process_.reset();
        if (end.signal == SIGKILL && outOfMemoryKills(program_.kernelCounts) > killsBefore_) {
            report_.memory = true;
            finish(End::Died, "the worker was killed because memory ran out");
        } else if (end.signal != 0) {
            finish(End::Died, std::string("the worker was killed or crashed (") + ::strsignal(end.signal) + ")");
        } else {
            finish(End::Died, "the worker ended with code " + std::to_string(end.code) + " and without a word");
        }
    }

    void died(const std::string& how)
    {
        process_.reset();
        finish(End::Died, "the worker " + how);
    }

    void finish(End end, const std::string& sentence)
    {
        over_ = true;
        report_.end = end;
        report_.sentence = sentence;
    }

    const WorkerJob& job_;
    const WorkerProgram& program_;
    const WorkerLimits& limits_;
    std::ofstream log_;
    std::unique_ptr<WorkerProcess>& process_; ///< null once it is of no more use
    std::int64_t killsBefore_ = outOfMemoryKills(program_.kernelCounts);
    Clock::time_point began_ = Clock::now();
    Clock::time_point heard_ = began_;
    Clock::time_point moved_ = began_;
    Clock::time_point advanced_ = began_;
    Clock::time_point nextLook_ = began_;
    std::optional<Clock::time_point> stopSince_;
    double cpuSeconds_ = 0;
    std::string waiting_;
    bool reused_ = false;
    bool greeted_ = false;
    bool heardOfItem_ = false;
    bool over_ = false;
    WorkerReport report_;
};

void beginLog(const WorkerJob& job)
{
    makeFolder(job.log.parent_path());
    std::ofstream(job.log, std::ios::app) << utcNow() << " begins: " << job.options << std::endl;
}

} // namespace

Supervisor::Supervisor(WorkerProgram program) : program_(std::move(program)) {}

Supervisor::~Supervisor() = default;

WorkerReport Supervisor::supervise(const WorkerJob& job, const std::function<void(const WorkerMessage&)>& told,
                                   const std::function<WorkerWish()>& wish)
{
    beginLog(job);
    try {
        for (;;) {
            const bool reused = process_ && !process_->hasEnded();
            if (!reused)
                process_ = std::make_unique<WorkerProcess>(program_.command, job.log);
            Watch watch(job, program_, process_, reused);
            WorkerReport report = watch.run(told, wish);
            if (!watch.wasGone())
                return report;
        }
    } catch (...) {
        release();
        throw;
    }
}

std::int64_t Supervisor::memory() const
{
    return process_ ? residentBytes(process_->pid()) : 0;
}

void Supervisor::release()
{
    process_.reset();
}

} // namespace unividx
