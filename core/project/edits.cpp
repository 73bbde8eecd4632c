#include "core/project/edits.h"

#include "core/base/error.h"
#include "core/project/edit_access.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace detail {

namespace {

template <typename Items, typename Key>
auto& require(Items& items, Key id, const char* what)
{
    const auto found = std::find_if(items.begin(), items.end(), [id](const auto& item) { return item.id == id; });
    if (found == items.end())
        throw Error(ErrorKind::Internal, std::string("the project has no ") + what + " " + std::to_string(id.value));
    return *found;
}

} // namespace

MediaItem& mediaOf(Project& project, MediaId id)
{
    return require(project.media, id, "media item");
}

Track& trackIn(Project& project, TrackId id)
{
    return require(project.tracks, id, "track");
}

Track& trackWith(Project& project, ClipId id)
{
    const Track* track = trackOf(project, id);
    if (!track)
        throw Error(ErrorKind::Internal, "the project has no clip " + std::to_string(id.value));
    return trackIn(project, track->id);
}

Clip& clipIn(Project& project, ClipId id)
{
    return require(trackWith(project, id).clips, id, "clip");
}

Take& takeIn(Clip& clip, TakeId id)
{
    return require(clip.takes, id, "take");
}

} // namespace detail

namespace {

using namespace detail;

void sortByPlace(Track& track)
{
    std::sort(track.clips.begin(), track.clips.end(),
              [](const Clip& a, const Clip& b) { return a.place.first < b.place.first; });
}

FrameRate sourceRate(const Project& project, const Clip& clip)
{
    const MediaItem* media = findMedia(project, clip.media);
    return media ? media->rate : project.rate;
}

bool isStill(const Project& project, const Clip& clip)
{
    const MediaItem* media = findMedia(project, clip.media);
    return !media || media->still;
}

/// Lets a clip begin `frames` of the timeline later (or earlier), its end where it was.
void moveStart(const Project& project, Clip& clip, std::int64_t frames)
{
    if (!isStill(project, clip))
        clip.sourceIn += sourceOffset(frames, project.rate, sourceRate(project, clip));
    clip.place.first += frames;
    clip.place.count -= frames;
}

/// The right half of `clip` from timeline frame `frame` on; `clip` keeps the left. New ids for the half and its
/// markers' and takes' copies.
Clip cutRight(Project& project, Clip& clip, std::int64_t frame)
{
    Clip right = clip;
    right.id = drawId<ClipId>(project);
    moveStart(project, right, frame - clip.place.first);
    clip.place.count = frame - clip.place.first;
    // A source frame may be on both sides where rates differ; its marker stays on the left.
    const FrameRange left = sourceRange(project, clip);
    std::erase_if(right.markers, [&](const Marker& marker) { return marker.frame < left.end(); });
    std::erase_if(clip.markers, [&](const Marker& marker) { return marker.frame >= left.end(); });
    for (Take& take : right.takes) {
        const TakeId old = take.id;
        take.id = drawId<TakeId>(project);
        const auto follow = [&](RunSpec& settings) {
            for (auto& lock : settings.locks) {
                if (lock && lock->from == LockedInput::From::Take && lock->take == old)
                    lock->take = take.id;
            }
        };
        for (auto& [layer, used] : right.layerTakes)
            used = used == old ? take.id : used;
        follow(right.task);
        for (Take& other : right.takes)
            follow(other.settings);
    }
    return right;
}

/// Makes room on a track: what lies in `range` is trimmed, split or removed.
void clearRange(Project& project, TrackId trackId, FrameRange range)
{
    Track& track = trackIn(project, trackId);
    std::vector<Clip> kept;
    for (Clip& clip : track.clips) {
        const FrameRange place = clip.place;
        if (place.end() <= range.first || place.first >= range.end()) {
            kept.push_back(std::move(clip));
            continue;
        }
        std::optional<Clip> right;
        if (place.end() > range.end()) {
            if (place.first < range.first)
                right = cutRight(project, clip, range.end());
            else
                moveStart(project, clip, range.end() - place.first);
        }
        if (place.first < range.first)
            clip.place.count = range.first - place.first;
        if (place.first < range.first || place.end() > range.end())
            kept.push_back(std::move(clip));
        if (right)
            kept.push_back(std::move(*right));
    }
    track.clips = std::move(kept);
    sortByPlace(track);
}

/// Opens a gap of `length` at `position`; a clip that spans the position is split.
void openGap(Project& project, TrackId trackId, std::int64_t position, std::int64_t length)
{
    Track& track = trackIn(project, trackId);
    std::optional<Clip> right;
    for (Clip& clip : track.clips) {
        if (clip.place.first < position && clip.place.end() > position)
            right = cutRight(project, clip, position);
    }
    if (right)
        track.clips.push_back(std::move(*right));
    for (Clip& clip : track.clips) {
        if (clip.place.first >= position)
            clip.place.first += length;
    }
    sortByPlace(track);
}

void requireRoom(std::int64_t end)
{
    if (end > frameLimit)
        throw Error(ErrorKind::Usage, "the timeline ends at frame " + std::to_string(frameLimit));
}

/// Opens again what was locked to something that is gone.
template <typename IsGone>
void openLocks(RunSpec& settings, const IsGone& isGone)
{
    for (auto& lock : settings.locks) {
        if (lock && isGone(*lock))
            lock.reset();
    }
}

std::vector<Marker>* markersWith(Project& project, MarkerId id)
{
    const auto holds = [id](const std::vector<Marker>& markers) {
        return std::any_of(markers.begin(), markers.end(), [id](const Marker& marker) { return marker.id == id; });
    };
    if (holds(project.markers))
        return &project.markers;
    for (Track& track : project.tracks) {
        for (Clip& clip : track.clips) {
            if (holds(clip.markers))
                return &clip.markers;
        }
    }
    return nullptr;
}

std::vector<Marker>& requireMarkersWith(Project& project, MarkerId id)
{
    std::vector<Marker>* markers = markersWith(project, id);
    if (!markers)
        throw Error(ErrorKind::Internal, "the project has no marker " + std::to_string(id.value));
    return *markers;
}

void sortMarkers(std::vector<Marker>& markers)
{
    std::stable_sort(markers.begin(), markers.end(),
                     [](const Marker& a, const Marker& b) { return a.frame < b.frame; });
}

void requireValid(const MediaItem& item)
{
    if (item.frames.empty())
        throw Error(ErrorKind::Usage, item.path.string() + ": has no frames");
    if (item.rate.numerator <= 0 || item.rate.denominator <= 0)
        throw Error(ErrorKind::Usage, item.path.string() + ": has no frame rate");
    if (item.frames.count > frameLimit || std::abs(item.frames.first) > frameLimit)
        throw Error(ErrorKind::Usage, item.path.string() + ": its frame numbers are too large");
}

std::string clipName(const MediaItem& item)
{
    std::string name = item.path.stem().string();
    const std::size_t mark = name.find_first_of("#@%");
    if (mark != std::string::npos)
        name.resize(mark);
    while (!name.empty() && (name.back() == '.' || name.back() == '_' || name.back() == '-'))
        name.pop_back();
    return name;
}

} // namespace

