#pragma once

#include "core/engine/engine.h"
#include "inference/people/person_segmenter.h"
#include "inference/sampling/sampler.h"
#include "inference/vae/vae.h"
#include "inference/weights/model_package.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

/// A request with everything decided: what it left open is the package's own default.
struct RunPlan {
    Task task;
    FrameRange frames;
    Resolution size;               ///< multiples of 16
    std::int64_t windowLength = 0; ///< 4k + 1
    std::int64_t windowOverlap = 0;
    std::vector<FrameRange> windows; ///< may run past the end of `frames`
    int steps = 0;
    double shift = 0;
    SamplerOptions sampler;
    bool zeroStart = false;    ///< begins from zeros, not noise; see ModelQuirks
    bool reconciles = false;   ///< layers are made consistent with the given layers; see ModelQuirks
    bool framesAlone = false;  ///< each frame of a window is answered by itself; see ModelQuirks
    bool refineMattes = false; ///< see ModelQuirks
    bool areaResize = false;   ///< of conditions; see ModelQuirks
    std::vector<ConditionAugmentation> views{ConditionAugmentation()}; ///< whose answers are averaged; see ModelPackage
    bool predicts = false;             ///< the package's predictor answers; steps, shift and sampler mean nothing then
    std::array<HintSource, 4> hints;   ///< as GenerateRequest::hints; with `predicts` alone
    std::optional<double> detailScale; ///< of the views that give normals their fine structure
    /// Set if the package's people networks make the mattes of people: where RGB is given and alpha is a target.
    std::optional<PersonSegmenter::Effort> people;
    std::uint64_t seed = 0; ///< of every window's noise: where nothing moves, windows come out alike
    std::string prompt;
    std::string negativePrompt;      ///< used if guidance is not 1
    std::optional<TileLayout> tiles; ///< of decoding; not set: the whole picture at once

    bool guided() const { return sampler.guidance != 1.0; }

    /// The largest picture that is decoded at once, in pixels.
    Resolution decodedAtOnce() const;
};

/// Throws: Usage naming the option that is out of range; Model if the package has no weights for the task's family.
RunPlan planRun(const GenerateRequest& request, const ModelPackage& package);

/// The plan's settings for a file's header, by key.
std::vector<std::pair<std::string, std::string>> describePlan(const RunPlan& plan);

} // namespace unividx
