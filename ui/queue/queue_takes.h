#pragma once

#include "core/project/project.h"
#include "core/queue/queue_item.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <vector>

namespace unividx::ui {

/// A take that the queue made of a clip.
struct QueuedTake {
    ItemId item = 0;
    ClipId clip;
    Take take; ///< has no id yet
};

/// The takes that finished items left in a project's folder of layers and that the project does not know of: of the
/// clip of that name which shows most of their frames.
std::vector<QueuedTake> takesOfQueue(const std::vector<QueueItem>& items, const Project& project,
                                     const std::filesystem::path& layers);

/// A clip's settings that ask for a run of it: the reverse of resolvedRun.
RunSpec settingsOf(const RunSpec& run, const Project& project, const Clip& clip);

} // namespace unividx::ui