Added<MediaId> addMedia(Project project, MediaItem item)
{
    requireValid(item);
    item.id = drawId<MediaId>(project);
    const MediaId id = item.id;
    project.media.push_back(std::move(item));
    return {std::move(project), id};
}

Project removeMedia(Project project, MediaId id)
{
    mediaOf(project, id); // throws if it is not there
    std::erase_if(project.media, [id](const MediaItem& item) { return item.id == id; });
    const auto isGone = [id](const LockedInput& lock) {
        return lock.from == LockedInput::From::Media && lock.media == id;
    };
    for (Track& track : project.tracks) {
        std::erase_if(track.clips, [id](const Clip& clip) { return clip.media == id; });
        for (Clip& clip : track.clips)
            openLocks(clip.task, isGone);
    }
    return project;
}

Project setColorSpace(Project project, const std::vector<MediaId>& items, const std::string& space)
{
    for (const MediaId id : items)
        mediaOf(project, id).colorSpace = space;
    return project;
}

Project relinkMedia(Project project, MediaId id, MediaItem found)
{
    requireValid(found);
    found.id = id;
    found.colorSpace = mediaOf(project, id).colorSpace; // the same pictures in another place
    mediaOf(project, id) = std::move(found);
    const MediaItem& media = mediaOf(project, id);
    for (Track& track : project.tracks) {
        for (Clip& clip : track.clips) {
            if (clip.media != id)
                continue;
            // A marker stands on a picture of the source; the new file may not have it.
            std::erase_if(clip.markers, [&](const Marker& marker) { return !media.frames.contains(marker.frame); });
            if (media.still) {
                clip.sourceIn = media.frames.first;
                continue;
            }
            clip.sourceIn = std::clamp(clip.sourceIn, media.frames.first, media.frames.last());
            clip.place.count = std::min(clip.place.count,
                                        timelineLength(media.frames.end() - clip.sourceIn, project.rate, media.rate));
        }
    }
    return project;
}

