#include "core/base/text_file.h"
#include "core/comp/stack_json.h"
#include "core/project/comp_edits.h"
#include "core/project/edits.h"
#include "core/project/otio.h"
#include "core/project/otio_schema.h"
#include "core/project/project_json.h"
#include "core/project/task_edits.h"
#include "core/run/run_json.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <utility>

namespace unividx {

namespace {

using namespace detail;
namespace fs = std::filesystem;

/// A time as a timeline states it.
struct OtioTime {
    double value = 0;
    FrameRate rate;
};

struct OtioRange {
    OtioTime start;
    OtioTime duration;
};

class Reader {
public:
    Reader(fs::path folder, std::string name) : folder_(std::move(folder)), name_(std::move(name)) {}

    OtioImport run(const Json& json)
    {
        ObjectReader timeline(json, name_ + ": ");
        if (schemaName(timeline.text("OTIO_SCHEMA")) != "Timeline")
            throw Error(ErrorKind::Input, name_ + ": is not an OpenTimelineIO timeline");
        ObjectReader stack(timeline.require("tracks"), name_ + ": tracks");
        setUpProject(timeline, stack);
        for (ObjectReader& track : stack.objects("children"))
            readTrack(std::move(track));
        for (const auto& [frame, name] : markersOf(stack, project_.rate)) {
            if (frame >= 0)
                project_ = addMarker(std::move(project_), {}, frame, name).project;
        }
        return {std::move(project_), std::move(unmapped_)};
    }

private:
    void say(const std::string& sentence) { unmapped_.push_back(sentence); }

    /// This program's own keys, if the object has some.
    static const Json* own(ObjectReader& reader)
    {
        const Json* metadata = reader.find("metadata");
        if (!metadata || !metadata->is_object())
            return nullptr;
        const auto found = metadata->find("unividx");
        return found != metadata->end() && found->is_object() ? &*found : nullptr;
    }

    void setUpProject(ObjectReader& timeline, ObjectReader& stack)
    {
        project_.rate = firstRate(stack);
        if (const Json* mine = own(timeline)) {
            ObjectReader reader(*mine, name_ + ": metadata.unividx");
            Project bare = readProject(reader, {});
            project_.rate = bare.rate;
            project_.resolution = bare.resolution;
            project_ = setRange(std::move(project_), bare.range);
        }
        project_.name = timeline.text("name");
    }

    /// The rate of the first length on the tracks; a timeline has none of its own.
    FrameRate firstRate(ObjectReader& stack)
    {
        for (ObjectReader& track : stack.objects("children")) {
            for (ObjectReader& child : track.objects("children")) {
                if (const auto range = rangeOf(child, "source_range"))
                    return range->duration.rate;
            }
        }
        return {24, 1};
    }

    OtioTime timeOf(ObjectReader& owner, const std::string& key)
    {
        ObjectReader reader(owner.require(key), owner.place() + "." + key);
        const auto value = reader.numberIfThere("value");
        const auto rate = exactRate(reader.numberIfThere("rate").value_or(0));
        if (!value || !(std::abs(*value) <= static_cast<double>(frameLimit)))
            reader.fail("value", "is not a time");
        if (!rate)
            reader.fail("rate", "is not a rate above 0");
        return {*value, *rate};
    }

    std::optional<OtioRange> rangeOf(ObjectReader& owner, const std::string& key)
    {
        const Json* value = owner.find(key);
        if (!value || value->is_null())
            return std::nullopt;
        ObjectReader reader(*value, owner.place() + "." + key);
        return OtioRange{timeOf(reader, "start_time"), timeOf(reader, "duration")};
    }

    /// Whole frames of `rate`; says so where a time is none.
    std::int64_t framesOf(const OtioTime& time, FrameRate rate, const std::string& what)
    {
        const double exact = time.rate == rate ? time.value : time.value / time.rate.perSecond() * rate.perSecond();
        const double rounded =
            std::clamp(std::round(exact), -static_cast<double>(frameLimit), static_cast<double>(frameLimit));
        if (std::abs(exact - rounded) > 1e-4)
            say(what + " was rounded to whole frames");
        return static_cast<std::int64_t>(rounded);
    }

    std::vector<std::pair<std::int64_t, std::string>> markersOf(ObjectReader& owner, FrameRate rate)
    {
        std::vector<std::pair<std::int64_t, std::string>> markers;
        for (ObjectReader& marker : owner.objects("markers")) {
            if (const auto range = rangeOf(marker, "marked_range"))
                markers.emplace_back(framesOf(range->start, rate, "A marker"), marker.text("name"));
        }
        return markers;
    }

