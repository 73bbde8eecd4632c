#include "inference/engine/fair_threads.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace unividx {

namespace {

/// Tasks that run or wait for a core. Source: proc(5), /proc/stat, procs_running. 1 where that is not told.
int runningTasks()
{
    std::ifstream stat("/proc/stat");
    for (std::string word; stat >> word;) {
        int count = 1;
        if (word == "procs_running")
            return stat >> count ? count : 1;
    }
    return 1;
}

} // namespace

int fairThreads(int most, int cores)
{
    std::array<int, 5> counts{};
    for (int& count : counts) {
        count = runningTasks();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::nth_element(counts.begin(), counts.begin() + 2, counts.end());
    return fairThreads(most, cores, counts[2]);
}

int fairThreads(int most, int cores, int running)
{
    return std::clamp(cores - (running - 1), 1, std::max(1, most));
}

} // namespace unividx
