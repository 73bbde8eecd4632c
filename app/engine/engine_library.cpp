#include "app/engine/engine_library.h"

#include "core/base/error.h"

#include <dlfcn.h>

namespace unividx {

namespace {

namespace fs = std::filesystem;

const EngineModule* open()
{
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
