#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace unividx {

/// A name without the characters that file systems refuse (/ \ : * ? " < > |, control codes): each becomes _.
std::string portableName(std::string_view name);

/// The first part of the file names of a shot's layers, from the shot's own name: "sh010" of "sh010.####" and "sh010_",
/// "a_b" of "a:b". "shot" if nothing is left.
std::string shotName(std::string_view name);

/// The same from the shot's file: of "shot.mp4", "shot.####.exr" and "plates/shot/".
std::string shotNameOf(const std::filesystem::path& clip);

} // namespace unividx
