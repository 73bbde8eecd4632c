#include "core/queue/supervisor.h"

#include "core/base/existing_file.h"
#include "core/project/clock.h"
#include "core/queue/worker_process.h"

#include <csignal>
#include <cstring>
#include <fstream>

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

/// Watches one worker.
class Watch {
public:
    Watch(const WorkerJob& job, const WorkerLimits& limits) : job_(job), limits_(limits), process_(start(), job.log) {}

    WorkerReport run(const std::function<void(const WorkerMessage&)>& told, const std::function<WorkerWish()>& wish)
    {
        process_.send(runCommandLine(job_.options, job_.state.string()));
        std::string line;
        while (!over_) {
            look(wish);
            if (over_)
                break;
            // Its output may be held open by what it has started; asked before reading, so that its last words are
            // heard.
            const bool gone = process_.hasEnded();
            const auto read = process_.readLine(line, gone ? std::chrono::milliseconds(0) : limits_.look);
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
        log_ << utcNow() << " " << wordOf(report_.end) << (report_.sentence.empty() ? "" : ": ") << report_.sentence
             << std::endl;
        return report_;
    }

private:
    std::vector<std::string> start()
    {
        makeFolder(job_.log.parent_path());
        log_.open(job_.log, std::ios::app);
        log_ << utcNow() << " begins: " << job_.options << std::endl;
        return job_.command;
    }

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
            process_.kill();
        } else if (wished == WorkerWish::Stop && !stopSince_) {
            stopSince_ = now;
            process_.send(cancelCommandLine());
        }
    }

    void hear(const std::string& line, const std::function<void(const WorkerMessage&)>& told)
    {
        const auto message = parseWorkerMessage(line);
        if (!message)
            return died("spoke nonsense: " + line.substr(0, 80));
        heard_ = Clock::now();
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
        process_.wait(farewell);
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
        const ProcessEnd end = process_.wait(farewell);
        if (end.signal == SIGKILL && outOfMemoryKills(job_.kernelCounts) > killsBefore_) {
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
        process_.kill();
        finish(End::Died, "the worker " + how);
    }

    void finish(End end, const std::string& sentence)
    {
        over_ = true;
        report_.end = end;
        report_.sentence = sentence;
    }

    const WorkerJob& job_;
    const WorkerLimits& limits_;
    std::ofstream log_;
    std::int64_t killsBefore_ = outOfMemoryKills(job_.kernelCounts);
    Clock::time_point began_ = Clock::now();
    Clock::time_point heard_ = began_;
    Clock::time_point moved_ = began_;
    Clock::time_point advanced_ = began_;
    Clock::time_point nextLook_ = began_;
    std::optional<Clock::time_point> stopSince_;
    double cpuSeconds_ = 0;
    std::string waiting_;
    bool greeted_ = false;
    bool over_ = false;
    WorkerReport report_;
    WorkerProcess process_; // last: it goes first, and with it whatever still writes
};

} // namespace

WorkerReport superviseWorker(const WorkerJob& job, const WorkerLimits& limits,
                             const std::function<void(const WorkerMessage&)>& told,
                             const std::function<WorkerWish()>& wish)
{
    return Watch(job, limits).run(told, wish);
}

} // namespace unividx
