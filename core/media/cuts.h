#pragma once

#include "core/base/job_context.h"
#include "core/image/image.h"
#include "core/media/media_reader.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace unividx {

/// Where one shot of a clip becomes the next.
struct ShotChange {
    enum class Kind {
        Cut,      ///< `frames` is the first frame of the new shot
        Dissolve, ///< `frames` are those that show both shots
        Fade,     ///< `frames` go to, stay at or come from an even picture (black, white)
    };

    Kind kind = Kind::Cut;
    FrameRange frames;

    bool operator==(const ShotChange&) const = default;
};

/// Finds cuts, dissolves and fades by what the pictures show: small luminance pictures, compared after the best small
/// shift, and histograms of colour, against what is usual around them. A flash, after which the picture is what it was
/// before, and a whip pan, which changes over several frames, are no cuts.
///
/// Memory: about 2 KB for each of some 200 frames, whatever the length of the clip.
/// Thread: one at a time.
class CutDetector {
public:
    CutDetector();
    ~CutDetector();
    CutDetector(CutDetector&&) noexcept;
    CutDetector& operator=(CutDetector&&) noexcept;

    /// Takes the clip's next frame. `number`: the source's own; after a hole in the numbers a new shot begins.
    /// `frame`: display-encoded, three channels or more, any size.
    /// Throws: Internal if the frame is empty, or its number is not above the last one.
    void add(const Image& frame, std::int64_t number);

    /// All changes, in order and without overlap. Nothing can be added afterwards.
    std::vector<ShotChange> finish();

private:
    class Analysis;
    std::unique_ptr<Analysis> analysis_;
};

/// The shot changes of a clip, by reading it from end to end. Frames missing from a sequence end a shot.
/// Throws: Input from the reader; Cancelled.
std::vector<ShotChange> findShotChanges(MediaReader& clip, JobContext& job);

/// The first frames of the shots after the first one: a cut's frame, and the frame behind a dissolve or fade.
std::vector<std::int64_t> shotStarts(const std::vector<ShotChange>& changes);

} // namespace unividx
