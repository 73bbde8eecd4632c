#include "app/cli/command.h"
#include "app/cli/option_text.h"
#include "app/engine/engine_library.h"
#include "app/engine/machine.h"
#include "app/engine/resources.h"
#include "core/base/machine_memory.h"
#include "core/engine/devices.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace unividx::cli {

namespace {

std::string gibibytes(std::int64_t bytes)
{
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f GiB", static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0));
    return text;
}

void examine(Output& output)
{
    const auto row = [&](const std::string& name, const std::string& value) {
        output.print(name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + value);
    };
    const BlasReport blas = measureBlas();
    const MachineMemory memory = machineMemory();
    const std::vector<std::string> features = cpuFeatures();
    const std::vector<std::string> devices = accelerators();
    std::vector<std::string> packages;
    for (const auto& package : installedModels())
        packages.push_back(package.string());

    row("version", std::string("unividx ") + UNIVIDX_VERSION + ", LibTorch " + engineModule().torchVersion());
    row("processor", cpuName() + ", " + std::to_string(std::thread::hardware_concurrency()) + " threads");
    row("features", joined(features, " "));
    row("memory", gibibytes(memory.total) + ", " + gibibytes(memory.available) + " available");
    char speed[64];
    std::snprintf(speed, sizeof(speed), "%.0f GFLOP/s", blas.gigaflops);
    row("products", blas.path.empty() ? "no libblas.so.3 found" : std::string(speed) + " with " + blas.path);
    row("devices", devices.empty() ? "cpu"
                                   : "cpu; the system has " + joined(devices, " ") +
                                         (UNIVIDX_WITH_CUDA ? "" : ", which this build does not use"));
    for (const std::string& package : packages)
        row("model", package);
    if (packages.empty())
        row("model", "none found");
    for (const auto& folder : modelFolders())
        row("looked in", folder.string());
    output.event("doctor", {{"version", UNIVIDX_VERSION},
                            {"torch", engineModule().torchVersion()},
                            {"processor", cpuName()},
                            {"threads", std::thread::hardware_concurrency()},
                            {"features", features},
                            {"memory_total", memory.total},
                            {"memory_available", memory.available},
                            {"blas", blas.path},
                            {"blas_gflops", blas.gigaflops},
                            {"accelerators", devices},
                            {"cuda_build", static_cast<bool>(UNIVIDX_WITH_CUDA)},
                            {"models", packages}});
    if (blas.isWrong())
        output.warning("matrix products are slow; install libopenblas0-openmp and see that it is the one in use");
    if (packages.empty())
        output.warning("there is no model package; `unividx model add` makes one from published weights");
}

} // namespace

void addDoctorCommand(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("doctor", "Say what this machine has and whether all is well");
    command->callback([&context] { context.action = [&context] { examine(*context.output); }; });
}

} // namespace unividx::cli
