#pragma once

#include "core/run/run_spec.h"

#include <random>

namespace unividx::testing_run {

/// A run in which every field may be set, to values as strange as a person can type them. Inputs are files.
RunSpec randomRun(std::mt19937_64& random);

/// Its inputs refer to the project it is a clip of: the shot, media 3 or take 8.
RunSpec withProjectInputs(RunSpec spec, std::mt19937_64& random);

} // namespace unividx::testing_run
