#pragma once

#include "core/image/image.h"
#include "inference/evaluation/figure.h"

#include <cstdint>
#include <string>
#include <vector>

namespace unividx {

/// An evaluation that is done.
struct EvaluationReport {
    std::string title;               ///< what was compared with what
    std::vector<std::int64_t> seeds; ///< of a suite's scenes; empty for folders
    int frames = 0;                  ///< of each clip; 0 where they differ or are the folders' own
    Resolution resolution;           ///< likewise
    std::vector<FigureGroup> groups;
};

/// Each figure's mean over the clips that have it, in the order of the first clip that has it.
Figures meanFigures(const std::vector<ClipFigures>& clips);

/// A table for people: a line a figure; mean, lowest and highest clip, and what the figure is to be compared with.
std::string asTable(const EvaluationReport& report);

/// One JSON object: title, seeds, frames, resolution, and for each group its name, its clips' figures and their means.
/// Values are plain, without the table's factors. What a figure is compared with stands beside it:
/// `albedo_psnr` and `albedo_psnr_rgb`. An infinite value is null.
std::string asJson(const EvaluationReport& report);

} // namespace unividx
