#include "inference/nn/compute_device.h"
#include "tests/inference/parity/checks.h"

#include <ATen/Context.h>

#include <cstdio>
#include <exception>
#include <set>
#include <string>

namespace {

using namespace unividx::parity;

/// Files of other kinds, and what nothing here reads.
void noteUnknownFiles(const FixtureFolder& folder, Report& report)
{
    static const std::set<std::string> known{"README.md",
                                             "TENSORS.tsv",
                                             "configs.json",
                                             "dtypes.safetensors",
                                             "noise.safetensors",
                                             "spiece.model",
                                             "preprocess.safetensors",
                                             "scheduler.safetensors",
                                             "text_and_shapes.json",
                                             "umt5.pth",
                                             "tokenizer_cases.json",
                                             "training.safetensors",
                                             "umt5.safetensors",
                                             "vae.pth",
                                             "umt5_weights.safetensors",
                                             "vae.safetensors",
                                             "vae_weights.safetensors"};
    for (const std::string& name : folder.files()) {
        const bool patterned = startsWith(name, "dit_") || startsWith(name, "lora_") || startsWith(name, "pipeline_") ||
                               startsWith(name, "manifest_");
        if (!patterned && known.count(name) == 0)
            report.note("ignored " + name + ": not a file this program knows");
    }
}

int run(const std::filesystem::path& path, at::Device device)
{
    if (!std::filesystem::is_directory(path)) {
        std::fprintf(stderr, "%s: no such folder\n", path.string().c_str());
        return 1;
    }
    const FixtureFolder folder(path, device);
    at::globalContext().setAllowTF32CuDNN(false); // the tolerances are those of float32
    Report report;
    const at::NoGradGuard noGradients;
    std::printf("%-64s %10s %10s %8s\n", "name", "max_abs", "rel_l2", "tolerance");
    checkReaders(folder, report);
    checkSchedule(folder, report);
    checkNoise(folder, report);
    checkPixels(folder, report);
    checkText(folder, report);
    checkVae(folder, report);
    checkDit(folder, report);
    checkPipelines(folder, report);
    checkTraining(folder, report);
    noteUnknownFiles(folder, report);
    return report.finish() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const bool onDevice = argc == 4 && std::string(argv[2]) == "--device";
    if (argc != 2 && !onDevice) {
        std::fprintf(stderr, "usage: fixture_check DIR [--device cpu|cuda|cuda:N]\n"
                             "Compares this build's model with golden data. Prints a line a check:\n"
                             "name  max_abs  rel_l2  tolerance  ok|FAIL\n"
                             "Exits 0 if something ran and nothing failed.\n");
        return 2;
    }
    try {
        return run(argv[1], unividx::findDevice(onDevice ? argv[3] : "cpu"));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
