#pragma once

#include "core/project/project.h"
#include "core/run/preflight.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx::ui {

/// All that is wrong with running a clip as it is set up, by field; core's preflight with what the project knows. Four
/// locked layers, or none wanted, are a problem of the field "locks"; a layer other than rgb that is locked to the shot
/// itself is a note of its own field.
std::vector<Problem> problemsOf(const Project& project, const Clip& clip);

/// The run that a clip's settings ask for, as values: inputs are files; task, frames, a fresh folder below `layers` and
/// the first part of the names are set. Throws: Usage or Input with the first problem's sentence.
RunSpec makeRun(const Project& project, const Clip& clip, const std::filesystem::path& layers);

/// A folder for a new take, below `layers`; never one that is there. It is not made. `what`: the run's name.
std::filesystem::path freshTakeFolder(const std::filesystem::path& layers, const std::string& what);

/// Where the takes of a project are kept: `shot_layers` beside `shot.uvx`; for one without a file,
/// `$XDG_DATA_HOME/unividx/layers`.
std::filesystem::path layersFolder(const std::filesystem::path& project);

/// The same for projects without a file; empty if the user has no home folder.
std::filesystem::path unsavedLayersFolder();

} // namespace unividx::ui
