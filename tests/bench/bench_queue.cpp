// The queue's own cost: 10,000 items added, listed and moved, and a worker against the same run in one process.
// bench_queue items | bench_queue worker TURNS PROGRAM CLIP [RUN OPTION...]

#include "core/queue/job_store.h"

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
    } else {
        std::fprintf(stderr, "usage: bench_queue items | bench_queue worker TURNS PROGRAM CLIP [RUN OPTION...]\n");
        return 2;
    }
    fs::remove_all(folder);
    return 0;
}
