#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace unividx {

/// "2026-01-31T12:00:00Z": ISO 8601, UTC, whole seconds.
std::string utcText(std::chrono::system_clock::time_point time);
std::string utcNow();

/// Reads it back; nothing if it is not such a text.
std::optional<std::chrono::system_clock::time_point> parseUtc(std::string_view text);

} // namespace unividx
