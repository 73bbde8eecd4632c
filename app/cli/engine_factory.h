#pragma once

#include "app/cli/output.h"
#include "core/engine/engine.h"
#include "core/run/run_spec.h"

#include <memory>
#include <string>

namespace unividx::cli {

/// The device that an engine computes on.
struct DeviceOptions {
    std::string device = "cpu"; ///< "cpu" or "cuda:N"
    std::string dtype;          ///< "float32", "bfloat16", "float16"; empty: the package's own
    int threads = 0;            ///< 0: all cores
};

DeviceOptions deviceOf(const RunSpec& spec);

/// The engine for a model package, by its name or folder. The environment variable `UNIVIDX_ENGINE=fake` puts an engine
/// without a model in its place; the program's own tests use it, and its files say so in their headers.
/// What the model's files are found to be unusual in, and that matrix products are slow here, is told on the output.
///
/// Throws: Model; Usage on a device or dtype that does not exist; OutOfMemory.
std::unique_ptr<Engine> makeEngine(const std::string& model, const DeviceOptions& options, const Family& family,
                                   Output& output);

} // namespace unividx::cli
