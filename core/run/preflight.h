#pragma once

#include "core/image/image.h"
#include "core/run/run_spec.h"
#include "core/task/task.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// Something to say about a run that has not begun, by the field it is about.
struct Problem {
    enum class Weight {
        Note,     ///< the run goes ahead; the sentence says what will be done about it
        BadUsage, ///< the request cannot be run as it stands
        BadInput, ///< a file does not fit the request
    };

    std::string field; ///< a key of the table of fields ("steps", "frames", "prompt"), or an input's modality name
    std::string sentence;
    Weight weight = Weight::BadUsage;

    bool operator==(const Problem&) const = default;
};

/// A clip that is the input of one modality, as far as a check needs to know it.
struct GivenInput {
    std::size_t row = 0; ///< of the family
    std::string path;    ///< for sentences
    FrameRange frames;   ///< the clip's own numbers
    Resolution resolution;
    bool still = false;              ///< a single image: held for every frame
    std::vector<std::int64_t> holes; ///< numbers within `frames` that have no file
};

/// Everything that can be known to be wrong with a run before a frame is decoded, its own fields first. Nothing is
/// thrown, so that a form can be checked while it is filled in. `choice`: of the run; `inputs`: what is known of its
/// inputs, in row order; `promptTokens`: with the end mark, where the caller can count them.
std::vector<Problem> preflight(const RunSpec& spec, const TaskChoice& choice, const std::vector<GivenInput>& inputs,
                               std::optional<std::int64_t> promptTokens = std::nullopt);

/// How the inputs' frames meet.
struct Alignment {
    FrameRange frames;                 ///< to be made, in the numbers of the leading input (the lowest row that moves)
    std::vector<std::int64_t> offsets; ///< per input: added to a frame's number to find it in that input
};

/// Inputs meet by frame number where all of them have the frames, else by position where all are equally long.
/// Stills are held. Without inputs the frames are `asked`, or nothing.
///
/// Returns nothing where `preflight` reports a problem with an input's length or the frames asked for.
std::optional<Alignment> align(const std::optional<FrameRange>& asked, const std::vector<GivenInput>& inputs);

/// The aligned frames with at most `handles` more on either side: those that every moving input has without a gap.
/// Without inputs there are none.
FrameRange withHandles(const Alignment& aligned, std::int64_t handles, const std::vector<GivenInput>& inputs);

} // namespace unividx
