#pragma once

#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// One measured number about one layer of a clip.
struct Figure {
    std::string key;   ///< "albedo_psnr": its name in JSON, where the value stands plain
    std::string layer; ///< the modality it is about, or "composition", or "motion"
    std::string words; ///< what a table calls it: "PSNR, dB"
    double scale = 1;  ///< a table prints value * scale; where it is not 1 the words say so
    double value = 0;
    std::optional<double> beside; ///< the same number of something to compare with
    std::string besideIs;         ///< "rgb", "grey", "constant": trivial answers; "wanted": the true layers themselves
};

using Figures = std::vector<Figure>;

/// The figures of one clip, and of the clips that one task was measured on.
struct ClipFigures {
    std::string clip;
    Figures figures;
};

struct FigureGroup {
    std::string name;
    std::vector<ClipFigures> clips;
};

} // namespace unividx
