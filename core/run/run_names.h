#pragma once

#include "core/layers/output_names.h"
#include "core/run/run_spec.h"

#include <string>

namespace unividx {

/// The pattern of a run's file names: its own, or the usual one of its format.
std::string patternOf(const RunSpec& spec);

/// What is wrong with a run's pattern; empty: nothing.
std::string checkPattern(const RunSpec& spec);

/// The shot's name in the files: the run's own, or that of the first input's file.
std::string shotOf(const RunSpec& spec);

/// The names of a run's files. `shot`: as shotOf, or what the opened input says.
OutputNames namesOf(const RunSpec& spec, const std::string& shot);

/// The run with shot and version number set, if its files are numbered by version and it has no number yet; the number
/// is reserved on disk. For runs that are kept for later. Throws: as reserveVersion.
RunSpec withVersion(RunSpec spec);

/// Gives up the number that a run has reserved and will not use.
void releaseVersion(const RunSpec& spec);

} // namespace unividx
