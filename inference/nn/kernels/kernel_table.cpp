#include "inference/nn/kernels/kernel_sets.h"

#include <array>

namespace unividx::kernels {

namespace {

struct Runnable {
    std::array<const KernelTable*, 3> tables = {&portableTable};
    int count = 1;

    Runnable()
    {
#if defined(__x86_64__)
        // These also ask whether the operating system saves the wide registers.
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            tables[static_cast<std::size_t>(count++)] = &avx2Table;
        if (__builtin_cpu_supports("avx512f"))
            tables[static_cast<std::size_t>(count++)] = &avx512Table;
#endif
    }
};

const Runnable& runnable()
{
    static const Runnable found;
    return found;
}

} // namespace

const KernelTable& kernelTable()
{
    return *runnable().tables[static_cast<std::size_t>(runnable().count - 1)];
}

const KernelTable* const* runnableTables(int& count)
{
    count = runnable().count;
    return runnable().tables.data();
}

} // namespace unividx::kernels
