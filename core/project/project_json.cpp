#include "core/project/project_json.h"

#include "core/comp/stack_json.h"
#include "core/run/run_json.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace unividx::detail {

namespace {

using Ordered = nlohmann::ordered_json;

/// Words of an enum, in the order of its values.
template <typename Enum, std::size_t Count>
struct Words {
    std::array<std::string_view, Count> words;

    std::string operator[](Enum value) const { return std::string(words[static_cast<std::size_t>(value)]); }

    Enum read(ObjectReader& reader, const std::string& key, Enum fallback) const
    {
        if (!reader.find(key))
            return fallback;
        const auto found = std::find(words.begin(), words.end(), reader.text(key));
        if (found == words.end())
            reader.fail(key, "is a word that this version does not know");
        return static_cast<Enum>(found - words.begin());
    }
};

constexpr Words<TrackKind, 2> trackWords{{"video", "audio"}};

void setIfThere(Ordered& object, const char* key, const std::string& value)
{
    if (!value.empty())
        object[key] = value;
}

Resolution readResolution(ObjectReader& reader, const std::string& key)
{
    const Json& value = reader.require(key);
    const bool isPair = value.is_array() && value.size() == 2 && value[0].is_number_unsigned() &&
                        value[1].is_number_unsigned() && value[0].get<std::uint64_t>() <= 1'000'000 &&
                        value[1].get<std::uint64_t>() <= 1'000'000;
    if (!isPair)
        reader.fail(key, "is not [width, height]");
    return {value[0].get<int>(), value[1].get<int>()};
}

Ordered resolutionJson(Resolution size)
{
    return Ordered::array({size.width, size.height});
}

Ordered rateJson(FrameRate rate)
{
    return Ordered::array({rate.numerator, rate.denominator});
}

template <typename AnyId>
AnyId readId(ObjectReader& reader, const std::string& key = "id")
{
    return AnyId{reader.integer(key)};
}

} // namespace

Ordered mediaJson(const MediaItem& item, const PathBase& base)
{
    Ordered object{{"id", item.id.value}, {"path", base.relative(item.path)}};
    setIfThere(object, "layer", item.layer);
    object["rate"] = rateJson(item.rate);
    object["frames"] = rangeJson(item.frames);
    object["size"] = resolutionJson(item.resolution);
    if (item.hasAudio)
        object["audio"] = true;
    if (item.still)
        object["still"] = true;
    setIfThere(object, "colorSpace", item.colorSpace);
    addRest(object, item.extra);
    return object;
}

MediaItem readMedia(ObjectReader reader, const PathBase& base)
{
    MediaItem item;
    item.id = readId<MediaId>(reader);
    item.path = base.absolute(reader.text("path"));
    item.layer = reader.text("layer");
    item.rate = reader.rate("rate");
    item.frames = reader.range("frames");
    item.resolution = readResolution(reader, "size");
    item.hasAudio = reader.flag("audio");
    item.still = reader.flag("still");
    item.colorSpace = reader.text("colorSpace");
    item.extra = reader.rest();
    return item;
}

namespace {

Ordered clipJson(const Clip& clip, const PathBase& base)
{
    Ordered object{{"id", clip.id.value},
                   {"name", clip.name},
                   {"media", clip.media.value},
                   {"place", rangeJson(clip.place)},
                   {"sourceIn", clip.sourceIn}};
    if (!clip.markers.empty())
        object["markers"] = markersJson(clip.markers);
    object["task"] = projectRunJson(clip.task);
    if (!clip.takes.empty()) {
        object["takes"] = Ordered::array();
        for (const Take& take : clip.takes)
            object["takes"].push_back(takeJson(take, base));
    }
    for (const auto& [layer, take] : clip.layerTakes)
        object["layerTakes"][layer] = take.value;
    if (!clip.comp.nodes.empty())
        object["comp"] = stackJson(clip.comp, base);
    addRest(object, clip.extra);
    return object;
}

/// A version that does not know these may have deleted a take, or pinned another: what does not fit is left out.
void readLayerTakes(ObjectReader& reader, Clip& clip)
{
    bool isPinned = false;
    for (Take& take : clip.takes) {
        take.pinned = take.pinned && !isPinned;
        isPinned = isPinned || take.pinned;
    }
    const Json* layers = reader.find("layerTakes");
    if (!layers)
        return;
    if (!layers->is_object())
        reader.fail("layerTakes", "is not an object");
    for (const auto& [layer, id] : layers->items()) {
        const Take* take = id.is_number_integer() ? findTake(clip, TakeId{id.get<std::int64_t>()}) : nullptr;
        if (take && feedsNodes(*take, layer))
            clip.layerTakes[layer] = take->id;
    }
}

Clip readClip(ObjectReader reader, const PathBase& base)
{
    Clip clip;
    clip.id = readId<ClipId>(reader);
    clip.name = reader.text("name");
    clip.media = readId<MediaId>(reader, "media");
    clip.place = reader.range("place");
    clip.sourceIn = reader.integer("sourceIn");
    clip.markers = readMarkers(reader);
    if (const Json* task = reader.find("task"))
        clip.task = readProjectRun(ObjectReader(*task, reader.place() + ".task"));
    for (ObjectReader& take : reader.objects("takes"))
        clip.takes.push_back(readTake(std::move(take), base));
    readLayerTakes(reader, clip);
    clip.comp = readStackNodes(reader, "comp", base);
    clip.extra = reader.rest();
    return clip;
}

Ordered trackJson(const Track& track, const PathBase& base)
{
    Ordered object{{"id", track.id.value}, {"kind", trackWords[track.kind]}, {"name", track.name}};
    if (track.muted)
        object["muted"] = true;
    object["clips"] = Ordered::array();
    for (const Clip& clip : track.clips)
        object["clips"].push_back(clipJson(clip, base));
    addRest(object, track.extra);
    return object;
}

Track readTrack(ObjectReader reader, const PathBase& base)
{
    Track track;
    track.id = readId<TrackId>(reader);
    track.kind = trackWords.read(reader, "kind", TrackKind::Video);
    track.name = reader.text("name");
    track.muted = reader.flag("muted");
    for (ObjectReader& clip : reader.objects("clips"))
        track.clips.push_back(readClip(std::move(clip), base));
    track.extra = reader.rest();
    return track;
}

} // namespace

