#include "core/run/run_fields.h"

#include "core/run/run_names.h"

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

template <auto Member>
auto& member(RunSpec& spec)
{
    return spec.*Member;
}

template <auto Member>
auto& ofFarm(RunSpec& spec)
{
    return spec.farm.*Member;
}

std::string checkThreads(const RunSpec& spec)
{
    return spec.threads < 0 || spec.threads > 1024 ? "threads must be between 0 and 1024; 0 means all cores" : "";
}

std::string checkMostFrames(const RunSpec& spec)
{
    return spec.mostFrames && *spec.mostFrames < 1 ? "a run needs at least one frame" : "";
}

std::string checkColorSpaces(const RunSpec& spec)
{
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        const Modality& modality = spec.family->modalities[row];
        if (spec.locks[row] && !spec.locks[row]->colorSpace.empty() && modality.decoding != Decoding::Color)
            return std::string(modality.name) + " holds no colour, so it has no colour space";
    }
    return {};
}

std::string checkHints(const RunSpec& spec)
{
    for (const LayerHint& hint : spec.hints) {
        if (spec.locks[hint.row])
            return std::string(spec.family->modalities[hint.row].name) +
                   " is an input; a hint is for a layer that the run generates";
    }
    return {};
}

std::string checkHandles(const RunSpec& spec)
{
    return spec.handles < 0 || spec.handles > 10'000 ? "handles must be between 0 and 10000 frames" : "";
}

