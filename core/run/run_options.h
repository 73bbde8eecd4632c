#pragma once

#include "core/image/image.h"
#include "core/run/layer_writer.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// An input of a run: a modality's name and the file that is given for it.
struct NamedPath {
    std::string name;
    std::string path;
    std::string layer = {}; ///< of an EXR with several; empty: the one that belongs to the modality

    bool operator==(const NamedPath&) const = default;
};

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

    bool operator==(const DeviceOptions&) const = default;
};

/// Where a run is carried out, if not here.
struct FarmOptions {
    std::string engine;              ///< "slurm"; empty: on this machine
    std::int64_t windowsPerTask = 8; ///< neighbouring windows that one node makes
    std::string memory;              ///< of a node, as the farm writes it ("16G"); empty: the farm's own default
    std::string time;                ///< a task may take, as the farm writes it ("4:00:00"); empty: likewise
    std::string partition;           ///< empty: the farm's own choice

    bool operator==(const FarmOptions&) const = default;
};

/// Everything one run is asked for, whoever asks: the command line, the queue, a worker, a farm's node.
struct RunOptions {
    std::string task; ///< a preset's or a published name
    std::vector<NamedPath> inputs;
    std::vector<std::string> kept; ///< modalities that are wanted of those the task makes; empty: the task's own choice
    std::string model = "mini";    ///< a package's name or folder
    DeviceOptions device;
    std::string prompt;
    std::optional<std::string> negativePrompt;
    std::optional<FrameRange> frames;
    std::optional<std::int64_t> mostFrames; ///< with `frames` not set: no more than that many, from the first
    std::optional<int> steps;
    double stepsShare = 1; ///< of the package's own steps, where `steps` is not set
    std::optional<float> guidance;
    std::optional<float> shift;
    std::uint64_t seed = 1;
    std::optional<Resolution> modelSize;
    std::optional<std::int64_t> window;
    std::optional<std::int64_t> overlap;
    std::filesystem::path out;
    std::string shot; ///< first part of the files' names; empty: the first input's name
    LayerFileFormat format = LayerFileFormat::Exr;
    FileNames names = FileNames::Shot;
    std::optional<FrameRate> rate; ///< of the files; not set means the source's
    bool sourceSize = true;        ///< layers at the source's size rather than the model's
    bool overwrite = false;
    FarmOptions farm;

    bool operator==(const RunOptions&) const = default;
};

/// The options as one line of JSON: what the queue keeps, and what a worker is told. What stands at its default is left
/// out. Throws: Usage if a path or a prompt is not UTF-8.
std::string formatRunOptions(const RunOptions& options);

/// Reads it back. Keys of newer versions are refused: a run that was asked for something must not silently go without.
/// Throws: Input with `place` and what is wrong.
RunOptions parseRunOptions(std::string_view text, const std::string& place);

/// The same request with every path absolute, so that it means the same in another process's folder.
RunOptions withAbsolutePaths(RunOptions options);

/// "shot.mp4: decompose": what a list calls this run.
std::string titleOf(const RunOptions& options);

/// Where a run in shards keeps its state if nobody says: a hidden folder beside its layers.
std::filesystem::path usualState(const RunOptions& options);

} // namespace unividx
