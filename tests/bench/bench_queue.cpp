// The queue's own cost: 10,000 items added, listed and moved, a worker against the same run in one process, and the
// time from starting an item to its first layer. bench_queue items | bench_queue worker TURNS PROGRAM CLIP [RUN
// OPTION...] bench_queue start TURNS PROGRAM CLIP FRAMES

#include "core/queue/item_kind.h"
#include "core/queue/job_store.h"
#include "core/queue/queue_runner.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace unividx;
namespace fs = std::filesystem;

constexpr int itemTurns = 3;

/// By the clock, and of the processor: the second is not disturbed by what else the machine does.
struct Seconds {
    double wall = 1e9;
    double processor = 1e9;
};

double processorSeconds()
{
    double seconds = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage = {};
        ::getrusage(who, &usage);
        for (const timeval& time : {usage.ru_utime, usage.ru_stime})
            seconds += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    }
    return seconds;
}

/// The least of each over some turns; `prepare` is not measured.
Seconds timed(const std::function<void()>& work, const std::function<void()>& prepare = {})
{
    Seconds best;
    for (int turn = 0; turn < itemTurns; ++turn) {
        if (prepare)
            prepare();
        const auto began = std::chrono::steady_clock::now();
        const double before = processorSeconds();
        work();
        best.processor = std::min(best.processor, processorSeconds() - before);
        best.wall =
            std::min(best.wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    }
    return best;
}

void print(const char* what, const Seconds& seconds)
{
    std::printf("%-28s %9.1f ms by the clock, %9.1f ms of processor time\n", what, seconds.wall * 1000,
                seconds.processor * 1000);
}

fs::path temporaryFolder()
{
    std::string text = (fs::temp_directory_path() / "bench-queue-XXXXXX").string();
    if (!::mkdtemp(text.data()))
        std::exit(1);
    return text;
}

void measureItems(const fs::path& folder)
{
    constexpr int count = 10'000;
    JobStore store(queueFile(folder));
    std::vector<NewItem> items(count);
    for (int i = 0; i < count; ++i) {
        items[static_cast<std::size_t>(i)].title = "shot " + std::to_string(i);
        items[static_cast<std::size_t>(i)].description = R"({"task":"decompose"})";
    }
    JobStore::Ids ids;
    print("10,000 items added", timed([&] { ids = store.add(items); }, [&] { store.remove(ids); }));
    print("listed", timed([&] { store.list(); }));
    print("all moved, to the front",
          timed([&] { store.move(JobStore::Ids(ids.rbegin(), ids.rend()), {QueuePlace::Kind::First}); }));
    print("one moved", timed([&] { store.move({ids[9000]}, {QueuePlace::Kind::First}); }));
    print("one claimed and finished", timed([&] {
              const auto item = store.claim(Lane::Accelerator, currentProcess(), std::time(nullptr));
              if (item)
                  store.finish(*item, {});
          }));
}

void run(std::vector<std::string> arguments)
{
    const pid_t child = ::fork();
    if (child == 0) {
        std::vector<char*> pointers;
        for (std::string& argument : arguments)
            pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        std::freopen("/dev/null", "w", stdout);
        std::freopen("/dev/null", "w", stderr);
        ::execv(pointers.front(), pointers.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) {
        std::fprintf(stderr, "%s does not end well\n", arguments.front().c_str());
        std::exit(1);
    }
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// One way to make the layers: what it took, turn by turn.
struct Way {
    const char* what;
    std::function<void()> work;
    std::vector<double> wall{};
    std::vector<double> processor{};
};

/// All ways in every turn, so that what else the machine does meets all of them; each told against the first one of its
/// own turn.
void measureWorker(const fs::path& folder, int turns, const std::string& program, const std::string& clip,
                   const std::vector<std::string>& options)
{
    const auto with = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), options.begin(), options.end());
        return arguments;
    };
    const std::string made = (folder / "made").string();
    const std::string state = (folder / "state").string();
    ::setenv("UNIVIDX_QUEUE", (folder / "queue").c_str(), 1);
    const std::vector<std::string> inOne{program, "run", "--task", "decompose", "--in", "rgb=" + clip, "--out", made};
    const auto kept = [&] {
        auto arguments = inOne;
        arguments.insert(arguments.end(), {"--state", state});
        return arguments;
    }();
    std::vector<Way> ways{{"run", [&] { run(with(inOne)); }},
                          {"run --state", [&] { run(with(kept)); }},
                          {"queue and worker", [&] {
                               run({program, "queue", "run"});
                           }}};
    run(with(inOne)); // files and caches are as warm for the first as for the last
    for (int turn = 0; turn < turns; ++turn) {
        for (Way& way : ways) {
            fs::remove_all(made);
            if (&way == &ways.back())
                run(with({program, "queue", "add", clip, "--task", "decompose", "--out", made}));
            const auto began = std::chrono::steady_clock::now();
            const double before = processorSeconds();
            way.work();
            way.processor.push_back(processorSeconds() - before);
            way.wall.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
        }
    }
    const auto against = [&](std::vector<double> mine, const std::vector<double>& first) {
        for (std::size_t i = 0; i < mine.size(); ++i)
            mine[i] = 100 * (mine[i] / first[i] - 1);
        return median(mine);
    };
    std::printf("medians of %d turns; against the first way in the same turn\n", turns);
    for (const Way& way : ways)
        std::printf("%-18s %7.2f s by the clock (%+5.1f %%), %7.2f s of processor time (%+5.1f %%)\n", way.what,
                    median(way.wall), against(way.wall, ways[0].wall), median(way.processor),
                    against(way.processor, ways[0].processor));
}

