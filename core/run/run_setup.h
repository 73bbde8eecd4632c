#pragma once

#include "core/run/generate_job.h"
#include "core/run/run_spec.h"
#include "core/task/task.h"
#include "core/time/frame_rate.h"

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unividx {

/// A run whose inputs are open and whose request is valid: all that is known before a model is loaded.
struct RunSetup {
    TaskChoice choice;
    GenerateJob job;
    std::array<std::filesystem::path, 4> inputs;             ///< by row; empty where none is
    std::array<std::string, 4> inputColors;                  ///< by row: the colour space of an input that has one
    std::array<std::vector<std::filesystem::path>, 4> hints; ///< by row: pictures and clips
    std::string shot;                                        ///< first part of the files' names
    FrameRate rate;                                          ///< of the files
    std::string timecode;                                    ///< of the first frame; empty if the source has none

    /// Everything that the run reads: inputs and hints.
    std::vector<std::filesystem::path> filesRead() const;
};

/// Takes a sentence about something that changes nothing about the run but is worth knowing.
using NoteSink = std::function<void(const std::string& sentence)>;

/// Opens the inputs and checks the run.
/// Throws: Usage or Input with everything that can be known to be wrong.
RunSetup setUpRun(const RunSpec& spec, const NoteSink& note);

/// Checks a run without opening a file of it: for runs that are kept for later. Throws: Usage.
void checkRun(const RunSpec& spec, const NoteSink& note);

} // namespace unividx
