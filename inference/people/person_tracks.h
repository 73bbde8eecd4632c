#pragma once

#include "inference/people/person_detector.h"

#include <optional>
#include <vector>

namespace unividx {

/// One person over the frames of a window.
struct PersonTrack {
    float score = 0;                                ///< the best of its frames
    std::vector<std::optional<FoundPerson>> places; ///< by frame; nothing where the person is not near
};

/// Follows people from frame to frame and steadies their places: each becomes the weighted mean of those of the frames
/// beside it, which also fills a frame or two where the detector missed somebody.
///
/// `found`: the people of each frame of a window. Gives at most `most` tracks, the surest and largest first.
std::vector<PersonTrack> followed(const std::vector<std::vector<FoundPerson>>& found, std::size_t most);

/// The square around a person's whole figure, upright by quarter turns. `share`: 1 for all of it with a margin.
FrameSquare squareAround(const FoundPerson& person, double share);

} // namespace unividx
