#pragma once

#include "core/project/difference.h"
#include "core/project/project.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// The autosave of one open window: `<folder>/<process>-<number>.uvx`, overwritten each time. While this object lives a
/// lock on a file beside it says so; a crash drops the lock and leaves the autosave, and that is how it is recognised.
class Autosave {
public:
    /// Makes the folder. Throws: Output if it cannot be made or written.
    explicit Autosave(const std::filesystem::path& folder);

    /// Leaves the autosave where it is unless discard() was called: a window that dies keeps its work.
    ~Autosave();
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// `projectPath`: absolute, or empty for a project that has no file yet.
    /// Throws: Output naming the file (disk full); the autosave before it is then untouched.
    void write(const Project& project, const std::filesystem::path& projectPath);

    /// The work is saved, or the user does not want it: removes the autosave.
    void discard();

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

/// An autosave that no running window owns.
struct Recovery {
    std::filesystem::path file;
    std::filesystem::path project; ///< the project it belongs to; empty if that never had a file
    std::string name;              ///< the project's name
    std::chrono::system_clock::time_point savedAt;
    std::optional<ProjectDifference> difference; ///< from the project on disk; nothing if that cannot be read
    std::string damage;                          ///< why the autosave itself cannot be read; empty if it can
};

/// Everything that can be recovered, newest first. Deletes nothing, reads only. An absent folder gives an empty list.
std::vector<Recovery> findRecoveries(const std::filesystem::path& folder);

/// Deletes an autosave that was recovered or is not wanted. What cannot be deleted is offered again.
void removeRecovery(const Recovery& recovery);

/// `autosave` in the user's state folder. Throws: Output if there is no home folder.
std::filesystem::path autosaveFolder();

} // namespace unividx
