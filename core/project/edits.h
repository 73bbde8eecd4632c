#pragma once

#include "core/project/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

// An edit takes a project and gives the next one; it never touches anything else. A sound project stays sound
// (findFaults). Where a wish goes too far (past a source's end, into a neighbour) it is met as far as it can be.
//
// Throws, all of them: Internal if an id names nothing of this project; the rest stands with each edit.

/// A project with something new in it, and the new thing's id.
template <typename NewId>
struct Added {
    Project project;
    NewId id;
};

/// Puts an item into the media pool; `item.id` is ignored.
/// Throws: Usage if it has no frames or no rate.
Added<MediaId> addMedia(Project project, MediaItem item);

/// Takes an item out of the pool, with the clips that show it and the locks that use it. The file stays where it is.
Project removeMedia(Project project, MediaId id);

/// Says what colour space the pixels of some items are in; empty: what the files or `$OCIO` say. The caller has seen to
/// it that there is such a space.
Project setColorSpace(Project project, const std::vector<MediaId>& items, const std::string& space);

/// Points an item to another file. Clips keep their place; those that show more than the new file has are moved into it
/// and shortened; markers on pictures that it has not go.
Project relinkMedia(Project project, MediaId id, MediaItem found);

/// A new track in front of (above) the others of its kind. Throws: nothing.
Added<TrackId> addTrack(Project project, TrackKind kind, std::string name);
Project removeTrack(Project project, TrackId id);
Project renameTrack(Project project, TrackId id, std::string name);
Project muteTrack(Project project, TrackId id, bool muted);

/// What becomes of what is on the track already.
enum class Placing {
    Overwrite, ///< clips underneath are trimmed, split or removed
    Insert,    ///< the clip at that place is split, and it and later clips move right
};

/// Shows `source` (the item's own numbers; not set: all of it) from timeline frame `position` on.
/// Throws: Usage if the item has not these frames.
Added<ClipId> addClip(Project project, TrackId track, MediaId media, std::int64_t position,
                      std::optional<FrameRange> source = {}, Placing placing = Placing::Overwrite);

/// Moves a clip to a position (0 at least) on a track of the same kind, over whatever is there.
/// Throws: Usage if the track is of the other kind.
Project moveClip(Project project, ClipId id, TrackId track, std::int64_t position);

enum class ClipEdge { Start, End };

/// Moves one end of a clip to `frame` (the start's first frame, or one past the end's last), as far as the source
/// and the neighbours allow. At least one frame stays.
Project trimClip(Project project, ClipId id, ClipEdge edge, std::int64_t frame);

/// Cuts a clip in two before timeline frame `frame`. Both halves keep task settings and takes; markers go with their
/// pictures. Gives the id of the right half. Throws: Usage if the frame is not inside the clip.
Added<ClipId> splitClip(Project project, ClipId id, std::int64_t frame);

/// Removes a clip and leaves a gap.
Project deleteClip(Project project, ClipId id);

/// Removes a clip, and later clips of its track move left by its length.
Project rippleDeleteClip(Project project, ClipId id);

/// Shows the source `frames` later (or earlier, below 0) in the same place, as far as it goes.
Project slipClip(Project project, ClipId id, std::int64_t frames);

Project renameClip(Project project, ClipId id, std::string name);

/// The part of the timeline that plays and exports; not set: all of it. An empty range counts as not set.
Project setRange(Project project, std::optional<FrameRange> range);
Project setRate(Project project, FrameRate rate);

/// Frames an edge likes to stand on: the start, both ends of every clip but `moving`, markers and the range's ends.
/// Ascending, without repeats.
std::vector<std::int64_t> snapPoints(const Project& project, const std::vector<ClipId>& moving = {});

/// The point nearest to `frame`, no further than `reach`; of two equally near the earlier. Nothing if none is.
std::optional<std::int64_t> snap(const std::vector<std::int64_t>& points, std::int64_t frame, std::int64_t reach);

/// Where a clip of `length` frames should begin so that its start or its end snaps; `position` if neither does.
std::int64_t snapClip(const std::vector<std::int64_t>& points, std::int64_t position, std::int64_t length,
                      std::int64_t reach);

/// Marks a frame: of the timeline, or of a clip's source. A frame has one marker at most; the new one replaces it.
/// Throws: Usage if the frame is before the timeline's start or not in the clip's source.
Added<MarkerId> addMarker(Project project, std::optional<ClipId> clip, std::int64_t frame, std::string name);
Project moveMarker(Project project, MarkerId id, std::int64_t frame);
Project renameMarker(Project project, MarkerId id, std::string name);
Project removeMarker(Project project, MarkerId id);

} // namespace unividx