    void readTrack(ObjectReader reader)
    {
        const std::string name = reader.text("name");
        if (schemaName(reader.text("OTIO_SCHEMA")) != "Track") {
            say("'" + name + "' among the tracks is a " + reader.text("OTIO_SCHEMA") + " and was left out");
            return;
        }
        const TrackKind kind = reader.text("kind") == "Audio" ? TrackKind::Audio : TrackKind::Video;
        auto added = addTrack(std::move(project_), kind, name);
        project_ = muteTrack(std::move(added.project), added.id, !reader.flag("enabled", true));
        tellEffects(reader, "The track '" + name + "'");
        std::int64_t position = 0;
        for (ObjectReader& child : reader.objects("children"))
            position += readChild(std::move(child), added.id, position);
    }

    void tellEffects(ObjectReader& reader, const std::string& what)
    {
        for (ObjectReader& effect : reader.objects("effects"))
            say(what + " has the effect " + effect.text("OTIO_SCHEMA") + ", which was left out");
    }

    /// Gives the frames the child takes on the track.
    std::int64_t readChild(ObjectReader reader, TrackId track, std::int64_t position)
    {
        const std::string schema = schemaName(reader.text("OTIO_SCHEMA"));
        const std::string what = "'" + reader.text("name") + "'";
        if (schema == "Transition") {
            say("The transition " + what + " was left out; its clips meet in a cut");
            return 0;
        }
        const auto range = rangeOf(reader, "source_range");
        if (schema == "Clip")
            return readClip(reader, track, position, range);
        if (schema != "Gap")
            say(what + " is a " + reader.text("OTIO_SCHEMA") + "; a gap stands in its place");
        return range ? std::max<std::int64_t>(0, framesOf(range->duration, project_.rate, "A gap")) : 0;
    }

    std::int64_t readClip(ObjectReader& reader, TrackId track, std::int64_t position,
                          const std::optional<OtioRange>& range)
    {
        const std::string what = "The clip '" + reader.text("name") + "'";
        tellEffects(reader, what);
        const auto media = mediaOf(reader, range, what);
        if (!media) {
            say(what + " has no length and no media, and was left out");
            return 0;
        }
        const MediaItem item = *findMedia(project_, *media);
        const std::int64_t length = range ? framesOf(range->duration, project_.rate, what)
                                          : timelineLength(item.frames.count, project_.rate, item.rate);
        if (length < 1) {
            say(what + " has no length and was left out");
            return 0;
        }
        const std::int64_t first = range ? framesOf(range->start, item.rate, what) : item.frames.first;
        placeClip(reader, track, {position, length}, first, item, what);
        return length;
    }

    void placeClip(ObjectReader& reader, TrackId track, FrameRange place, std::int64_t first, const MediaItem& item,
                   const std::string& what)
    {
        Clip clip;
        clip.media = item.id;
        clip.name = reader.text("name");
        clip.place = place;
        clip.sourceIn = first;
        const FrameRange shown = sourceRange(project_, clip);
        if (!item.still && (shown.first < item.frames.first || shown.end() > item.frames.end())) {
            say(what + " asks for frames " + std::to_string(shown.first) + "-" + std::to_string(shown.last()) +
                " of a source that has " + std::to_string(item.frames.first) + "-" +
                std::to_string(item.frames.last()) + "; it was left out");
            return;
        }
        auto added = addClip(std::move(project_), track, item.id, place.first,
                             item.still ? FrameRange{item.frames.first, place.count} : shown);
        // A source frame can last longer than the clip's last place: the length is the timeline's.
        project_ = trimClip(std::move(added.project), added.id, ClipEdge::End, place.end());
        project_ = renameClip(std::move(project_), added.id, clip.name);
        for (const auto& [frame, name] : markersOf(reader, item.rate)) {
            if (item.frames.contains(frame))
                project_ = addMarker(std::move(project_), added.id, frame, name).project;
        }
        if (const Json* mine = own(reader))
            readTask(ObjectReader(*mine, reader.place() + ".metadata.unividx"), added.id);
    }

