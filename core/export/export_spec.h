#pragma once

#include "core/base/job_context.h"
#include "core/comp/comp_clip.h"
#include "core/comp/stack.h"
#include "core/export/composite.h"
#include "core/export/export_job.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace unividx {

/// An export of a composite with all it needs to know as values: a job takes one, and a text of it on disk brings the
/// export back after the program was cut off.
struct ExportSpec {
    CompStack stack;
    CompFiles files;
    /// Settings, preset, folder, shot, project, version, layers, frames (none: all of the source's), handles and order;
    /// the rest is the composite's.
    ExportRequest asked;
    CompositePictures pictures = CompositePictures::All;
    double proxy = 1.0; ///< share of the full size
};

/// A name no other export has, for ExportRequest::order.
std::string freshOrder();

/// The order as JSON with absolute paths. Throws: Output if a name is not UTF-8.
std::string formatExportSpec(const ExportSpec& order);

/// `name`: for sentences. Throws: Input naming it and what is wrong.
ExportSpec parseExportSpec(std::string_view text, const std::string& name);

/// How many of an order's frames have all their files, by what the files say of themselves; of movies also those in
/// complete parts. A sheet has none until it is whole.
std::int64_t framesWritten(const ExportRequest& request);

/// What is asked, with what the composite knows. Throws: Usage if frames are asked for that the source does not have.
ExportRequest exportRequestOf(const ExportSpec& order, const Composite& composite, const std::string& version);

/// Does it. `version`: of the program, for headers and sidecar. `guarded`: as JobTools. Throws: as exportComposite.
CompositeResult runExportSpec(const ExportSpec& order, const std::string& version, JobContext& job,
                              const std::vector<std::filesystem::path>& guarded = {});

} // namespace unividx
