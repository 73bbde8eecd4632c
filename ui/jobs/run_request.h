#pragma once

#include "core/engine/engine.h"
#include "core/project/project.h"
#include "core/run/preflight.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx::ui {

/// One clip given to the model.
struct RunInput {
    std::filesystem::path path;
    std::string layer;
    std::int64_t offset = 0; ///< added to a frame's number to find it there
    bool still = false;
};

/// A run of the model on a clip, as values: a job has its own copy and never looks at the project.
struct RunRequest {
    ClipId clip;
    MediaId media;
    std::string title;
    GenerateRequest generate;
    Rows kept;
    std::array<std::optional<RunInput>, 4> inputs;
    Resolution outputSize;
    FrameRate rate;
    std::filesystem::path folder; ///< of the take; made by the run
    std::string prefix;           ///< first part of the layers' file names
    TaskSettings settings;
    std::int64_t have = 0; ///< frames at the start that an earlier part of this run has written already
};

/// All that is wrong with running a clip as it is set up, by field; core's preflight with what the project knows. Four
/// locked layers, or none wanted, are a problem of the field "locks"; a layer other than rgb that is given the shot
/// itself is a note of its own field.
std::vector<Problem> problemsOf(const Project& project, const Clip& clip);

/// The run that a clip's settings ask for. `layers`: the folder under which takes are kept.
/// Throws: Usage or Input with the first problem's sentence.
RunRequest makeRun(const Project& project, const Clip& clip, const std::filesystem::path& layers);

/// What a clip's settings ask of the model, whatever the task: quality, seed, prompts. Task and frames are not set.
GenerateRequest modelOptions(const TaskSettings& settings);

/// A folder for a new take, below `layers`; never one that is there. It is not made. `what`: the run's name.
std::filesystem::path freshTakeFolder(const std::filesystem::path& layers, const std::string& what);

/// A clip's name as the first part of file names.
std::string filePrefix(const Clip& clip);

/// How many frames at the run's start have all their layers on disk.
std::int64_t framesOnDisk(const RunRequest& run);

/// The take a run makes, with the frames that are on disk: all of them once it is done. It has no id yet.
Take takeOf(const RunRequest& run, std::int64_t frames);

/// Where the takes of a project are kept: `shot_layers` beside `shot.uvx`; for one without a file,
/// `$XDG_DATA_HOME/unividx/layers`.
std::filesystem::path layersFolder(const std::filesystem::path& project);

} // namespace unividx::ui
