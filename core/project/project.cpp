#include "core/project/project.h"

#include <algorithm>
#include <set>

namespace unividx {

namespace {

__extension__ using Wide = __int128; // frames x two rates pass 64 bits for odd rates

std::int64_t floorDivide(Wide dividend, Wide divisor)
{
    constexpr Wide furthest = Wide(1) << 60; // sums of a few of these still fit
    const Wide quotient = dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
    return static_cast<std::int64_t>(std::clamp(quotient, -furthest, furthest));
}

template <typename Items, typename Key>
auto* findById(Items& items, Key id)
{
    const auto found = std::find_if(items.begin(), items.end(), [id](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

std::string describe(const Clip& clip)
{
    return "clip " + std::to_string(clip.id.value) + " (" + clip.name + ")";
}

/// Collects ids and sentences on the way through a project.
class FaultFinder {
public:
    explicit FaultFinder(const Project& project) : project_(project) {}

    std::vector<std::string> run()
    {
        for (const MediaItem& item : project_.media)
            checkMedia(item);
        checkMarkers(project_.markers, "the timeline");
        for (const Track& track : project_.tracks)
            checkTrack(track);
        if (project_.range && (project_.range->empty() || !inLimits(*project_.range)))
            say("the range between in and out is empty or too far out");
        checkRate(project_.rate, "the project");
        return std::move(faults_);
    }

private:
    void say(std::string sentence) { faults_.push_back(std::move(sentence)); }

    void claim(std::int64_t id, const std::string& what)
    {
        if (id <= 0 || id >= project_.nextId)
            say(what + " has the id " + std::to_string(id) + ", which was never given out");
        else if (!ids_.insert(id).second)
            say(what + " has the id " + std::to_string(id) + ", which is used already");
    }

    static bool inLimits(FrameRange range)
    {
        return range.first >= -frameLimit && range.first <= frameLimit && range.count <= frameLimit && range.count >= 0;
    }

    void checkRate(FrameRate rate, const std::string& what)
    {
        if (rate.numerator <= 0 || rate.denominator <= 0)
            say(what + " has no frame rate");
    }

    void checkMedia(const MediaItem& item)
    {
        const std::string what = "media " + item.path.string();
        claim(item.id.value, what);
        checkRate(item.rate, what);
        if (!inLimits(item.frames) || item.frames.empty())
            say(what + " has no frames, or numbers too far out");
    }

    void checkMarkers(const std::vector<Marker>& markers, const std::string& owner)
    {
        for (const Marker& marker : markers) {
            claim(marker.id.value, "marker " + marker.name + " of " + owner);
            if (!inLimits({marker.frame, 1}))
                say("marker " + marker.name + " of " + owner + " is too far out");
        }
    }

    void checkTrack(const Track& track)
    {
        claim(track.id.value, "track " + track.name);
        std::int64_t end = 0;
        for (const Clip& clip : track.clips) {
            checkClip(clip);
            if (clip.place.first < end)
                say(describe(clip) + " begins before the clip in front of it ends");
            end = std::max(end, clip.place.end());
        }
    }

    void checkClip(const Clip& clip)
    {
        claim(clip.id.value, describe(clip));
        checkMarkers(clip.markers, describe(clip));
        for (const Take& take : clip.takes) {
            claim(take.id.value, "take " + take.name + " of " + describe(clip));
            if (!inLimits(take.frames))
                say("take " + take.name + " of " + describe(clip) + " has frame numbers too far out");
        }
        checkCurrent(clip);
        if (clip.place.empty() || clip.place.first < 0 || !inLimits(clip.place)) {
            say(describe(clip) + " has no length, or lies outside the timeline");
            return;
        }
        checkLocks(clip);
        checkSource(clip);
        if (!(clampedStack(clip.comp) == clip.comp))
            say(describe(clip) + " has a compositing node with a number out of range, or keys out of order");
    }

    void checkCurrent(const Clip& clip)
    {
        if (std::count_if(clip.takes.begin(), clip.takes.end(), [](const Take& take) { return take.pinned; }) > 1)
            say(describe(clip) + " has several current takes");
        for (const auto& [layer, id] : clip.layerTakes) {
            const Take* take = findTake(clip, id);
            if (!take || !feedsNodes(*take, layer))
                say(describe(clip) + " takes its " + layer + " from a take that does not have it");
        }
    }

    void checkLocks(const Clip& clip)
    {
        for (const auto& lock : clip.task.locks) {
            if (lock && lock->from == LockedInput::From::Media && !findMedia(project_, lock->media))
                say(describe(clip) + " has a layer locked to a media item that is not in the project");
            if (lock && lock->from == LockedInput::From::Take && !findTake(clip, lock->take))
                say(describe(clip) + " has a layer locked to a take that is not there");
        }
    }

    void checkSource(const Clip& clip)
    {
        const MediaItem* media = findMedia(project_, clip.media);
        if (!media) {
            say(describe(clip) + " shows a media item that is not in the project");
            return;
        }
        const bool ratesAreValid = media->rate.numerator > 0 && media->rate.denominator > 0 &&
                                   project_.rate.numerator > 0 && project_.rate.denominator > 0;
        if (media->still || !ratesAreValid)
            return;
        if (!inLimits({clip.sourceIn, 1})) {
            say(describe(clip) + " begins too far out in its source");
            return;
        }
        const FrameRange shown = sourceRange(project_, clip);
        if (shown.first < media->frames.first || shown.end() > media->frames.end())
            say(describe(clip) + " shows frames its source does not have");
    }

    const Project& project_;
    std::set<std::int64_t> ids_;
    std::vector<std::string> faults_;
};

} // namespace

const Take* currentTake(const Clip& clip)
{
    for (const Take& take : clip.takes) {
        if (take.pinned)
            return &take;
    }
    return clip.takes.empty() ? nullptr : &clip.takes.front();
}

bool feedsNodes(const Take& take, std::string_view layer)
{
    return !take.edited && std::find(take.layers.begin(), take.layers.end(), layer) != take.layers.end();
}

const Take* currentTakeOf(const Clip& clip, std::string_view layer)
{
    if (const auto chosen = clip.layerTakes.find(std::string(layer)); chosen != clip.layerTakes.end())
        return findTake(clip, chosen->second);
    if (const Take* current = currentTake(clip); current && feedsNodes(*current, layer))
        return current;
    const auto found = std::find_if(clip.takes.begin(), clip.takes.end(),
                                    [layer](const Take& take) { return feedsNodes(take, layer); });
    return found == clip.takes.end() ? nullptr : &*found;
}

const Take* freshTake(const Clip& clip)
{
    const auto found = std::find_if(clip.takes.begin(), clip.takes.end(), [](const Take& take) { return take.fresh; });
    return found == clip.takes.end() ? nullptr : &*found;
}

Project newProject()
{
    Project project;
    project.tracks.push_back({TrackId{1}, TrackKind::Audio, "A1", false, {}, {}});
    project.tracks.push_back({TrackId{2}, TrackKind::Video, "V1", false, {}, {}});
    project.nextId = 3;
    return project;
}

const MediaItem* findMedia(const Project& project, MediaId id)
{
    return findById(project.media, id);
}

const Track* findTrack(const Project& project, TrackId id)
{
    return findById(project.tracks, id);
}

const Clip* findClip(const Project& project, ClipId id)
{
    for (const Track& track : project.tracks) {
        if (const Clip* clip = findById(track.clips, id))
            return clip;
    }
    return nullptr;
}

const Track* trackOf(const Project& project, ClipId id)
{
    for (const Track& track : project.tracks) {
        if (findById(track.clips, id))
            return &track;
    }
    return nullptr;
}

const Take* findTake(const Clip& clip, TakeId id)
{
    return findById(clip.takes, id);
}

const Clip* clipAt(const Track& track, std::int64_t frame)
{
    // Clips stand in order, so the last one that begins at or before the frame is the only candidate.
    const auto after = std::upper_bound(track.clips.begin(), track.clips.end(), frame,
                                        [](std::int64_t value, const Clip& clip) { return value < clip.place.first; });
    if (after == track.clips.begin())
        return nullptr;
    const Clip& candidate = *std::prev(after);
    return candidate.place.contains(frame) ? &candidate : nullptr;
}

std::int64_t endOf(const Project& project)
{
    std::int64_t end = 0;
    for (const Track& track : project.tracks) {
        if (!track.clips.empty())
            end = std::max(end, track.clips.back().place.end());
    }
    return end;
}

std::int64_t sourceOffset(std::int64_t frames, FrameRate timeline, FrameRate source)
{
    return floorDivide(Wide(frames) * source.numerator * timeline.denominator,
                       Wide(source.denominator) * timeline.numerator);
}

std::int64_t timelineOffset(std::int64_t frames, FrameRate timeline, FrameRate source)
{
    return sourceOffset(frames, source, timeline);
}

std::int64_t timelineLength(std::int64_t frames, FrameRate timeline, FrameRate source)
{
    return -timelineOffset(-frames, timeline, source);
}

std::int64_t sourceFrameAt(const Project& project, const Clip& clip, std::int64_t frame)
{
    const MediaItem* media = findMedia(project, clip.media);
    if (!media || media->still)
        return clip.sourceIn;
    return clip.sourceIn + sourceOffset(frame - clip.place.first, project.rate, media->rate);
}

FrameRange sourceRange(const Project& project, const Clip& clip)
{
    return {clip.sourceIn, sourceFrameAt(project, clip, clip.place.last()) - clip.sourceIn + 1};
}

std::vector<std::string> findFaults(const Project& project)
{
    return FaultFinder(project).run();
}

} // namespace unividx
