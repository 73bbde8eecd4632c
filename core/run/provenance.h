#pragma once

#include "core/engine/engine.h"

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

} // namespace unividx
