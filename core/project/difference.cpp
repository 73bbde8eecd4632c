#include "core/project/difference.h"

#include <map>

namespace unividx {

namespace {

template <typename Item>
ProjectDifference::Count count(const std::map<std::int64_t, Item>& before, const std::map<std::int64_t, Item>& after)
{
    ProjectDifference::Count result;
    for (const auto& [id, item] : before) {
        const auto found = after.find(id);
        if (found == after.end())
            ++result.removed;
        else if (!(found->second == item))
            ++result.changed;
    }
    for (const auto& [id, item] : after)
        result.added += before.contains(id) ? 0 : 1;
    return result;
}

/// A project's things by id, each without what is counted by itself.
struct Parts {
    explicit Parts(const Project& project)
    {
        for (const MediaItem& item : project.media)
            media[item.id.value] = item;
        addMarkers(project.markers);
        for (const Track& track : project.tracks) {
            for (const Clip& clip : track.clips)
                addClip(clip, track.id);
            Track bare = track;
            bare.clips.clear();
            tracks[track.id.value] = bare;
        }
    }

    void addMarkers(const std::vector<Marker>& list)
    {
        for (const Marker& marker : list)
            markers[marker.id.value] = marker;
    }

    void addClip(const Clip& clip, TrackId track)
    {
        addMarkers(clip.markers);
        for (const Take& take : clip.takes)
            takes[take.id.value] = take;
        Clip bare = clip;
        bare.markers.clear();
        bare.takes.clear();
        clips[clip.id.value] = {bare, track};
    }

    std::map<std::int64_t, MediaItem> media;
    std::map<std::int64_t, Track> tracks;
    std::map<std::int64_t, std::pair<Clip, TrackId>> clips; ///< moving to another track is a change
    std::map<std::int64_t, Marker> markers;
    std::map<std::int64_t, Take> takes;
};

} // namespace

bool ProjectDifference::any() const
{
    return media.any() || tracks.any() || clips.any() || markers.any() || takes.any() || settings;
}

ProjectDifference compare(const Project& before, const Project& after)
{
    const Parts old(before);
    const Parts now(after);
    ProjectDifference difference;
    difference.media = count(old.media, now.media);
    difference.tracks = count(old.tracks, now.tracks);
    difference.clips = count(old.clips, now.clips);
    difference.markers = count(old.markers, now.markers);
    difference.takes = count(old.takes, now.takes);
    difference.settings = before.name != after.name || !(before.rate == after.rate) ||
                          !(before.resolution == after.resolution) || before.range != after.range;
    return difference;
}

} // namespace unividx