Added<TrackId> addTrack(Project project, TrackKind kind, std::string name)
{
    Track track;
    track.id = drawId<TrackId>(project);
    track.kind = kind;
    track.name = std::move(name);
    const TrackId id = track.id;
    // Audio tracks stand below the video tracks; a new audio track goes under the others.
    if (kind == TrackKind::Audio)
        project.tracks.insert(project.tracks.begin(), std::move(track));
    else
        project.tracks.push_back(std::move(track));
    return {std::move(project), id};
}

Project removeTrack(Project project, TrackId id)
{
    trackIn(project, id);
    std::erase_if(project.tracks, [id](const Track& track) { return track.id == id; });
    return project;
}

Project renameTrack(Project project, TrackId id, std::string name)
{
    trackIn(project, id).name = std::move(name);
    return project;
}

Project muteTrack(Project project, TrackId id, bool muted)
{
    trackIn(project, id).muted = muted;
    return project;
}

Added<ClipId> addClip(Project project, TrackId track, MediaId media, std::int64_t position,
                      std::optional<FrameRange> source, Placing placing)
{
    const MediaItem& item = mediaOf(project, media);
    trackIn(project, track);
    const FrameRange shown = source.value_or(item.frames);
    const bool has =
        !shown.empty() && (item.still || (shown.first >= item.frames.first && shown.end() <= item.frames.end()));
    if (!has)
        throw Error(ErrorKind::Usage, item.path.string() + ": has no frames " + std::to_string(shown.first) + "-" +
                                          std::to_string(shown.last()));
    Clip clip;
    clip.media = media;
    clip.name = clipName(item);
    clip.sourceIn = item.still ? item.frames.first : shown.first;
    clip.place = {std::max<std::int64_t>(position, 0),
                  item.still ? shown.count : timelineLength(shown.count, project.rate, item.rate)};
    requireRoom(clip.place.end());
    clip.id = drawId<ClipId>(project);
    const ClipId id = clip.id;
    if (placing == Placing::Insert) {
        requireRoom(endOf(project) + clip.place.count);
        openGap(project, track, clip.place.first, clip.place.count);
    } else {
        clearRange(project, track, clip.place);
    }
    Track& target = trackIn(project, track);
    target.clips.push_back(std::move(clip));
    sortByPlace(target);
    return {std::move(project), id};
}

Project moveClip(Project project, ClipId id, TrackId track, std::int64_t position)
{
    Track& source = trackWith(project, id);
    if (trackIn(project, track).kind != source.kind)
        throw Error(ErrorKind::Usage, "a clip cannot move between video and audio tracks");
    Clip clip = clipIn(project, id);
    std::erase_if(source.clips, [id](const Clip& other) { return other.id == id; });
    clip.place.first = std::max<std::int64_t>(position, 0);
    requireRoom(clip.place.end());
    clearRange(project, track, clip.place);
    Track& target = trackIn(project, track);
    target.clips.push_back(std::move(clip));
    sortByPlace(target);
    return project;
}

