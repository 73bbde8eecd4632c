#pragma once

#include <cstdint>
#include <string>

namespace unividx::kernels {

/// What this processor was set up to, and how fast it multiplies matrices.
struct CpuSetup {
    int threads = 0;
    std::string instructionSet; ///< of our own kernels, e.g. "AVX2"
    double gigaflops = 0.0;     ///< measured on products of 512 x 512 float32 matrices; the best of a few
    /// LibTorch's products run at 2 to 3 GFLOP/s on the reference BLAS, and at 50 or more a core on OpenBLAS, so this
    /// says which one was found. Below 20 GFLOP/s everything takes ten times as long as it should.
    bool slowProducts() const { return gigaflops < 20.0; }
};

/// Sets LibTorch's threads (its default is half the cores) and measures. Takes some 20 ms, half a second where the
/// products are slow. `threads` 0 means every processor this process may run on.
CpuSetup setUpCpu(int threads = 0);

} // namespace unividx::kernels
