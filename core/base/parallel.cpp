#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace unividx {

namespace {

std::atomic<int> wantedThreads{0};

} // namespace

void setParallelism(int threads)
{
    wantedThreads.store(std::max(0, threads));
}

int parallelism()
{
    const int wanted = wantedThreads.load();
    return wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallelFor(std::int64_t begin, std::int64_t end, const std::function<void(std::int64_t)>& body)
{
    const std::int64_t count = end - begin;
    if (count <= 0)
        return;
    const std::int64_t parts = std::min<std::int64_t>(count, parallelism());

    std::atomic<bool> failed{false};
    std::exception_ptr failure;
    std::mutex failureMutex;
    const auto runPart = [&](std::int64_t part) {
        try {
            const std::int64_t last = begin + count * (part + 1) / parts;
            for (std::int64_t index = begin + count * part / parts; index < last && !failed.load(); ++index)
                body(index);
        } catch (...) {
            const std::lock_guard lock(failureMutex);
            if (!failed.exchange(true))
                failure = std::current_exception();
        }
    };

    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(parts - 1));
    std::int64_t started = 1; // part 0 is the caller's own
    try {
        for (; started < parts; ++started)
            threads.emplace_back(runPart, started);
    } catch (const std::system_error&) {
        // The system gives no more threads: the parts left over run here.
    }
    runPart(0);
    for (std::int64_t part = started; part < parts; ++part)
        runPart(part);
    for (std::thread& thread : threads)
        thread.join();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace unividx