bool hasLayer(const fs::path& folder)
{
    std::error_code absent; // it is made by the run
    for (fs::directory_iterator entry(folder, absent), end; !absent && entry != end; entry.increment(absent)) {
        const std::string name = entry->path().filename().string();
        if (name.front() != '.' && name.ends_with(".exr"))
            return true;
    }
    return false;
}

/// Seconds from adding an item to the first file of a layer, and to the item's end.
struct StartTimes {
    std::vector<double> layer;
    std::vector<double> end;
};

/// Adds a run as the window does, and waits until it is done.
void startOne(const fs::path& queue, QueueRunner& runner, RunSpec spec, const fs::path& out, StartTimes& times)
{
    spec.out = out;
    NewItem item = newItem(spec);
    item.startNow = true;
    JobStore store(queueFile(queue));
    const auto began = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
    const ItemId id = store.add({item}).front();
    runner.wake();
    while (!hasLayer(out) && !store.find(id)->isFinished())
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    times.layer.push_back(passed());
    while (!store.find(id)->isFinished())
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    times.end.push_back(passed());
    if (const auto ended = store.find(id); ended->state != ItemState::Done) {
        std::fprintf(stderr, "the run did not end well: %s\n", ended->sentence.c_str());
        std::exit(1);
    }
}

/// In preview quality. Cold: the runner has no worker yet; warm: the worker has just made the same.
void measureStart(const fs::path& folder, int turns, const std::string& program, const std::string& clip,
                  std::int64_t frames)
{
    RunSpec spec;
    setTask(spec, "decompose");
    setFile(spec, "rgb", clip);
    spec.frames = FrameRange{1001, frames};
    spec.quality = Quality::Preview;
    StartTimes cold;
    StartTimes warm;
    for (int turn = 0; turn <= turns; ++turn) {
        const fs::path place = folder / std::to_string(turn);
        QueueRunnerOptions options;
        options.folder = place / "queue";
        options.worker.command = {program, "worker", "--supervisor", std::to_string(::getpid())};
        options.untilEmpty = false;
        QueueRunner runner(options, {});
        StartTimes unmeasured; // of the first turn, after which files are as warm for all
        startOne(options.folder, runner, spec, place / "cold", turn == 0 ? unmeasured : cold);
        startOne(options.folder, runner, spec, place / "warm", turn == 0 ? unmeasured : warm);
    }
    for (const auto& [what, times] : {std::pair("cold", &cold), std::pair("warm", &warm)})
        std::printf("%s: first layer after %.2f s, done after %.2f s (medians of %d turns)\n", what,
                    median(times->layer), median(times->end), turns);
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const fs::path folder = temporaryFolder();
    if (!arguments.empty() && arguments[0] == "items") {
        measureItems(folder);
    } else if (arguments.size() >= 4 && arguments[0] == "worker" && std::atoi(arguments[1].c_str()) > 0) {
        measureWorker(folder, std::atoi(arguments[1].c_str()), arguments[2], arguments[3],
                      {arguments.begin() + 4, arguments.end()});
    } else if (arguments.size() == 5 && arguments[0] == "start" && std::atoi(arguments[1].c_str()) > 0) {
        measureStart(folder, std::atoi(arguments[1].c_str()), arguments[2], fs::absolute(arguments[3]).string(),
                     std::atoi(arguments[4].c_str()));
    } else {
        std::fprintf(stderr, "usage: bench_queue items | bench_queue start TURNS PROGRAM CLIP FRAMES | bench_queue "
                             "worker TURNS PROGRAM CLIP [RUN OPTION...]\n");
        return 2;
    }
    fs::remove_all(folder);
    return 0;
}
