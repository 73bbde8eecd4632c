#pragma once

#include "core/export/export_spec.h"
#include "ui/jobs/record_folder.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx::ui {

/// An export that was not at its end when its window went away.
struct UnfinishedExport {
    HeldRecord record;
    ExportSpec order;
    std::int64_t have = 0; ///< frames with all their files
};

/// The text of an export's record. `project`: its file; empty if it never had one. Throws: Output if a name is not
/// UTF-8.
std::string exportRecord(const ExportSpec& order, const std::filesystem::path& project);

/// The exports among these records that are of that project or of one that never had a file. A record that cannot be
/// read is passed over and stays.
std::vector<UnfinishedExport> findUnfinishedExports(const RecordFolder& records, const std::filesystem::path& project);

} // namespace unividx::ui
