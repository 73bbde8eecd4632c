#include "core/base/atomic_file.h"
#include "core/comp/stack_json.h"
#include "core/project/otio.h"
#include "core/project/otio_schema.h"
#include "core/project/project_json.h"
#include "core/run/run_json.h"

#include <utility>

namespace unividx {

namespace {

using namespace detail;
using Ordered = nlohmann::ordered_json;

Ordered schema(const char* name)
{
    return {{"OTIO_SCHEMA", name}, {"metadata", Ordered::object()}, {"name", ""}};
}

Ordered timeJson(std::int64_t frame, FrameRate rate)
{
    return {{"OTIO_SCHEMA", "RationalTime.1"}, {"rate", rate.perSecond()}, {"value", static_cast<double>(frame)}};
}

Ordered timeRangeJson(std::int64_t first, FrameRate firstRate, std::int64_t count, FrameRate countRate)
{
    return {{"OTIO_SCHEMA", "TimeRange.1"},
            {"duration", timeJson(count, countRate)},
            {"start_time", timeJson(first, firstRate)}};
}

Ordered rangeOf(FrameRange range, FrameRate rate)
{
    return timeRangeJson(range.first, rate, range.count, rate);
}

Ordered markerList(const std::vector<Marker>& markers, FrameRate rate)
{
    Ordered list = Ordered::array();
    for (const Marker& marker : markers) {
        Ordered object = schema("Marker.2");
        object["name"] = marker.name;
        object["color"] = "CYAN";
        object["marked_range"] = rangeOf({marker.frame, 1}, rate);
        list.push_back(std::move(object));
    }
    return list;
}

Ordered item(const char* name, const std::vector<Marker>& markers, FrameRate rate)
{
    Ordered object = schema(name);
    object["source_range"] = nullptr;
    object["effects"] = Ordered::array();
    object["markers"] = markerList(markers, rate);
    object["enabled"] = true;
    return object;
}

Ordered sequenceJson(const std::filesystem::path& folder, const SequenceName& name, FrameRange frames, FrameRate rate)
{
    Ordered object = schema("ImageSequenceReference.1");
    object["available_range"] = rangeOf(frames, rate);
    object["available_image_bounds"] = nullptr;
    object["target_url_base"] = fileUrl(folder) + "/";
    object["name_prefix"] = name.prefix;
    object["name_suffix"] = name.suffix;
    object["start_frame"] = frames.first;
    object["frame_step"] = 1;
    object["rate"] = rate.perSecond();
    object["frame_zero_padding"] = name.padding;
    object["missing_frame_policy"] = "error";
    return object;
}

Ordered mediaReference(const MediaItem& media)
{
    Ordered object;
    const auto pattern = splitPattern(pathText(media.path.filename()));
    if (media.path.empty()) {
        object = schema("MissingReference.1");
    } else if (pattern) {
        object = sequenceJson(media.path.parent_path(), *pattern, media.frames, media.rate);
    } else {
        object = schema("ExternalReference.1");
        object["available_range"] = rangeOf(media.frames, media.rate);
        object["available_image_bounds"] = nullptr;
        object["target_url"] = fileUrl(media.path);
    }
    object["metadata"]["unividx"] = mediaJson(media, {});
    return object;
}

Ordered layerReference(const OtioLayer& layer, FrameRate rate)
{
    if (const auto pattern = splitPattern(pathText(layer.file.filename()))) {
        Ordered object = sequenceJson(layer.file.parent_path(), *pattern, layer.frames, rate);
        object["start_frame"] = layer.firstNumber;
        return object;
    }
    Ordered object = schema("ExternalReference.1");
    object["available_range"] = rangeOf(layer.frames, rate);
    object["available_image_bounds"] = nullptr;
    object["target_url"] = fileUrl(layer.file);
    return object;
}

class Writer {
public:
    Writer(const Project& project, const std::vector<OtioLayer>& layers) : project_(project), layers_(layers) {}

