#pragma once

#include "core/comp/stack.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace unividx {

/// A stack of compositing nodes as a file of its own (`.uvcomp`), for presets of one's own and the command line:
/// `{"uvcomp": 1, "nodes": [...]}` with the same nodes as in a project. Paths are relative to `folder` (absolute).
///
/// Throws: Output if a name is not UTF-8.
std::string formatStack(const CompStack& stack, const std::filesystem::path& folder);

/// `name`: for sentences. Throws: Input naming the place that is wrong.
CompStack parseStack(std::string_view text, const std::filesystem::path& folder, const std::string& name);

/// Throws: Input naming the file.
CompStack openStack(const std::filesystem::path& path);

/// Writes atomically. Throws: Output naming the file.
void saveStack(const CompStack& stack, const std::filesystem::path& path);

} // namespace unividx
