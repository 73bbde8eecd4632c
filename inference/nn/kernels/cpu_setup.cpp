#include "inference/nn/kernels/cpu_setup.h"

#include "inference/nn/kernels/kernel_table.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace unividx::kernels {

namespace {

/// Those this process may run on: a container or a batch system often gives fewer than there are.
int processors()
{
#if defined(__linux__)
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
        return std::max(1, CPU_COUNT(&allowed));
#endif
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

double productSpeed()
{
    constexpr std::int64_t size = 512;
    const c10::InferenceMode withoutGradients;
    const at::Tensor a = at::ones({size, size}); // also touches the memory, which the first product would pay for
    at::Tensor out = at::ones({size, size});
    double best = 0.0;
    for (int run = 0; run < 4; ++run) {
        const auto start = std::chrono::steady_clock::now();
        at::mm_out(out, a, a);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        best = std::max(best, 2.0 * size * size * size / seconds.count() * 1e-9);
    }
    return best;
}

} // namespace

CpuSetup setUpCpu(int threads)
{
    at::set_num_threads(threads > 0 ? threads : processors());
    return {at::get_num_threads(), kernelTable().name, productSpeed()};
}

} // namespace unividx::kernels