    OtioText run()
    {
        Ordered stack = item("Stack.1", project_.markers, project_.rate);
        stack["name"] = "tracks";
        stack["children"] = Ordered::array();
        for (const Track& track : project_.tracks)
            stack["children"].push_back(trackJson(track));

        Ordered timeline = schema("Timeline.1");
        timeline["name"] = project_.name;
        timeline["global_start_time"] = nullptr;
        timeline["tracks"] = std::move(stack);
        Project bare = project_;
        bare.media.clear();
        bare.tracks.clear();
        bare.markers.clear();
        timeline["metadata"]["unividx"] = projectJson(bare, {});
        if (hasTasks_) {
            unmapped_.emplace_back(
                "Locks, prompts, settings and compositing of clips stand in metadata that only this program "
                "reads");
        }
        return {dumpJson(timeline, "the timeline"), std::move(unmapped_)};
    }

private:
    Ordered trackJson(const Track& track)
    {
        Ordered object = item("Track.1", {}, project_.rate);
        object["name"] = track.name;
        object["kind"] = track.kind == TrackKind::Video ? "Video" : "Audio";
        object["enabled"] = !track.muted;
        object["children"] = Ordered::array();
        std::int64_t end = 0;
        for (const Clip& clip : track.clips) {
            if (clip.place.first > end) {
                Ordered gap = item("Gap.1", {}, project_.rate);
                gap["source_range"] = rangeOf({0, clip.place.first - end}, project_.rate);
                object["children"].push_back(std::move(gap));
            }
            object["children"].push_back(clipJson(clip));
            end = clip.place.end();
        }
        return object;
    }

    Ordered clipJson(const Clip& clip)
    {
        const MediaItem media = *findMedia(project_, clip.media);
        Ordered object = item("Clip.2", clip.markers, media.rate);
        object["name"] = clip.name;
        // The length in the timeline's rate: in the source's it would be rounded.
        object["source_range"] = timeRangeJson(clip.sourceIn, media.rate, clip.place.count, project_.rate);
        object["media_references"]["DEFAULT_MEDIA"] = mediaReference(media);
        object["active_media_reference_key"] = "DEFAULT_MEDIA";
        Ordered& own = object["metadata"]["unividx"];
        own["task"] = projectRunJson(clip.task);
        if (!clip.comp.nodes.empty())
            own["comp"] = stackJson(clip.comp, {});
        own["takes"] = Ordered::array();
        for (const Take& take : clip.takes) {
            own["takes"].push_back(takeJson(take, {}));
            addLayers(object["media_references"], clip, take, media.rate);
        }
        for (const OtioLayer& layer : layers_) {
            if (!object["media_references"].contains(layer.name))
                object["media_references"][layer.name] = layerReference(layer, media.rate);
        }
        hasTasks_ = hasTasks_ || !clip.takes.empty() || !(clip.task == runOfShot()) || !clip.comp.nodes.empty();
        return object;
    }

    void addLayers(Ordered& references, const Clip& clip, const Take& take, FrameRate rate)
    {
        for (const std::string& layer : take.layers) {
            std::string key = layer;
            if (&take != currentTake(clip) || references.contains(key))
                key += " (" + (take.name.empty() ? "take" : take.name) + " " + std::to_string(take.id.value) + ")";
            references[key] =
                sequenceJson(take.folder, {take.layerPrefix + "_" + layer + ".", ".exr", 4}, take.frames, rate);
        }
    }

    const Project& project_;
    const std::vector<OtioLayer>& layers_;
    std::vector<std::string> unmapped_;
    bool hasTasks_ = false;
};

} // namespace

OtioText formatOtio(const Project& project, const std::vector<OtioLayer>& layers)
{
    return Writer(project, layers).run();
}

std::vector<std::string> saveOtio(const Project& project, const std::filesystem::path& path,
                                  const std::vector<OtioLayer>& layers)
{
    OtioText otio = formatOtio(project, layers);
    writeFileAtomically(path, otio.text);
    removeLeftovers({path}); // of one that was killed
    return std::move(otio.unmapped);
}

} // namespace unividx
