#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace unividx {

/// What of a job template breaks the specification, a sentence each; empty for a valid one. Covers what this program
/// may write: the schema's objects, their keys, types, lengths and counts, names that must differ or exist, and the
/// references in format strings. `environments` and embedded files are not among it and count as unknown keys.
/// Source: Open Job Description, 2023-09 Template Schemas, sections 1, 2.1 to 2.3, 3, 5 and 7, with TASK_CHUNKING.
std::vector<std::string> problemsOfTemplate(const nlohmann::json& job);

} // namespace unividx
