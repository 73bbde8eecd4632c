#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace unividx {

/// `folder/shot_layer.1001.exr`: the frame's own number, at least four digits, a minus sign kept before the padding.
/// `extension` with its dot; the usual pattern of core/layers/output_names.h. Characters of `shot` that file systems
/// refuse (/ \ : * ? " < > |, control codes) become _.
std::filesystem::path framePath(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                std::int64_t frame, std::string_view extension);

/// The same name with `####` for the frame, for messages: `folder/shot_layer.####.exr`.
std::filesystem::path framePattern(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                   std::string_view extension);

} // namespace unividx
