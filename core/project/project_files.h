#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <vector>

namespace unividx {

/// Every clip that a project refers to, each once: media, layers of takes, files that inputs are locked to, hints and
/// new backgrounds. Sequences are patterns. `exceptFolder`: of a take whose layers are left out; empty: none is.
std::vector<std::filesystem::path> projectFiles(const Project& project, const std::filesystem::path& exceptFolder = {});

} // namespace unividx
