#pragma once

#include "tests/inference/parity/fixture_folder.h"
#include "tests/inference/parity/report.h"

#include "core/task/task.h"
#include "inference/dit/dit.h"
#include "inference/vae/vae.h"

#include <optional>

namespace unividx::parity {

/// Each runs what it finds of its files, and notes what it cannot.
void checkReaders(const FixtureFolder& folder, Report& report);
void checkSchedule(const FixtureFolder& folder, Report& report);
void checkNoise(const FixtureFolder& folder, Report& report);
void checkPixels(const FixtureFolder& folder, Report& report);
void checkVae(const FixtureFolder& folder, Report& report);
void checkDit(const FixtureFolder& folder, Report& report);
void checkText(const FixtureFolder& folder, Report& report);
void checkPipelines(const FixtureFolder& folder, Report& report);
void checkTraining(const FixtureFolder& folder, Report& report);

/// Notes the tensors of a known file that nothing looked at.
void noteUnused(const FixtureFile& file, Report& report);

/// The same names with the same values, in one line.
void compareMaps(const std::string& name, const TensorMap& actual, const TensorMap& expected, Report& report);

/// A model, and its adapters' tensors as it uses them.
struct DitFixture {
    std::optional<Dit> dit;
    TensorMap adapters;
};

/// How many heads the tiny DiT has, from the width of a rotary table, else from a file's or the folder's configuration.
std::int64_t ditHeads(const FixtureFolder& folder);

/// Loads the base with a LoRA file strictly, in float32. `withGradients` makes the adapters' tensors trainable.
/// Nothing (and a note) if a file is missing.
std::optional<DitFixture> loadDit(const FixtureFolder& folder, const Family& family, const std::string& loraFile,
                                  Report& report, bool withGradients = false);

/// Loads `vae_weights.safetensors`. Nothing (and a note) if it is missing.
std::optional<Vae> loadVae(const FixtureFolder& folder, Report& report);

} // namespace unividx::parity
