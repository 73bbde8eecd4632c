#pragma once

#include "core/base/job_context.h"
#include "core/comp/comp_clip.h"
#include "core/comp/stack.h"
#include "core/export/export_job.h"
#include "core/time/frame_range.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// Layers of a composite that are written as its nodes left them (see publishLayers), with all it needs to know as
/// values.
struct PublishSpec {
    CompStack stack;
    CompFiles files;
    std::vector<std::string> layers; ///< "alpha", "albedo", ...
    FrameRange frames;
    std::filesystem::path folder; ///< of the layers
    std::string shot;             ///< first part of the files' names
    std::string order;            ///< as ExportRequest::order

    bool operator==(const PublishSpec&) const = default;
};

/// As JSON with absolute paths. Throws: Output if a name is not UTF-8.
std::string formatPublishSpec(const PublishSpec& spec);

/// `name`: for sentences. Throws: Input naming it and what is wrong.
PublishSpec parsePublishSpec(std::string_view text, const std::string& name);

/// Does it. `version`: of the program, for headers. `guarded`: as JobTools. Throws: as publishLayers.
ExportResult runPublishSpec(const PublishSpec& spec, const std::string& version, JobContext& job,
                            const std::vector<std::filesystem::path>& guarded = {});

} // namespace unividx
