#include "app/engine/machine.h"

#include "app/engine/engine_library.h"

#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace unividx {

namespace {

/// Fortran's single-precision product, C = alpha A B + beta C, matrices by columns.
using Sgemm = void(const char* transposeA, const char* transposeB, const int* m, const int* n, const int* k,
                   const float* alpha, const float* a, const int* strideA, const float* b, const int* strideB,
                   const float* beta, float* c, const int* strideC);

/// The value of a "key : value" line of a file under /proc; empty if there is none.
std::string procValue(const char* file, const std::string& key)
{
    std::ifstream stream(file);
    std::string line;
    while (std::getline(stream, line)) {
        if (line.compare(0, key.size(), key) != 0)
            continue;
        const std::size_t colon = line.find(':');
        const std::size_t start = colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
        if (start != std::string::npos)
            return line.substr(start);
    }
    return {};
}

} // namespace

BlasReport measureBlas()
{
    engineModule();
    BlasReport report;
    // LibTorch is linked to this name; asking the loader for it gives the very library that its products run in.
    void* library = ::dlopen("libblas.so.3", RTLD_LAZY | RTLD_LOCAL);
    if (!library)
        return report;
    void* symbol = ::dlsym(library, "sgemm_");
    Dl_info place = {};
    if (!symbol || !::dladdr(symbol, &place))
        return report;
    std::error_code unreadable; // then the name as it is has to do
    const auto file = std::filesystem::canonical(place.dli_fname ? place.dli_fname : "libblas.so.3", unreadable);
    report.path = unreadable ? "libblas.so.3" : file.string();

    constexpr int n = 512;
    const float one = 1;
    const float zero = 0;
    const std::vector<float> a(std::size_t(n) * n, 0.5f);
    const std::vector<float> b(std::size_t(n) * n, 0.25f);
    std::vector<float> c(std::size_t(n) * n);
    auto* const sgemm = reinterpret_cast<Sgemm*>(symbol);
    for (int trial = 0; trial < 4; ++trial) {
        const auto start = std::chrono::steady_clock::now();
        sgemm("N", "N", &n, &n, &n, &one, a.data(), &n, b.data(), &n, &zero, c.data(), &n);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        // The first product also starts the library's threads.
        if (trial > 0)
            report.gigaflops = std::max(report.gigaflops, 2.0 * n * n * n / seconds * 1e-9);
    }
    return report;
}

std::vector<std::string> cpuFeatures()
{
    static const std::vector<std::string> known{"avx2",        "fma",         "f16c",     "avx512f", "avx512bw",
                                                "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8"};
    std::vector<std::string> features;
    std::istringstream flags(procValue("/proc/cpuinfo", "flags"));
    std::string flag;
    while (flags >> flag) {
        if (std::find(known.begin(), known.end(), flag) != known.end())
            features.push_back(flag);
    }
    return features;
}

std::string cpuName()
{
    return procValue("/proc/cpuinfo", "model name");
}

} // namespace unividx
