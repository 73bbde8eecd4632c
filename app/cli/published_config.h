#pragma once

#include "app/cli/option_text.h"
#include "core/task/task.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx::cli {

/// One of the published project's inference configurations (`univid_intrinsic_inference.yaml`,
/// `univid_alpha_inference.yaml`).
///
/// Read: `mode`, `inference_<modality>_path` (rgb, albedo, irradiance, normal; rgb, pha, fgr, bgr), `prompt`,
/// `experiment_name`, `model.name`, and the weights it names. What the published scripts fix in code (seed 1, 21
/// frames, steps, guidance, size) may be given beside these as `seed`, `num_frames`, `num_inference_steps`,
/// `cfg_scale`, `height` and `width`, `negative_prompt`, under the scripts' own names.
/// Source: UniVidX, configs/ and scripts/inference_univid_*.py.
struct PublishedConfig {
    Task task;
    std::string experiment;
    std::vector<NamedPath> inputs;
    std::string prompt;
    std::optional<std::string> negativePrompt;
    std::optional<std::uint64_t> seed;
    std::optional<int> steps;
    std::optional<float> guidance;
    std::optional<Resolution> size;
    std::int64_t frameCount = 21;
    std::vector<std::string> weights;     ///< files it names, as written there
    std::vector<std::string> unknownKeys; ///< top-level keys that nothing was done about
};

/// Paths in it are sought from the working folder (as the published scripts do), from the configuration's own folder
/// and from the one above that.
///
/// Throws: Input naming the file, and the key or line that is wrong.
PublishedConfig readPublishedConfig(const std::filesystem::path& file);

} // namespace unividx::cli
