#pragma once

#include <filesystem>

namespace unividx {

/// What to do where a file already stands under the final name.
enum class ExistingFile { Refuse, Replace };

/// Throws: Output naming the file if it exists and the policy is to refuse.
void refuseExisting(const std::filesystem::path& path, ExistingFile policy);

/// Makes the folder and those above it. Throws: Output naming it and the reason.
void makeFolder(const std::filesystem::path& folder);

} // namespace unividx