Ordered markersJson(const std::vector<Marker>& markers)
{
    Ordered list = Ordered::array();
    for (const Marker& marker : markers) {
        Ordered object{{"id", marker.id.value}, {"frame", marker.frame}, {"name", marker.name}};
        addRest(object, marker.extra);
        list.push_back(std::move(object));
    }
    return list;
}

std::vector<Marker> readMarkers(ObjectReader& owner)
{
    std::vector<Marker> markers;
    for (ObjectReader& reader : owner.objects("markers")) {
        Marker marker;
        marker.id = readId<MarkerId>(reader);
        marker.frame = reader.integer("frame");
        marker.name = reader.text("name");
        marker.extra = reader.rest();
        markers.push_back(std::move(marker));
    }
    return markers;
}

Ordered takeJson(const Take& take, const PathBase& base)
{
    Ordered object{{"id", take.id.value},
                   {"name", take.name},
                   {"created", take.created},
                   {"frames", rangeJson(take.frames)},
                   {"folder", base.relative(take.folder)},
                   {"prefix", take.layerPrefix},
                   {"layers", take.layers},
                   {"settings", projectRunJson(take.settings)}};
    if (take.pinned)
        object["pinned"] = true;
    if (take.fresh)
        object["fresh"] = true;
    if (take.edited)
        object["edited"] = true;
    addRest(object, take.extra);
    return object;
}

Take readTake(ObjectReader reader, const PathBase& base)
{
    Take take;
    take.id = readId<TakeId>(reader);
    take.name = reader.text("name");
    take.created = reader.text("created");
    take.frames = reader.range("frames");
    take.folder = base.absolute(reader.text("folder"));
    take.layerPrefix = reader.text("prefix");
    take.layers = reader.texts("layers");
    if (const Json* settings = reader.find("settings"))
        take.settings = readProjectRun(ObjectReader(*settings, reader.place() + ".settings"));
    take.pinned = reader.flag("pinned");
    take.fresh = reader.flag("fresh");
    take.edited = reader.flag("edited");
    take.extra = reader.rest();
    return take;
}

Ordered projectJson(const Project& project, const PathBase& base)
{
    Ordered object{{"name", project.name},
                   {"rate", rateJson(project.rate)},
                   {"size", resolutionJson(project.resolution)},
                   {"nextId", project.nextId}};
    if (project.range)
        object["range"] = rangeJson(*project.range);
    object["media"] = Ordered::array();
    for (const MediaItem& item : project.media)
        object["media"].push_back(mediaJson(item, base));
    object["tracks"] = Ordered::array();
    for (const Track& track : project.tracks)
        object["tracks"].push_back(trackJson(track, base));
    if (!project.markers.empty())
        object["markers"] = markersJson(project.markers);
    addRest(object, project.extra);
    return object;
}

Project readProject(ObjectReader& reader, const PathBase& base)
{
    Project project;
    project.name = reader.text("name");
    project.rate = reader.rate("rate");
    project.resolution = readResolution(reader, "size");
    project.nextId = reader.integer("nextId");
    if (reader.find("range"))
        project.range = reader.range("range");
    for (ObjectReader& item : reader.objects("media"))
        project.media.push_back(readMedia(std::move(item), base));
    for (ObjectReader& track : reader.objects("tracks"))
        project.tracks.push_back(readTrack(std::move(track), base));
    project.markers = readMarkers(reader);
    project.extra = reader.rest();
    return project;
}

} // namespace unividx::detail
