#pragma once

#include <filesystem>
#include <vector>

namespace unividx {

/// What to do where a file already stands under the final name.
enum class ExistingFile { Refuse, Replace };

/// Throws: Output naming the file if it exists and the policy is to refuse, or its name is longer than the file system
/// takes.
void refuseExisting(const std::filesystem::path& path, ExistingFile policy);

/// Makes the folder and those above it. Throws: Output naming it and the reason.
void makeFolder(const std::filesystem::path& folder);

/// Where an exception ends it: takes back the folders that were not there at its beginning and are empty still. Work
/// that is refused leaves no empty output folder behind.
class NewFolder {
public:
    explicit NewFolder(const std::filesystem::path& folder);
    ~NewFolder();
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

private:
    std::vector<std::filesystem::path> absent_; ///< the deepest first
    int exceptions_;                            ///< on their way at the beginning
};

} // namespace unividx
