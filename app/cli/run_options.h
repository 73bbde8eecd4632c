#pragma once

#include "app/cli/option_text.h"
#include "core/export/layer_writer.h"
#include "core/time/frame_rate.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx::cli {

/// How the files of a run are called.
enum class FileNames {
    Shot,      ///< `shot_albedo.1001.exr`, `shot_albedo.mp4`
    Published, ///< `albedo_gen.mp4`, as the published scripts call them
};

/// What of a machine a run may use.
struct DeviceOptions {
    std::string device = "cpu"; ///< "cpu" or "cuda:N"
    std::string dtype;          ///< "float32", "bfloat16", "float16"; empty for the package's own
    int threads = 0;            ///< 0 means all cores
};

/// Everything `unividx run` was asked for, from its arguments or from a configuration file.
struct RunOptions {
    std::string task; ///< a preset's or a published name
    std::vector<NamedPath> inputs;
    std::string model = "mini"; ///< a package's name or folder
    DeviceOptions device;
    std::string prompt;
    std::optional<std::string> negativePrompt;
    std::optional<FrameRange> frames;
    std::optional<std::int64_t> mostFrames; ///< with `frames` not set: no more than that many, from the first
    std::optional<int> steps;
    std::optional<float> guidance;
    std::optional<float> shift;
    std::uint64_t seed = 1;
    std::optional<Resolution> modelSize;
    std::optional<std::int64_t> window;
    std::optional<std::int64_t> overlap;
    std::filesystem::path out;
    LayerFileFormat format = LayerFileFormat::Exr;
    FileNames names = FileNames::Shot;
    std::optional<FrameRate> rate; ///< of the files; not set means the source's
    bool sourceSize = true;        ///< layers at the source's size rather than the model's
    bool overwrite = false;
};

} // namespace unividx::cli
