#pragma once

#include "core/project/project.h"
#include "core/queue/queue_item.h"
#include "core/run/run_spec.h"

#include <filesystem>

namespace unividx::ui {

/// The clip of an open project that a run was most likely made of which was not started from a clip: it writes into
/// the project's folder of layers, and the clip has its name and shows most of its frames. Null if there is none.
const Clip* clipOf(const Project& project, const std::filesystem::path& layers, const QueueItem& item);

/// A clip's settings that ask for a run of it: the reverse of resolvedRun.
RunSpec settingsOf(const RunSpec& run, const Project& project, const Clip& clip);

} // namespace unividx::ui
