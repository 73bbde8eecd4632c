#pragma once

#include "core/base/id.h"
#include "core/engine/engine.h"
#include "core/image/image.h"
#include "core/run/layer_file_format.h"
#include "core/task/task.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// Where the pictures of an input come from. Only a clip's own settings use the first three; `resolvedRun`
/// (core/project/inputs.h) turns them into files.
struct LockedInput {
    enum class From {
        Shot,  ///< the clip's own source
        Media, ///< another file of the media pool, `media`
        Take,  ///< this modality of the take `take` of the same clip
        File,  ///< `path` and `layer`
    };

    From from = From::Shot;
    MediaId media;
    TakeId take;
    std::string path = {};       ///< a movie, a picture, a folder, or a sequence's pattern ("shot.####.exr")
    std::string layer = {};      ///< of an EXR with several; empty: the one that belongs to the modality
    std::string colorSpace = {}; ///< of the pixels; empty: what the file or `$OCIO` says

    bool operator==(const LockedInput&) const = default;
};

/// A picture of what a person knows of a layer that the run makes. It counts as far as its own alpha says; without
/// alpha, everywhere.
struct LayerHint {
    std::size_t row = 0;               ///< of the family
    std::string path;                  ///< a picture, a movie, or a sequence's pattern, which may have holes
    std::optional<std::int64_t> frame; ///< the frame a picture belongs to; not set: all, or the clip's own numbers

    bool operator==(const LayerHint&) const = default;
};

/// The work a run may cost. What it means in steps is the model package's business.
enum class Quality { Preview, Standard, Full };

/// "preview", "standard", "full". Nothing for another name.
std::optional<Quality> findQuality(std::string_view name);
std::string_view nameOf(Quality quality);

/// How the files of a run are named.
enum class FileNames {
    Shot,      ///< `shot_albedo.1001.exr`, `shot_albedo.mp4`
    Published, ///< `albedo_gen.mp4`, as the published scripts name them
};

/// Where a run is executed, if not on this machine.
struct FarmOptions {
    std::string engine;              ///< "slurm"; empty: this machine
    std::int64_t windowsPerTask = 8; ///< neighbouring windows that one node computes
    std::string memory;              ///< of a node, as the farm writes it ("16G"); empty: the farm's own default
    std::string time;                ///< limit of a task, as the farm writes it ("4:00:00"); empty: likewise
    std::string partition;           ///< empty: the farm's own choice

    bool operator==(const FarmOptions&) const = default;
};

/// Everything a person can ask of a run, whoever asks: a clip of a project, the command line, the queue, a worker, a
/// farm's node. The table in core/run/run_fields.h says how each field is named, written and read.
struct RunSpec {
    std::string task; ///< a preset's or a published name; empty: everything of `family` that is no input is made
    const Family* family = &intrinsicFamily;         ///< of `task`
    std::array<std::optional<LockedInput>, 4> locks; ///< inputs, by row; not set: not an input
    std::vector<LayerHint> hints;                    ///< of layers that the task makes
    ModalitySet kept = ModalitySet(0b1111);          ///< wanted layers among those the task keeps
    std::string model = "mini";                      ///< a package's name or folder
    std::string device = "cpu";                      ///< "cpu" or "cuda:N"
    std::string dtype;                               ///< "float32", "bfloat16", "float16"; empty: the package's own
    int threads = 0;                                 ///< 0: all cores
    std::string prompt;                              ///< of the whole picture; of the foreground in the alpha family
    std::string backgroundPrompt;                    ///< alpha family only
    std::optional<std::string> negativePrompt;
    std::optional<FrameRange> frames;       ///< the source's numbers; not set: all
    std::optional<std::int64_t> mostFrames; ///< with `frames` not set: at most that many, from the first
    std::int64_t handles = 0; ///< frames that are also made before and after the range, where the inputs have them
    Quality quality = Quality::Standard;
    bool ownNumbers = true;   ///< false: the package decides `steps` to `overlap`; their values are only remembered
    std::optional<int> steps; ///< denoising steps
    std::optional<float> guidance; ///< classifier-free guidance; 1: no negative pass
    std::optional<float> shift;    ///< of the noise schedule
    std::optional<Resolution> modelSize;
    std::optional<std::int64_t> window;  ///< frames the model sees at once, 4k + 1
    std::optional<std::int64_t> overlap; ///< frames shared with the window before
    std::uint64_t seed = 1;
    std::filesystem::path out; ///< folder of the layers
    std::string shot;          ///< first part of the files' names; empty: the first input's name
    LayerFileFormat format = LayerFileFormat::Exr;
    FileNames names = FileNames::Shot;
    std::string pattern;                 ///< of the files' names below `out`; empty: the usual one (run_names.h)
    std::string project;                 ///< stands for {project} in the pattern
    std::optional<std::int64_t> version; ///< stands for {version}; not set: the next free one
    std::optional<FrameRate> rate;       ///< of the files; not set: the source's
    bool sourceSize = true;              ///< layers at the source's size rather than the model's
    bool overwrite = false;
    FarmOptions farm;
    std::string extra; ///< in a project: JSON object of keys this version does not know, kept for the version that does

    bool operator==(const RunSpec&) const = default;
};

/// The settings of a new clip: its shot is the family's rgb, everything else is made, and the package decides the
/// numbers.
RunSpec runOfShot();

/// Sets the task by name, and the family with it. Throws: Usage listing the tasks there are.
void setTask(RunSpec& spec, const std::string& name);

/// Makes a file an input. Throws: Usage if the family has no such modality.
void setFile(RunSpec& spec, std::string_view modality, const std::string& path, const std::string& layer = {});

ModalitySet lockedModalities(const RunSpec& spec);

/// The task, with the layers that are wanted of those it makes.
/// Throws: Usage if an input is missing or out of place, or nothing is left to make.
TaskChoice choiceOf(const RunSpec& spec);

/// The same task, or nothing where `choiceOf` throws: for a form that is being filled in.
std::optional<Task> taskOf(const RunSpec& spec);

/// The text the model gets. The alpha family's convention: the foreground's sentence, then the background's.
std::string promptOf(const RunSpec& spec);

/// The engine's view of a run. The one place where a quality becomes a share of the package's own steps.
GenerateRequest requestOf(const RunSpec& spec, const Task& task, FrameRange frames);

/// The inputs' files in row order, with their modality's name; inputs that are no files are left out.
struct NamedInput {
    std::string_view name;
    const LockedInput* input = nullptr;
};
std::vector<NamedInput> inputsOf(const RunSpec& spec);

/// The same run with absolute paths, so that it means the same in another process's folder.
RunSpec withAbsolutePaths(RunSpec spec);

/// "shot.mp4: decompose": the run's title in a list.
std::string titleOf(const RunSpec& spec);

/// Where a run in shards keeps its state by default: a hidden folder beside its layers.
std::filesystem::path usualState(const RunSpec& spec);

} // namespace unividx
