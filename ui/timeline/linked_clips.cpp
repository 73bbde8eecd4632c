#include "ui/timeline/linked_clips.h"

#include <algorithm>
#include <utility>

namespace unividx::ui {

std::optional<ClipId> partnerOf(const Project& project, ClipId id)
{
    const Clip* clip = findClip(project, id);
    const Track* own = trackOf(project, id);
    if (!clip || !own)
        return std::nullopt;
    for (const Track& track : project.tracks) {
        if (track.kind == own->kind)
            continue;
        const Clip* other = clipAt(track, clip->place.first);
        if (other && other->media == clip->media && other->place == clip->place && other->sourceIn == clip->sourceIn)
            return other->id;
    }
    return std::nullopt;
}

Added<ClipId> placeWithSound(Project project, TrackId track, MediaId media, std::int64_t position,
                             std::optional<FrameRange> shown)
{
    auto added = addClip(std::move(project), track, media, position, shown);
    const MediaItem* item = findMedia(added.project, media);
    const auto audio = std::find_if(added.project.tracks.begin(), added.project.tracks.end(),
                                    [](const Track& t) { return t.kind == TrackKind::Audio; });
    if (item->hasAudio && audio != added.project.tracks.end()) {
        const TrackId audioTrack = audio->id;
        added.project = addClip(std::move(added.project), audioTrack, media, position, shown).project;
    }
    return added;
}

Project moveLinked(const Project& project, ClipId id, TrackId track, std::int64_t position)
{
    return editLinked(project, id, [&](Project next, ClipId clip) {
        const TrackId target = clip == id ? track : trackOf(next, clip)->id;
        return moveClip(std::move(next), clip, target, position);
    });
}

Added<ClipId> splitLinked(const Project& project, ClipId id, std::int64_t frame)
{
    const auto partner = partnerOf(project, id);
    auto split = splitClip(project, id, frame);
    if (partner)
        split.project = splitClip(std::move(split.project), *partner, frame).project;
    return split;
}

} // namespace unividx::ui
