#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace unividx {

/// What this program said about itself in a picture file's header (`unividx/<key>`, EXR and PNG), by key. Empty for a
/// file of another program, and for one that is missing or cannot be read: who asks wants to know whether it is ours.
std::map<std::string, std::string> readOwnAttributes(const std::filesystem::path& file);

} // namespace unividx
