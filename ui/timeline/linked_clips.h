#pragma once

#include "core/project/edits.h"

#include <optional>

namespace unividx::ui {

// A movie's picture and its sound are two clips. They go together for as long as they show the same stretch of the
// same file at the same place; an edit of one is then one of both.

/// The clip of the other kind of track that goes with a clip; nothing if none does.
std::optional<ClipId> partnerOf(const Project& project, ClipId id);

/// Does `edit(project, clip)`, which gives the next project, to a clip and to what goes with it.
template <typename Edit>
Project editLinked(const Project& project, ClipId id, Edit edit)
{
    const auto partner = partnerOf(project, id);
    Project next = edit(project, id);
    if (partner && findClip(next, *partner))
        next = edit(std::move(next), *partner);
    return next;
}

/// Puts a media item on a video track and, if it has sound, its sound on the lowest audio track.
/// Throws: Usage, as addClip.
Added<ClipId> placeWithSound(Project project, TrackId track, MediaId media, std::int64_t position,
                             std::optional<FrameRange> shown = {});

/// Moves a clip, and what goes with it along on its own track.
Project moveLinked(const Project& project, ClipId id, TrackId track, std::int64_t position);

/// Splits a clip and what goes with it. Gives the right half of the first.
Added<ClipId> splitLinked(const Project& project, ClipId id, std::int64_t frame);

} // namespace unividx::ui
