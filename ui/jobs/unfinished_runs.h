#pragma once

#include "core/project/project.h"
#include "ui/jobs/clip_run.h"
#include "ui/jobs/record_folder.h"

#include <filesystem>
#include <vector>

namespace unividx::ui {

/// A run that was not at its end when its window went away.
struct UnfinishedRun {
    std::filesystem::path record;  ///< the file that remembers it
    std::filesystem::path project; ///< its project's file; empty if it never had one
    Project snapshot;              ///< the project as it was when the run began
    ClipRun run;                   ///< `have`: the frames that are on disk
};

/// Remembers the runs of one window from their start to their end, so that those a crash or a closing cut off can go on
/// at the next start: a record each, which is a project as it was with a note of what runs.
///
/// Thread: one; `find` may be called on another.
class UnfinishedRuns {
public:
    explicit UnfinishedRuns(std::filesystem::path folder);

    /// Remembers a run. `projectPath`: empty for a project that has no file. Throws: Output if the record cannot be
    /// written.
    void keep(int job, const Project& project, const std::filesystem::path& projectPath, const ClipRun& run);

    /// The run has ended, one way or the other.
    void drop(int job) { records_.drop(job); }

    /// The records stay, for the next start.
    void leave() { records_.leave(); }

    /// Runs that no living window owns, oldest first. A record that cannot be read is passed over and stays.
    std::vector<UnfinishedRun> find() const;

    /// The run is taken up again, or not wanted: forgets its record.
    static void forget(const UnfinishedRun& run);

private:
    RecordFolder records_;
};

} // namespace unividx::ui