std::string checkVersion(const RunSpec& spec)
{
    const bool wrong = spec.version && (*spec.version < 1 || *spec.version > 999'999);
    return wrong ? "a version number must be between 1 and 999999" : "";
}

std::string checkSteps(const RunSpec& spec)
{
    return spec.steps && (*spec.steps < 1 || *spec.steps > 1000) ? "steps must be between 1 and 1000" : "";
}

std::string checkGuidance(const RunSpec& spec)
{
    const bool wrong = spec.guidance && !(std::isfinite(*spec.guidance) && *spec.guidance >= 0);
    return wrong ? "guidance must be a number of 0 or more; 1 switches it off" : "";
}

std::string checkShift(const RunSpec& spec)
{
    const bool wrong = spec.shift && !(std::isfinite(*spec.shift) && *spec.shift > 0);
    return wrong ? "the schedule's shift must be a number above 0" : "";
}

std::string checkSize(const RunSpec& spec)
{
    const bool wrong = spec.modelSize && (spec.modelSize->width < 16 || spec.modelSize->height < 16 ||
                                          spec.modelSize->width > 8192 || spec.modelSize->height > 8192);
    return wrong ? "the model's size must be between 16x16 and 8192x8192" : "";
}

constexpr std::int64_t usualWindow = 21; // frames; what the published models were trained on

std::string checkWindow(const RunSpec& spec)
{
    const std::int64_t length = spec.window.value_or(usualWindow);
    return length < 1 || length % 4 != 1 ? "a window must have 4k + 1 frames: 1, 5, 9, 13, 17, 21, ..." : "";
}

std::string checkOverlap(const RunSpec& spec)
{
    const std::int64_t length = spec.window.value_or(usualWindow);
    if (!checkWindow(spec).empty() || !spec.overlap || (*spec.overlap >= 0 && *spec.overlap < length))
        return {};
    return "the overlap must be at least 0 and less than the window's " + std::to_string(length) + " frames";
}

std::string checkWindowsPerTask(const RunSpec& spec)
{
    const bool wrong = spec.farm.windowsPerTask < 1 || spec.farm.windowsPerTask > 1'000'000;
    return wrong ? "a task of a farm computes between 1 and 1000000 windows" : "";
}

std::vector<RunField> makeFields()
{
    using Unset = RunField::Unset;
    return {
        {.option = "--task",
         .key = "task",
         .value = RunPart::Task,
         .help = "Task by name: decompose, matte, relight, ... (unividx tasks lists them)"},
        {.option = "--family",
         .key = "family",
         .value = RunPart::Family,
         .help = "Without --task: compute every layer of this family that is no input: intrinsic or alpha"},
        {.option = "--in",
         .key = "inputs",
         .value = RunPart::Inputs,
         .help = "Input, NAME=PATH: rgb=clip.mp4, albedo=plates/albedo.####.exr"},
        {.option = "--in-layer",
         .key = "inputs",
         .value = RunPart::InputLayers,
         .help = "Layer of an input that is an EXR with several, NAME=LAYER"},
        {.option = "--colorspace",
         .key = "inputs",
         .value = RunPart::InputColors,
         .help = "Colour space of an input, NAME=SPACE: rgb=\"ARRI LogC4\" (default: what the file says)",
         .check = checkColorSpaces},
        {.option = "--hint",
         .key = "hints",
         .value = RunPart::Hints,
         .help = "Known parts of a layer to generate, NAME=PATH or NAME=PATH@FRAME: a picture that counts where its "
                 "alpha says",
         .check = checkHints},
        {.option = "--keep",
         .key = "kept",
         .value = RunPart::Kept,
         .help = "Write only this layer of those the task computes; may be repeated"},
        {.option = "--frames",
         .key = "frames",
         .value = member<&RunSpec::frames>,
         .help = "Frames in the source's own numbers: 1001-1021"},
        {.option = "--most-frames",
         .key = "most_frames",
         .value = member<&RunSpec::mostFrames>,
         .help = "Process at most this number of frames, from the first",
         .check = checkMostFrames},
        {.option = "--handles",
         .key = "handles",
         .value = member<&RunSpec::handles>,
         .help = "Frames to process before and after the range as well, where the clip has them",
         .label = "Handles",
         .check = checkHandles},
        {.option = "--model",
         .key = "model",
         .value = member<&RunSpec::model>,
         .help = "Model package: a name or a folder",
         .alwaysInRuns = true,
         .alwaysInProjects = true},
        {.option = "--prompt",
         .key = "prompt",
         .value = member<&RunSpec::prompt>,
         .help = "Describe the picture (alpha family: the foreground)"},
        {.option = "--background-prompt",
         .key = "background_prompt",
         .projectKey = "backgroundPrompt",
         .value = member<&RunSpec::backgroundPrompt>,
         .help = "Describe the background (alpha family)"},
        {.option = "--negative",
         .key = "negative_prompt",
         .projectKey = "negativePrompt",
         .value = member<&RunSpec::negativePrompt>,
         .help = "Describe what to avoid (with --cfg above 1)"},
        {.option = "--quality",
         .key = "quality",
         .value = member<&RunSpec::quality>,
         .help = "preview, standard or full: fewer steps than the package's own, as many, or more"},
        {.option = "--ignore-numbers",
         .key = "own_numbers",
         .projectKey = "ownNumbers",
         .value = member<&RunSpec::ownNumbers>,
         .help = "Record --steps, --cfg, --shift, --size, --window and --overlap, but use the package's own"},
        {.option = "--steps",
         .key = "steps",
         .value = member<&RunSpec::steps>,
         .help = "Denoising steps",
         .label = "Steps",
         .unset = Unset::Package,
         .check = checkSteps},
        {.option = "--cfg",
         .key = "guidance",
         .value = member<&RunSpec::guidance>,
         .help = "Classifier-free guidance; 1 switches it off",
         .label = "Guidance",
         .unset = Unset::Package,
         .check = checkGuidance},
        {.option = "--shift",
         .key = "shift",
         .value = member<&RunSpec::shift>,
         .help = "Shift of the noise schedule",
         .label = "Shift",
         .unset = Unset::Package,
         .check = checkShift},
        {.option = "--window",
         .key = "window",
         .value = member<&RunSpec::window>,
         .help = "Frames the model sees at once, 4k + 1",
         .label = "Window",
         .unset = Unset::Package,
         .check = checkWindow},
        {.option = "--overlap",
         .key = "overlap",
         .value = member<&RunSpec::overlap>,
         .help = "Frames that neighbouring windows share",
         .label = "Overlap",
         .unset = Unset::Package,
         .check = checkOverlap},
        {.option = "--size",
         .key = "size",
         .value = member<&RunSpec::modelSize>,
         .help = "Size the model works at, WIDTHxHEIGHT; rounded up to multiples of 16",
         .label = "Size",
         .unset = Unset::Package,
         .check = checkSize},
        {.option = "--seed",
         .key = "seed",
         .value = member<&RunSpec::seed>,
         .help = "Seed of the noise",
         .alwaysInRuns = true,
         .alwaysInProjects = true},
        {.option = "--device",
         .key = "device",
         .value = member<&RunSpec::device>,
         .help = "cpu or cuda:N",
         .alwaysInProjects = true},
        {.option = "--dtype",
         .key = "dtype",
         .value = member<&RunSpec::dtype>,
         .help = "float32, bfloat16 or float16 (default: the package's own)"},
        {.option = "--threads",
         .key = "threads",
         .value = member<&RunSpec::threads>,
         .help = "Threads to use; 0 means all",
         .check = checkThreads},
        {.option = "--out",
         .key = "out",
         .value = member<&RunSpec::out>,
         .help = "Folder of the layers; created if missing",
         .alwaysInRuns = true},
        {.option = "--shot",
         .key = "shot",
         .value = member<&RunSpec::shot>,
         .help = "First part of the files' names (default: the first input's name)"},
        {.option = "--format",
         .key = "format",
         .value = member<&RunSpec::format>,
         .help = "exr, exr-multilayer, exr-multipart, png, png16 or mp4",
         .alwaysInRuns = true},
        {.option = "--published-names",
         .key = "published_names",
         .value = member<&RunSpec::names>,
         .help = "Name files as the published scripts do: albedo_gen.mp4"},
        {.option = "--pattern",
         .key = "pattern",
         .value = member<&RunSpec::pattern>,
         .help = "File names below the folder, with {project} {shot} {layer} {version} {frame} {extension} {preset}",
         .check = checkPattern},
        {.option = "--project",
         .key = "project",
         .value = member<&RunSpec::project>,
         .help = "Name that stands for {project} in --pattern"},
        {.option = "--version-number",
         .key = "version",
         .value = member<&RunSpec::version>,
         .help = "Number that stands for {version} in --pattern (default: the next free one)",
         .check = checkVersion},
        {.option = "--rate",
         .key = "rate",
         .value = member<&RunSpec::rate>,
         .help = "Frame rate of the files: 24, 24000/1001 (default: the source's)"},
        {.option = "--at-model-size",
         .key = "source_size",
         .value = member<&RunSpec::sourceSize>,
         .help = "Write layers at the model's size instead of the source's"},
        {.option = "--overwrite",
         .key = "overwrite",
         .value = member<&RunSpec::overwrite>,
         .help = "Replace layers that are already there"},
        {.option = "--engine",
         .key = "farm.engine",
         .value = ofFarm<&FarmOptions::engine>,
         .help = "Farm that executes the run: slurm",
         .farm = true},
        {.option = "--windows-per-task",
         .key = "farm.windows_per_task",
         .value = ofFarm<&FarmOptions::windowsPerTask>,
         .help = "Neighbouring windows that one task computes",
         .farm = true,
         .check = checkWindowsPerTask},
        {.option = "--memory",
         .key = "farm.memory",
         .value = ofFarm<&FarmOptions::memory>,
         .help = "Memory of a task, as Slurm writes it: 16G",
         .farm = true},
        {.option = "--time",
         .key = "farm.time",
         .value = ofFarm<&FarmOptions::time>,
         .help = "Time limit of a task, as Slurm writes it: 4:00:00",
         .farm = true},
        {.option = "--partition",
         .key = "farm.partition",
         .value = ofFarm<&FarmOptions::partition>,
         .help = "Partition of the farm",
         .farm = true},
    };
}

} // namespace

const std::vector<RunField>& runFields()
{
    static const std::vector<RunField> fields = makeFields();
    return fields;
}

const RunField* findRunField(std::string_view option)
{
    const auto found = std::find_if(runFields().begin(), runFields().end(),
                                    [option](const RunField& field) { return field.option == option; });
    return found == runFields().end() ? nullptr : &*found;
}

} // namespace unividx
