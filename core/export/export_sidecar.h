#pragma once

#include "core/export/export_job.h"

#include <string>

/// Private to core/export.
namespace unividx::detail {

/// What tells one export from another: a hash of settings, layers and recipe (FNV-1a, 64 bits, in hexadecimal). What
/// only says where files go or which frames is left out.
std::string fingerprint(const ExportRequest& request, const std::vector<ExportLayer>& layers);

/// The sidecar as JSON text.
std::string sidecarText(const ExportRequest& request, const std::vector<ExportLayer>& layers,
                        const ExportResult& result);

} // namespace unividx::detail
