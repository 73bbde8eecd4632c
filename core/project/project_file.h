#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// Of the `.uvx` format. A file with a higher one comes from a newer program.
/// 2: clips have a list of compositing nodes, `comp`.
inline constexpr std::int64_t projectFileVersion = 2;

/// Earlier saves that stay beside a project: `shot.uvx.1` is the newest.
inline constexpr int keptVersions = 5;

/// An earlier save of a project, as read.
struct EarlierSave {
    Project project;
    std::filesystem::file_time_type savedAt;
};

struct OpenedProject {
    Project project;
    bool readOnly = false;            ///< from a newer program: what this one does not know could get lost
    std::vector<std::string> notes;   ///< sentences for the artist
    std::filesystem::path autosaveOf; ///< of an autosave: the project it belongs to; empty if it never had a file
    std::string savedAt;              ///< UTC, "2026-01-31T12:00:00Z"
};

/// Reads a project. Media paths are made absolute from the file's folder; where nothing is there and something is at
/// the same place seen from the folder the project was saved in, that is used (the project alone was moved).
///
/// Throws: Input naming the file and the place in it that is wrong, e.g. for a file cut in half.
OpenedProject openProject(const std::filesystem::path& path);

/// The newest of a project's kept versions that can be read, for when the project itself cannot; nothing if there is
/// none.
std::optional<EarlierSave> newestReadableSave(const std::filesystem::path& path);

/// The same from a text. `folder`: absolute, what relative paths start from. `name`: for sentences.
OpenedProject parseProject(std::string_view text, const std::filesystem::path& folder, const std::string& name);

/// The project as the text of a file in `folder` (absolute): JSON, UTF-8, media paths relative to the folder, keys
/// this version did not know as they were.
///
/// Throws: Output if a name is not valid UTF-8.
std::string formatProject(const Project& project, const std::filesystem::path& folder,
                          const std::filesystem::path& autosaveOf = {});

/// Writes the project atomically; what stood there before is kept as a version.
/// Throws: Output naming the file; what stood there is then untouched.
void saveProject(const Project& project, const std::filesystem::path& path);

} // namespace unividx
