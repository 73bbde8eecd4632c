#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "inference/evaluation/figure.h"
#include "inference/train/scene/scene_clip.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

struct SuiteOptions;

/// Makes the scene of a seed for a family, at the size and length of the options.
using SceneMaker = std::function<scene::SceneClip(const Family&, const SuiteOptions&, std::int64_t seed)>;

/// Scenes of our own shapes and patterns; needs no files.
SceneMaker proceduralScenes();

/// A suite of held-out scenes that training never draws, each rendered at the model's size and run through the engine.
/// Scene n has the seed `firstSeed` + n, so the suite is the same everywhere.
struct SuiteOptions {
    std::vector<std::string> tasks{"decompose", "matte"}; ///< presets' or published names
    std::int64_t firstSeed = 900'000'001;
    int clips = 8; ///< of each family
    int frames = 21;
    Resolution resolution{128, 96};
    std::optional<int> steps;
    std::optional<std::int64_t> window, overlap; ///< the package's own where not set
    SceneMaker scenes = proceduralScenes();
};

std::vector<std::int64_t> seedsOf(const SuiteOptions& options);

/// Runs each task on each scene, with the scene's own layers as conditions and its caption as prompt where the task
/// takes one, and measures what was made. A clip is named by its seed. `observer` sees the engine's progress clip by
/// clip.
///
/// Motion is estimated on the scene's clean rgb: the renderer does not tell how its surfaces move in the picture.
/// Throws: Usage for an unknown task; Error where the engine has no weights for a family; Cancelled.
std::vector<FigureGroup> runSuite(Engine& engine, const SuiteOptions& options, const CancelToken& cancel,
                                  const JobContext::Observer& observer = {});

} // namespace unividx
