#include "app/cli/command.h"
#include "app/cli/option_text.h"
#include "app/engine/engine_library.h"
#include "app/engine/machine.h"
#include "app/engine/resources.h"
#include "core/base/atomic_file.h"
#include "core/base/crash_report.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/base/machine_memory.h"
#include "core/base/user_folders.h"
#include "core/engine/devices.h"
#include "core/queue/job_store.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace unividx::cli {

namespace {

std::string gibibytes(std::int64_t bytes)
{
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f GiB", static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0));
    return text;
}

/// Something that has to be in order, and what to do if it is not.
struct Check {
    std::string name;
    bool isFine = true;
    std::string found; ///< in words
    std::string why;   ///< what it is needed for
    std::string mend;
};

Check checkFolder(const std::string& name, std::filesystem::path (*folder)(), const std::string& why)
{
    Check check{name, true, {}, why, "see that the folder belongs to you and the disk has room, or set HOME"};
    try {
        check.found = folder().string();
        makeFolder(folder());
        requireWritableFolder(folder());
    } catch (const Error& error) {
        check.isFine = false;
        check.found = error.what();
    }
    return check;
}

Check checkQueue()
{
    Check check{"queue", true, "empty", "runs, renders and exports wait there",
                "`unividx queue repair` keeps what can be read"};
    try {
        const std::filesystem::path file = queueFile(queueFolder());
        std::error_code absent; // an empty queue has no file
        if (std::filesystem::exists(file, absent))
            check.found = std::to_string(JobStore(file).list().size()) + " items in " + file.string();
    } catch (const Error& error) {
        check.isFine = false;
        check.found = error.what();
    }
    return check;
}

Check checkCrashes()
{
    Check check{"crashes", true, "none",
                "a report is written when a program of ours crashes; it goes nowhere by itself",
                "attach the newest report to an issue, and remove it when it is dealt with"};
    try {
        if (const auto reports = crashReports(crashFolder()); !reports.empty()) {
            check.isFine = false;
            check.found = std::to_string(reports.size()) + ", the newest is " + reports.front().string();
        }
    } catch (const Error& error) {
        check.isFine = false;
        check.found = error.what();
    }
    return check;
}

std::vector<Check> checksOf(const BlasReport& blas, const std::vector<std::string>& packages)
{
    return {checkFolder("settings", configFolder, "settings are kept there"),
            checkFolder("state", stateFolder, "the queue, autosaves and logs are kept there"),
            checkFolder("data", dataFolder, "models and layers of unsaved projects are kept there"),
            checkQueue(),
            {"products", !blas.isWrong(), blas.path.empty() ? "no libblas.so.3 found" : blas.path,
             "the model is nearly nothing but matrix products, which another library does many times slower",
             "install libopenblas0-openmp and see that it is the one in use"},
            {"models", !packages.empty(), std::to_string(packages.size()) + " found", "a run needs a model package",
             "`unividx model add` makes one from published weights"},
            checkCrashes()};
}

/// A line for each, and for one that fails what it is needed for and what to do.
void sayChecks(const std::vector<Check>& checks, Output& output)
{
    nlohmann::json list = nlohmann::json::array();
    for (const Check& check : checks) {
        output.print((check.isFine ? "ok      " : "FAILS   ") + check.name + ": " + check.found);
        if (!check.isFine)
            output.print("        " + check.why + "; " + check.mend);
        list.push_back({{"name", check.name},
                        {"ok", check.isFine},
                        {"found", check.found},
                        {"why", check.why},
                        {"mend", check.mend}});
    }
    output.event("checks", {{"checks", std::move(list)}});
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
    sayChecks(checksOf(blas, packages), output);
}

} // namespace

void addDoctorCommand(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("doctor", "Say what this machine has and whether all is well");
    command->callback([&context] { context.action = [&context] { examine(*context.output); }; });
}

} // namespace unividx::cli
