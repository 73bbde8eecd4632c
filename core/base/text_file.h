#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace unividx {

/// Reads a text file that is small by its nature (JSON, YAML, sidecars), at most `limits().textBytes` of it.
/// Throws: `kind` naming the file and the reason if it is no plain file, cannot be read, or is larger.
std::string readTextFile(const std::filesystem::path& path, ErrorKind kind = ErrorKind::Input);

} // namespace unividx