Project trimClip(Project project, ClipId id, ClipEdge edge, std::int64_t frame)
{
    const Track& track = trackWith(project, id);
    Clip& clip = clipIn(project, id);
    const auto self =
        std::find_if(track.clips.begin(), track.clips.end(), [id](const Clip& other) { return other.id == id; });
    const MediaItem* media = findMedia(project, clip.media);
    const bool bounded = media && !media->still;
    if (edge == ClipEdge::Start) {
        std::int64_t lowest = self == track.clips.begin() ? 0 : std::prev(self)->place.end();
        if (bounded) {
            lowest = std::max(lowest, clip.place.first - timelineOffset(clip.sourceIn - media->frames.first,
                                                                        project.rate, media->rate));
        }
        moveStart(project, clip, std::clamp(frame, lowest, clip.place.last()) - clip.place.first);
        return project;
    }
    std::int64_t highest = std::next(self) == track.clips.end() ? frameLimit : std::next(self)->place.first;
    if (bounded) {
        highest = std::min(highest, clip.place.first +
                                        timelineLength(media->frames.end() - clip.sourceIn, project.rate, media->rate));
    }
    clip.place.count = std::clamp(frame, clip.place.first + 1, highest) - clip.place.first;
    return project;
}

Added<ClipId> splitClip(Project project, ClipId id, std::int64_t frame)
{
    Track& track = trackWith(project, id);
    Clip& clip = clipIn(project, id);
    if (frame <= clip.place.first || frame >= clip.place.end())
        throw Error(ErrorKind::Usage, "frame " + std::to_string(frame) + " is not inside the clip " + clip.name);
    Clip right = cutRight(project, clip, frame);
    const ClipId rightId = right.id;
    track.clips.push_back(std::move(right));
    sortByPlace(track);
    return {std::move(project), rightId};
}

Project deleteClip(Project project, ClipId id)
{
    std::erase_if(trackWith(project, id).clips, [id](const Clip& clip) { return clip.id == id; });
    return project;
}

Project rippleDeleteClip(Project project, ClipId id)
{
    Track& track = trackWith(project, id);
    const FrameRange gap = clipIn(project, id).place;
    std::erase_if(track.clips, [id](const Clip& clip) { return clip.id == id; });
    for (Clip& clip : track.clips) {
        if (clip.place.first >= gap.end())
            clip.place.first -= gap.count;
    }
    return project;
}

Project slipClip(Project project, ClipId id, std::int64_t frames)
{
    Clip& clip = clipIn(project, id);
    const MediaItem* media = findMedia(project, clip.media);
    if (!media || media->still)
        return project;
    const std::int64_t latest = media->frames.end() - sourceRange(project, clip).count;
    const std::int64_t wished = clip.sourceIn + std::clamp(frames, -2 * frameLimit, 2 * frameLimit);
    clip.sourceIn = std::clamp(wished, media->frames.first, latest);
    return project;
}

Project renameClip(Project project, ClipId id, std::string name)
{
    clipIn(project, id).name = std::move(name);
    return project;
}

Project setRange(Project project, std::optional<FrameRange> range)
{
    if (range) {
        const std::int64_t first = std::clamp<std::int64_t>(range->first, 0, frameLimit);
        const std::int64_t end = std::clamp<std::int64_t>(range->first + range->count, 0, frameLimit);
        range = FrameRange{first, end - first};
        if (range->empty())
            range.reset();
    }
    project.range = range;
    return project;
}

Project setRate(Project project, FrameRate rate)
{
    if (rate.numerator <= 0 || rate.denominator <= 0)
        throw Error(ErrorKind::Usage, "a frame rate is above 0");
    // Positions and lengths keep their time; a clip never asks for more than its source has, nor for its neighbour's
    // place.
    const FrameRate before = project.rate;
    project.rate = rate;
    for (Track& track : project.tracks) {
        std::int64_t end = 0;
        for (Clip& clip : track.clips) {
            const std::int64_t first = std::max(end, sourceOffset(clip.place.first, before, rate));
            std::int64_t count = std::max<std::int64_t>(1, sourceOffset(clip.place.end(), before, rate) - first);
            const MediaItem* media = findMedia(project, clip.media);
            if (media && !media->still)
                count = std::min(count, timelineLength(media->frames.end() - clip.sourceIn, rate, media->rate));
            clip.place = {first, count};
            end = clip.place.end();
        }
        requireRoom(end);
    }
    for (Marker& marker : project.markers)
        marker.frame = std::min(frameLimit, sourceOffset(marker.frame, before, rate));
    if (project.range) {
        const FrameRange range = *project.range;
        const std::int64_t first = sourceOffset(range.first, before, rate);
        project = setRange(std::move(project), FrameRange{first, sourceOffset(range.end(), before, rate) - first});
    }
    return project;
}

