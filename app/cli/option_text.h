#pragma once

#include "core/image/image.h"
#include "core/time/frame_range.h"

#include <string>
#include <string_view>
#include <vector>

namespace unividx::cli {

/// "1001-1021" or "1001". Numbers may be negative. Throws: Usage.
FrameRange parseFrames(std::string_view text);

/// "640x480". Throws: Usage.
Resolution parseSize(std::string_view text);

/// A file under a name: "albedo=plates/albedo.####.exr".
struct NamedPath {
    std::string name;
    std::string path;
};

/// "albedo=plates/albedo.####.exr"; the path may hold further '='.
/// Throws: Usage.
NamedPath parseNamedPath(std::string_view text);

/// "51 frames (1001-1051)".
std::string describe(FrameRange range);

/// "640x480".
std::string describe(Resolution size);

/// "a, b, c".
std::string joined(const std::vector<std::string>& parts, std::string_view separator = ", ");

} // namespace unividx::cli
