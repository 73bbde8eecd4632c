#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unividx {

/// The linear algebra library that LibTorch finds on this machine, and how fast it is.
struct BlasReport {
    std::string path;     ///< of the library, links followed; empty if there is none
    double gigaflops = 0; ///< of a 512 x 512 x 512 product in float32, the best of three

    /// The reference library is at work, or threads fight; a run takes many times as long as it should. The right
    /// library is slow only while others use the processor, and nothing has to be done about that.
    bool isWrong() const
    {
        return !path.empty() && gigaflops < 20 && path.find("openblas-openmp") == std::string::npos;
    }
};

/// Opens the engine's library. Throws: as engineModule.
BlasReport measureBlas();

/// Instruction sets that decide which code runs: "avx2", "avx512f", "avx512_bf16", ...
std::vector<std::string> cpuFeatures();

/// The processor's name as the system gives it; empty if it does not.
std::string cpuName();

} // namespace unividx
