#pragma once

#include "core/export/export_job.h"
#include "core/layers/output_names.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// The layers that are written: those of the request that its settings name, or all. Throws: Usage naming one that is
/// not there, and what is.
std::vector<ExportLayer> chosenLayers(const ExportRequest& request);

/// The names of an export's files.
OutputNames outputNamesOf(const ExportRequest& request);

/// The export with its version number, if its files are numbered by version and it has none yet: where it resumes the
/// latest on disk, else one that is reserved. Throws: as reserveVersion.
ExportRequest withVersion(ExportRequest request);

/// The same while its files are written: the reservation ends with this object, as with VersionHold.
struct VersionedExport {
    explicit VersionedExport(const ExportRequest& asked);

    ExportRequest request;

private:
    OutputNames names_;
    VersionHold hold_;
};

/// Where a layer's files lie: a path below the request's folder, with #### where `frame` is not set. Throws: Usage.
std::filesystem::path exportPath(const ExportRequest& request, const std::string& layer,
                                 std::optional<std::int64_t> frame);

/// The files of one frame of a sequence: one a layer, or one for all. None for movies and sheets. Throws: Usage.
std::vector<std::filesystem::path> framePaths(const ExportRequest& request, std::int64_t frame);

/// Whether a file is written for every frame.
bool isSequence(const ExportRequest& request);

/// What an export makes, one name a layer or one for all: a movie, a sheet, or a sequence's name with ####. Throws:
/// Usage.
std::vector<std::filesystem::path> exportedFiles(const ExportRequest& request);

/// Every picture, movie or sheet that an export writes. Throws: Usage.
std::vector<std::filesystem::path> exportTargets(const ExportRequest& request);

/// A file beside those of an export: `<shot>_<word>.json`, with the version where their names have one. `extension`
/// with its dot. Throws: Usage.
std::filesystem::path companionPath(const ExportRequest& request, const std::string& word,
                                    const std::string& extension);

} // namespace unividx
