#pragma once

#include "core/engine/engine.h"
#include "core/run/run_setup.h"

#include <array>
#include <filesystem>
#include <map>
#include <string>

namespace unividx {

/// What makes a run's layers reproducible, for their headers (`unividx/<key>`): version, task, frames, seed, prompts,
/// each input's file name as `input_<modality>`, and what the engine says of itself. `inputs`: by row, empty where none
/// is.
std::map<std::string, std::string> provenanceOf(const GenerateRequest& request,
                                                const std::array<std::filesystem::path, 4>& inputs,
                                                const Engine& engine, const std::string& version);

/// The same of a run that is set up, with the colour space of each colour input as `color_space_<modality>` and the
/// names of its hints' files as `hints_<modality>`.
std::map<std::string, std::string> provenanceOf(const RunSetup& setup, const Engine& engine,
                                                const std::string& version);

} // namespace unividx
