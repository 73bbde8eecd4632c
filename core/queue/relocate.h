#pragma once

#include "core/project/layer_move.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// An item's description after folders moved: every path in it that lies in one of them. Other texts stay, byte for
/// byte.
std::string relocated(const std::string& description, const std::vector<FolderMove>& moves);

/// The queue's rows follow layers that moved with their project: what an item that does not run reads, writes and has
/// left, and the project of those that had none. Throws: as JobStore.
void relocateItems(const std::filesystem::path& queueFile, const std::vector<FolderMove>& moves,
                   const std::filesystem::path& project);

/// Whether an item's description reads or writes something in that folder.
bool namesFolder(const std::string& description, const std::filesystem::path& folder);

} // namespace unividx
