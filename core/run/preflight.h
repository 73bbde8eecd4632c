#pragma once

#include "core/image/image.h"
#include "core/task/task.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// Something to say about a request that has not been run yet, by the field it is about.
struct Problem {
    enum class Weight {
        Note,     ///< the run goes ahead; the sentence says what will be done about it
        BadUsage, ///< the request cannot be run as it stands
        BadInput, ///< a file does not fit the request
    };

    std::string field; ///< "steps", "frames", "prompt", or an input's modality name
    std::string sentence;
    Weight weight = Weight::BadUsage;

    bool operator==(const Problem&) const = default;
};

/// A clip that is given for one modality, as far as a check needs to know it.
struct GivenInput {
    std::size_t row = 0; ///< of the family
    std::string path;    ///< for sentences
    FrameRange frames;   ///< the clip's own numbers
    Resolution resolution;
    bool still = false;              ///< a single image: held for every frame
    std::vector<std::int64_t> holes; ///< numbers within `frames` that have no file
};

/// All that can be wrong with a run before any frame is decoded.
struct PreflightRequest {
    TaskChoice choice;
    std::vector<GivenInput> inputs;
    std::optional<FrameRange> frames; ///< asked for; not set means all
    std::optional<int> steps;
    std::optional<float> guidance;
    std::optional<float> shift;
    std::optional<Resolution> modelSize;
    std::optional<std::int64_t> windowLength;
    std::optional<std::int64_t> windowOverlap;
    std::string prompt;
    std::optional<std::int64_t> promptTokens; ///< with the end mark, where the caller can count them
    std::int64_t promptTokenLimit = 512;
};

/// Every problem found, the run's own fields first. Nothing is thrown, so that a form can be checked while it is
/// filled in.
std::vector<Problem> preflight(const PreflightRequest& request);

/// How the inputs' frames meet.
struct Alignment {
    FrameRange frames;                 ///< to be made, in the numbers of the leading input (the lowest row that moves)
    std::vector<std::int64_t> offsets; ///< per input: added to a frame's number to find it in that input
};

/// Inputs meet by frame number where all of them have the frames, else by position where all are equally long.
/// Stills are held. Without inputs the frames are `request.frames`, or nothing.
///
/// Returns nothing where `preflight` reports a problem with an input's length or the frames asked for.
std::optional<Alignment> align(const PreflightRequest& request);

} // namespace unividx
