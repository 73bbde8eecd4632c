#pragma once

#include "app/cli/output.h"
#include "app/cli/run_arguments.h"
#include "core/queue/queue_item.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx::cli {

/// The runs that were asked for: of clips, folders and projects, or, without any, the one that the arguments describe.
/// Throws: Usage, Input.
std::vector<RunSpec> runsAskedFor(const std::vector<std::string>& paths, const RunArguments& arguments, Output& output);

/// An item for programs: the fields of `unividx queue list --json`. `folder`: the queue's.
nlohmann::json itemJson(const QueueItem& item, const std::filesystem::path& folder);

/// An item for people: "  12  running   40%  shot.mp4: decompose, frames 16/51", and below it what else there is to
/// know: why it waits, until when and what to do about it, or why it failed.
std::string itemLines(const QueueItem& item);

/// The whole list, and when it will be through: `secondsLeft`, if that can be told.
void printQueue(const std::vector<QueueItem>& items, std::optional<double> secondsLeft,
                const std::filesystem::path& folder, Output& output);

/// "now" (nothing), "22:30" (the next one on the local clock), or "2026-01-31T22:30:00Z"; seconds since 1970.
/// `now`: likewise. Throws: Usage.
std::optional<std::int64_t> parseHold(const std::string& text, std::int64_t now);

} // namespace unividx::cli
