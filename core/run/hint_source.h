#pragma once

#include "core/run/run_setup.h"

#include <array>

namespace unividx {

/// The hints of a run, by row: all pictures and clips that belong to a frame, later ones over earlier ones.
/// `note` receives a sentence for each hint that counts everywhere because it has no alpha.
/// Throws: Input naming a file that cannot be read or that has no frame of the run.
std::array<HintSource, 4> openHints(const RunSpec& spec, FrameRange frames, const NoteSink& note);

} // namespace unividx
