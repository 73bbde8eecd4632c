#pragma once

#include "core/base/json_object.h"
#include "core/time/frame_rate.h"

#include <filesystem>
#include <string>
#include <string_view>

/// Private to core/project: the pieces of OpenTimelineIO's schema that writing and reading share.
namespace unividx::detail {

/// "Clip" of "Clip.2".
std::string schemaName(std::string_view schema);

/// The exact rate behind a decimal one: 23.976 and 23.976023976 are 24000/1001. Nothing if it is not above 0.
std::optional<FrameRate> exactRate(double rate);

/// "file:///shots/a%20b.mov", and back. A text without a scheme is a path.
std::string fileUrl(const std::filesystem::path& path);
std::filesystem::path pathFromUrl(std::string_view url);

/// A sequence's pattern cut at the place of its number.
struct SequenceName {
    std::string prefix;
    std::string suffix;
    int padding = 4;
};

/// Nothing if the file name has no place for a number.
std::optional<SequenceName> splitPattern(const std::string& fileName);

} // namespace unividx::detail
