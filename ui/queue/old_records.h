#pragma once

#include "core/queue/job_store.h"

#include <filesystem>

namespace unividx::ui {

/// Moves the records of runs and exports that a window of 0.1.0 left unfinished into the queue, as interrupted items,
/// and removes them. Version 0.1.0 kept them beside its autosaves, in `runs` and `exports`; later versions write none.
/// A record that cannot be read, or that a window of 0.1.0 still holds, stays. A run begins anew, in its own folder; an
/// export goes on behind its complete frames.
///
/// `autosaves`: the folder. Throws: as JobStore.
void importOldRecords(JobStore& store, const std::filesystem::path& autosaves);

} // namespace unividx::ui
