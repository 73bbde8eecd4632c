#include "app/engine/short_waits.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace unividx {

void startWithShortWaits(char** arguments)
{
    if (std::getenv("GOMP_SPINCOUNT") || std::getenv("OMP_WAIT_POLICY"))
        return;
    std::error_code failed; // without /proc the program goes on as it is: slower on a busy machine, no worse
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (failed || ::setenv("GOMP_SPINCOUNT", "1000", 1) != 0)
        return;
    ::execv(program.c_str(), arguments);
}

} // namespace unividx