    void readTask(ObjectReader reader, ClipId id)
    {
        std::vector<Take> takes;
        for (ObjectReader& take : reader.objects("takes"))
            takes.push_back(detail::readTake(std::move(take), {}));
        if (!takes.empty() && std::none_of(takes.begin(), takes.end(), [](const Take& take) { return take.pinned; }))
            takes.front().pinned = true; // of a version whose newest take was the current one
        for (auto take = takes.rbegin(); take != takes.rend(); ++take)
            project_ = addTake(std::move(project_), id, std::move(*take)).project;
        project_ = keepCurrentTake(std::move(project_), id);
        if (const Json* task = reader.find("task")) {
            RunSpec settings = detail::readProjectRun(ObjectReader(*task, reader.place() + ".task"));
            // Ids were given out anew, so a lock to a file or take cannot be followed.
            for (auto& lock : settings.locks) {
                if (lock && lock->from != LockedInput::From::Shot) {
                    lock.reset();
                    say("A layer locked to a file or take was opened");
                }
            }
            project_ = setRunSettings(std::move(project_), id, std::move(settings));
        }
        project_ = setStack(std::move(project_), id, readStackNodes(reader, "comp", {}));
    }

    /// The item a clip shows, new in the pool unless it is there. Nothing if neither reference nor clip says how long
    /// it is.
    std::optional<MediaId> mediaOf(ObjectReader& clip, const std::optional<OtioRange>& range, const std::string& what)
    {
        const Json* reference = clip.find("media_reference"); // Clip.1
        if (const Json* references = clip.find("media_references"); references && references->is_object()) {
            const auto active = references->find(clip.text("active_media_reference_key", "DEFAULT_MEDIA"));
            reference = active == references->end() ? nullptr : &*active;
        }
        MediaItem item;
        item.rate = range ? range->start.rate : project_.rate;
        if (range)
            item.frames = {framesOf(range->start, item.rate, what), framesOf(range->duration, item.rate, what)};
        if (reference && reference->is_object())
            readReference(ObjectReader(*reference, clip.place() + ".media_reference"), item, what);
        else
            say(what + " has no media");
        if (item.frames.empty())
            return std::nullopt;
        for (const MediaItem& there : project_.media) {
            if (there.path == item.path && there.layer == item.layer && there.frames == item.frames)
                return there.id;
        }
        auto added = addMedia(std::move(project_), item);
        project_ = std::move(added.project);
        return added.id;
    }

    void readReference(ObjectReader reader, MediaItem& item, const std::string& what)
    {
        const std::string schema = schemaName(reader.text("OTIO_SCHEMA"));
        if (const auto range = rangeOf(reader, "available_range")) {
            item.rate = range->start.rate;
            item.frames = {framesOf(range->start, item.rate, what), framesOf(range->duration, item.rate, what)};
        }
        if (schema == "ExternalReference")
            item.path = absolute(pathFromUrl(reader.text("target_url")));
        else if (schema == "ImageSequenceReference")
            item.path = absolute(sequencePath(reader));
        else
            say(what + " has no file (" + reader.text("OTIO_SCHEMA") + ")");
        if (const Json* mine = own(reader)) {
            const fs::path path = item.path;
            item = readMedia(ObjectReader(*mine, reader.place() + ".metadata.unividx"), {});
            item.path = path;
        }
    }

    static fs::path sequencePath(ObjectReader& reader)
    {
        const std::int64_t padding = reader.integerIfThere("frame_zero_padding").value_or(4);
        const std::string marks(static_cast<std::size_t>(std::clamp<std::int64_t>(padding, 1, 20)), '#');
        return pathFromUrl(reader.text("target_url_base")) /
               pathFrom(reader.text("name_prefix") + marks + reader.text("name_suffix"));
    }

    fs::path absolute(const fs::path& path) const { return path.empty() ? path : (folder_ / path).lexically_normal(); }

    fs::path folder_;
    std::string name_;
    Project project_;
    std::vector<std::string> unmapped_;
};

} // namespace

OtioImport readOtio(std::string_view text, const fs::path& folder, const std::string& name)
{
    const Json json = parseJson(text, name);
    try {
        return Reader(folder, name).run(json);
    } catch (const Error& error) {
        // What an edit refuses (frames out of range, say) is a fault of the file here.
        if (error.kind() == ErrorKind::Input)
            throw;
        throw Error(ErrorKind::Input, name + ": " + error.what());
    }
}

OtioImport openOtio(const fs::path& path)
{
    return readOtio(readTextFile(path), fs::absolute(path).parent_path(), path.string());
}

} // namespace unividx
