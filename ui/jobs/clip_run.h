#pragma once

#include "core/project/project.h"
#include "core/run/preflight.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx::ui {

/// A run of the model on a clip, as values: a job has its own copy and never looks at the project.
struct ClipRun {
    ClipId clip;
    MediaId media;
    std::string title;
    RunSpec spec;     ///< inputs are files; task, frames, folder (`out`) and first part of the names (`shot`) are set
    RunSpec settings; ///< as the clip's panel has them: what its take remembers
    Resolution outputSize; ///< of the layers
    FrameRate rate;
    std::int64_t have = 0; ///< frames at the start that an earlier part of this run has written already
};

/// All that is wrong with running a clip as it is set up, by field; core's preflight with what the project knows. Four
/// locked layers, or none wanted, are a problem of the field "locks"; a layer other than rgb that is locked to the shot
/// itself is a note of its own field.
std::vector<Problem> problemsOf(const Project& project, const Clip& clip);

/// The run that a clip's settings ask for. `layers`: the folder under which takes are kept.
/// Throws: Usage or Input with the first problem's sentence.
ClipRun makeRun(const Project& project, const Clip& clip, const std::filesystem::path& layers);

/// A folder for a new take, below `layers`; never one that is there. It is not made. `what`: the run's name.
std::filesystem::path freshTakeFolder(const std::filesystem::path& layers, const std::string& what);

/// How many frames at the run's start have all their layers on disk.
std::int64_t framesOnDisk(const ClipRun& run);

/// The take a run makes, with the frames that are on disk: all of them once it is done. It has no id yet.
Take takeOf(const ClipRun& run, std::int64_t frames);

/// Where the takes of a project are kept: `shot_layers` beside `shot.uvx`; for one without a file,
/// `$XDG_DATA_HOME/unividx/layers`.
std::filesystem::path layersFolder(const std::filesystem::path& project);

} // namespace unividx::ui