std::vector<std::int64_t> snapPoints(const Project& project, const std::vector<ClipId>& moving)
{
    std::vector<std::int64_t> points{0};
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            if (std::find(moving.begin(), moving.end(), clip.id) != moving.end())
                continue;
            points.push_back(clip.place.first);
            points.push_back(clip.place.end());
        }
    }
    for (const Marker& marker : project.markers)
        points.push_back(marker.frame);
    if (project.range) {
        points.push_back(project.range->first);
        points.push_back(project.range->end());
    }
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

std::optional<std::int64_t> snap(const std::vector<std::int64_t>& points, std::int64_t frame, std::int64_t reach)
{
    std::optional<std::int64_t> best;
    const auto after = std::lower_bound(points.begin(), points.end(), frame);
    if (after != points.end() && *after - frame <= reach)
        best = *after;
    if (after != points.begin()) {
        const std::int64_t before = *std::prev(after);
        if (frame - before <= reach && (!best || frame - before <= *best - frame))
            best = before;
    }
    return best;
}

std::int64_t snapClip(const std::vector<std::int64_t>& points, std::int64_t position, std::int64_t length,
                      std::int64_t reach)
{
    const auto start = snap(points, position, reach);
    const auto end = snap(points, position + length, reach);
    const std::int64_t byStart = start ? *start - position : reach + 1;
    const std::int64_t byEnd = end ? *end - length - position : reach + 1;
    if (!start && !end)
        return position;
    const bool useStart = std::abs(byStart) <= std::abs(byEnd);
    return std::max<std::int64_t>(0, position + (useStart ? byStart : byEnd));
}

Added<MarkerId> addMarker(Project project, std::optional<ClipId> clip, std::int64_t frame, std::string name)
{
    std::vector<Marker>* markers = &project.markers;
    if (clip) {
        Clip& owner = clipIn(project, *clip);
        const MediaItem* media = findMedia(project, owner.media);
        if (!media || !media->frames.contains(frame))
            throw Error(ErrorKind::Usage, owner.name + " has no frame " + std::to_string(frame));
        markers = &owner.markers;
    } else if (frame < 0 || frame > frameLimit) {
        throw Error(ErrorKind::Usage, "the timeline has no frame " + std::to_string(frame));
    }
    std::erase_if(*markers, [frame](const Marker& marker) { return marker.frame == frame; });
    const MarkerId id = drawId<MarkerId>(project);
    markers->push_back({id, frame, std::move(name), {}});
    sortMarkers(*markers);
    return {std::move(project), id};
}

Project moveMarker(Project project, MarkerId id, std::int64_t frame)
{
    std::vector<Marker>& markers = requireMarkersWith(project, id);
    std::int64_t low = 0;
    std::int64_t high = frameLimit;
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            const MediaItem* media = findMedia(project, clip.media);
            if (&clip.markers == &markers && media) {
                low = media->frames.first;
                high = media->frames.last();
            }
        }
    }
    frame = std::clamp(frame, low, high);
    std::erase_if(markers, [&](const Marker& marker) { return marker.id != id && marker.frame == frame; });
    require(markers, id, "marker").frame = frame;
    sortMarkers(markers);
    return project;
}

Project renameMarker(Project project, MarkerId id, std::string name)
{
    require(requireMarkersWith(project, id), id, "marker").name = std::move(name);
    return project;
}

Project removeMarker(Project project, MarkerId id)
{
    std::erase_if(requireMarkersWith(project, id), [id](const Marker& marker) { return marker.id == id; });
    return project;
}

} // namespace unividx
