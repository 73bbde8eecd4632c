#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// Where the files that come with the program are: `share/unividx` beside the program's folder once installed, else
/// `resources/` of the source tree it was built from.
std::filesystem::path resourceFolder();

/// The folders in which model packages are sought by name, first to last: `$UNIVIDX_MODELS` (several, parted by ':'),
/// the user's data folder, and the ones that come with the program.
std::vector<std::filesystem::path> modelFolders();

/// The folder that `unividx model add` puts packages into: the first of `$UNIVIDX_MODELS`, else the user's.
std::filesystem::path writableModelFolder();

/// A package by its name ("mini") or folder. Throws: Model saying where was looked and what there is.
std::filesystem::path findModel(const std::string& nameOrFolder);

/// Every package in `modelFolders()`: folders with a `model.json`. A name that is found twice counts once, the first.
std::vector<std::filesystem::path> installedModels();

} // namespace unividx
