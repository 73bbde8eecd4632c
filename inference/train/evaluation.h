#pragma once

#include "core/engine/engine.h"
#include "inference/train/metrics.h"

#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// What is measured: held-out procedural scenes, each rendered at the model's size and run through the engine.
struct EvaluationOptions {
    std::int64_t firstSeed = 900'000'001; ///< scenes firstSeed, firstSeed + 1, ...: training never draws these
    int clips = 8;                        ///< of each family
    int frames = 21;
    Resolution resolution{128, 96};
    std::optional<int> steps;
};

/// One scene's figures beside those of a trivial predictor.
struct DecomposeFigures {
    std::int64_t seed = 0;
    NormalErrors normals, constantNormals; ///< the model's, and the best single normal's
    double albedo = 0, rgbAsAlbedo = 0;    ///< PSNR in dB
    double irradiance = 0, greyAsIrradiance = 0;
};

struct MatteFigures {
    std::int64_t seed = 0;
    MatteErrors matte;
    double constant = 0; ///< mean absolute error of the best single value
};

struct EvaluationReport {
    std::vector<DecomposeFigures> decompose;
    std::vector<MatteFigures> matte;
};

/// Runs *Decompose* and *Matte* on the held-out scenes. A family the engine has no weights for is an Error.
/// Throws: Error; Cancelled.
EvaluationReport evaluate(Engine& engine, const EvaluationOptions& options, const CancelToken& cancel);

/// The figures of each scene and their means, as a table of text and as JSON.
std::string asTable(const EvaluationReport& report);
std::string asJson(const EvaluationReport& report, const EvaluationOptions& options);

} // namespace unividx
