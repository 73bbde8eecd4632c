#pragma once

#include "core/base/json_object.h"
#include "core/run/run_spec.h"

/// A run as JSON. Private to core: `formatRunSpec` and the project's file are made from it.
namespace unividx::detail {

/// As in queue rows, the worker protocol, records and farm jobs: `task` by name, `inputs` as a list of files.
nlohmann::ordered_json runJson(const RunSpec& spec);

/// Reads it back, and what version 0.1.0 wrote (`steps_share` instead of `quality`). Throws: Input with the place that
/// is wrong; keys of newer versions are refused.
RunSpec readRun(ObjectReader reader);

/// As in a project: `family`, `locks` by modality, `kept`, and the numbers that are only remembered.
nlohmann::ordered_json projectRunJson(const RunSpec& spec);

/// Reads it back; keys of newer versions are kept in `extra`. Throws: Input with the place that is wrong.
RunSpec readProjectRun(ObjectReader reader);

} // namespace unividx::detail
