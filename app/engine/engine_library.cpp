#include "app/engine/engine_library.h"

#include "core/base/error.h"

#include <dlfcn.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace unividx {

namespace {

namespace fs = std::filesystem;

/// OpenBLAS maps a buffer a thread as soon as it is loaded, and where it gets none it asks again without end: under too
/// narrow a limit the program would seem to work for ever. Tried before, with room for the libraries themselves and
/// what they map at the first products, some 800 MB of addresses. Source: OpenBLAS 0.3.21, driver/others/memory.c,
/// blas_memory_alloc.
void refuseWithoutRoom()
{
    constexpr std::size_t buffer = std::size_t{136} << 20;
    constexpr std::size_t libraries = std::size_t{800} << 20;
    const char* wanted = std::getenv("OMP_NUM_THREADS");
    const auto threads = static_cast<std::size_t>(wanted ? std::max(0, std::atoi(wanted)) : 0);
    const std::size_t bytes = libraries + buffer * (threads > 0 ? threads : std::thread::hardware_concurrency());
    void* room = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED)
        throw Error(ErrorKind::OutOfMemory, "to open a model takes " + std::to_string(bytes >> 20) +
                                                " MB of addresses before anything else, which this process does not "
                                                "get; raise its limit (ulimit -v), or set OMP_NUM_THREADS=1");
    ::munmap(room, bytes);
}

const EngineModule* open()
{
    refuseWithoutRoom();
    std::error_code code;
    const fs::path folder = fs::read_symlink("/proc/self/exe", code).parent_path();
    std::string reason = "it is not there";
    // Beside the program as built, in the library folder once installed.
    for (const fs::path& place : {folder / "libunividx-engine.so", folder / "../lib/unividx/libunividx-engine.so"}) {
        if (!fs::exists(place, code))
            continue;
        // Never closed: LibTorch does not survive that.
        void* library = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (void* entry = library ? ::dlsym(library, engineModuleEntry) : nullptr)
            return reinterpret_cast<EngineModuleEntry>(entry)();
        reason = ::dlerror();
    }
    throw Error(ErrorKind::Model,
                "no model can be run: libunividx-engine.so, which comes with the program, cannot be loaded (" + reason +
                    ")");
}

} // namespace

const EngineModule& engineModule()
{
    static const EngineModule* const module = open(); // tried again at the next call if it throws
    return *module;
}

} // namespace unividx
