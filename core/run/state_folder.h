#pragma once

#include <filesystem>

namespace unividx {

/// A folder for unfinished work is this program's by a file in it, `.unividx-state`, and so are the files in it whose
/// names this program gives. Nothing else is ever written over or removed there.

/// Throws: Usage if the folder holds something and has no such file, or is the output's folder. Makes nothing.
void checkStateFolder(const std::filesystem::path& folder, const std::filesystem::path& output);

/// Makes the folder and marks it, unless that was done. Throws: Usage if it holds something and is not marked; Output.
void makeStateFolder(const std::filesystem::path& folder);

/// Removes the work that is kept in a marked folder. The lock stays, for it is held by the one who clears.
void clearStateFolder(const std::filesystem::path& folder);

/// Removes all of it, and the folder too if nothing else is there. A folder without the mark is left alone.
void removeStateFolder(const std::filesystem::path& folder);

} // namespace unividx
