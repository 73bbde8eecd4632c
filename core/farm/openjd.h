#pragma once

#include "core/run/run_spec.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace unividx {

/// A run as an Open Job Description: what any farm that speaks it can carry out.
struct OpenJdJob {
    RunSpec run;
    std::size_t windows = 1; ///< of the run
};

/// The job template, as JSON: the clips and the folder of the layers as PATH parameters, so that a farm can bring them
/// to its nodes and map their places; a step of shards, chunked as the farm likes, and a step behind it that joins
/// them. Source: Open Job Description, jobtemplate-2023-09, with the extension TASK_CHUNKING.
std::string openJdTemplate(const OpenJdJob& job);

/// The other files of a job bundle as AWS Deadline Cloud has it: the values of the parameters, and the files that come
/// along. Source: Deadline Cloud developer guide, job bundles (parameter_values, asset_references).
std::string deadlineParameterValues(const OpenJdJob& job);
std::string deadlineAssetReferences(const OpenJdJob& job);

/// Writes `template.json`, `parameter_values.json` and `asset_references.json` into a folder, which is made.
/// Throws: Output.
void writeJobBundle(const OpenJdJob& job, const std::filesystem::path& folder);

} // namespace unividx
