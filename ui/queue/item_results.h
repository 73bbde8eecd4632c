#pragma once

#include "core/project/project.h"
#include "core/queue/queue_item.h"

#include <QString>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace unividx::ui {

/// What a take is called that an item of another kind than a run makes. Throws: Input for one of a newer version.
QString editedTakeName(const QueueItem& item);

/// The folder that an item writes into; empty if that is not known.
std::filesystem::path itemFolder(const QueueItem& item);

/// The file to be opened with another program: of a sequence its first frame. Empty if there is none.
std::filesystem::path openedFile(const QueueItem& item);

/// What a finished item's files occupy, in bytes; what cannot be looked at counts nothing.
qint64 itemBytes(const QueueItem& item);

/// The take that an item's frames on disk make of a clip, with its name and without id: all frames of one that is done,
/// else the first `frames`. Nothing for kinds that make none, and for no frames.
std::optional<Take> itemTake(const QueueItem& item, std::int64_t frames, const Project& project, const Clip& clip);

/// How many frames at a take's start have all their layers on disk; `known` of them were seen before.
std::int64_t framesOnDisk(const Take& take, std::int64_t known = 0);

/// Whether a clip of the project has a take in that folder.
bool hasTakeIn(const Project& project, const std::filesystem::path& folder);

} // namespace unividx::ui
