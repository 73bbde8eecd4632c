#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// From here on a crash of this process (a fault of memory, an abort) leaves a report in `folder`, which is made:
/// program, version, signal and backtrace, `<program>-<process>-<n>.txt`. It goes nowhere else. The process then ends
/// as it would have. Of earlier reports the newest twenty are kept. `program`: without spaces, for the name.
///
/// Once, at a program's start. Where the folder cannot be made there are no reports, and none with the address
/// sanitizer, which makes its own.
void keepCrashReports(const std::filesystem::path& folder, const std::string& program, const std::string& version);

/// The same in the folder of this user; none where there is no home folder.
void keepCrashReports(const std::string& program, const std::string& version);

/// The reports, newest first.
std::vector<std::filesystem::path> crashReports(const std::filesystem::path& folder);

/// `crashes` in the user's state folder. Throws: Output if there is no home folder.
std::filesystem::path crashFolder();

} // namespace unividx
