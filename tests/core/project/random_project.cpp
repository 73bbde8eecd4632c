#include "tests/core/project/random_project.h"

#include "core/base/error.h"
#include "core/project/comp_edits.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"

#include <functional>
#include <limits>
#include <vector>

namespace unividx::testing_project {

namespace {

/// Draws what an edit needs from a project.
struct Draw {
    const Project& project;
    std::mt19937_64& random;

    std::int64_t number(std::int64_t low, std::int64_t high)
    {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    }
    /// Mostly near the clips, now and then far out.
    std::int64_t frame() { return number(0, 9) ? number(-20, 400) : number(-2 * frameLimit, 2 * frameLimit); }
    bool coin() { return number(0, 1) == 1; }
    std::string word() { return "word" + std::to_string(number(0, 99)); }

    template <typename T>
    const T& of(const std::vector<T>& items)
    {
        if (items.empty())
            throw Error(ErrorKind::Usage, "nothing to draw from");
        return items[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(items.size()) - 1))];
    }
    const Clip& clip()
    {
        std::vector<Clip const*> clips;
        for (const Track& track : project.tracks) {
            for (const Clip& clip : track.clips)
                clips.push_back(&clip);
        }
        return *of(clips);
    }
    const Take& take(const Clip& clip) { return of(clip.takes); }
    MarkerId marker()
    {
        const Clip& owner = clip();
        return coin() ? of(project.markers).id : of(owner.markers).id;
    }
    Take newTake()
    {
        Take take;
        take.name = word();
        take.frames = {1001, 21};
        take.folder = "/shots/layers";
        take.layerPrefix = word();
        take.layers =
            coin() ? std::vector<std::string>{"albedo", "normal"} : std::vector<std::string>{"alpha", "albedo"};
        take.created = "2026-01-31T12:00:00Z";
        take.pinned = coin();
        take.edited = coin();
        take.settings.seed = static_cast<std::uint64_t>(number(0, INT64_MAX));
        return take;
    }
    LockedInput input(const Clip& clip)
    {
        if (coin())
            return {LockedInput::From::Media, of(project.media).id, {}};
        return clip.takes.empty() ? LockedInput{} : LockedInput{LockedInput::From::Take, {}, take(clip).id};
    }
    RunSpec settings()
    {
        RunSpec settings = clip().task;
        settings.quality = static_cast<Quality>(number(0, 2));
        settings.ownNumbers = coin();
        settings.steps = coin() ? std::optional<int>(number(1, 50)) : std::nullopt;
        settings.guidance = 4.3f;
        settings.window = 21;
        settings.modelSize = Resolution{640, 480};
        return settings;
    }
    /// Mostly a likely number, now and then far out or none at all.
    float value()
    {
        if (number(0, 9) == 0)
            return coin() ? std::numeric_limits<float>::quiet_NaN() : 1e30f;
        return static_cast<float>(number(-300, 300)) / 100.0f;
    }
    Curve curve()
    {
        Curve drawn = value();
        for (std::int64_t keys = number(0, 3); keys > 0; --keys)
            drawn.keys.push_back({frame(), value(), static_cast<Interpolation>(number(0, 2))});
        return drawn;
    }
    std::vector<BezierPoint> points()
    {
        std::vector<BezierPoint> points;
        for (int i = 0; i < 4; ++i)
            points.push_back({{value(), value()}, {value(), 0.0f}, {}});
        return points;
    }
    CompNode node()
    {
        CompNode node;
        const NodeKind& kind = of(nodeKinds());
        node.settings = kind.make();
        node.name = coin() ? word() : "";
        node.bypass = coin();
        for (const NumberRow& row : kind.numbers) {
            if (coin())
                row.curve(node.settings) = curve();
        }
        for (const ChoiceRow& row : kind.choices)
            row.set(node.settings, static_cast<int>(number(0, static_cast<std::int64_t>(row.words.size()) - 1)));
        if (auto* matte = std::get_if<MatteNode>(&node.settings)) {
            matte->shapes.push_back({ShapeUse::Holdout, coin(), value(), {{frame(), points(), Interpolation::Linear}}});
            matte->strokes.push_back({StrokeUse::Soft, frame(), value(), value(), value(), {{value(), value()}}});
        }
        if (auto* relight = std::get_if<RelightNode>(&node.settings)) {
            Light light = of(of(lightPresets()).lights);
            light.kind = static_cast<LightKind>(number(0, 5));
            light.softness = curve();
            light.environment = coin() ? "/shots/sky.exr" : "";
            relight->lights.push_back(light);
        }
        if (auto* background = std::get_if<BackgroundNode>(&node.settings)) {
            background->file = "/shots/plates/" + word();
            background->fileOffset = frame();
        }
        return node;
    }
    /// A place in a clip's list, or one past its end.
    std::size_t place(const Clip& clip)
    {
        return static_cast<std::size_t>(number(0, static_cast<std::int64_t>(clip.comp.nodes.size())));
    }
    std::size_t nodeOf(const Clip& clip)
    {
        return static_cast<std::size_t>(&of(clip.comp.nodes) - clip.comp.nodes.data());
    }
};

using Edit = std::function<Project(const Project&, Draw&)>;
using Row = std::pair<const char*, Edit>;

const std::vector<Row>& edits()
{
    static const std::vector<Row> rows{
        {"addMedia",
         [](const Project& p, Draw& d) {
             return addMedia(p, movie(d.word(), {d.frame(), d.frame()})).project;
         }},
        {"removeMedia",
         [](const Project& p, Draw& d) { return d.number(0, 9) ? p : removeMedia(p, d.of(p.media).id); }},
        {"relinkMedia",
         [](const Project& p, Draw& d) {
             return relinkMedia(p, d.of(p.media).id, movie(d.word(), {d.frame(), d.number(1, 300)}));
         }},
        {"setColorSpace",
         [](const Project& p, Draw& d) { return setColorSpace(p, {d.of(p.media).id}, d.coin() ? "" : "ARRI LogC4"); }},
        {"addTrack",
         [](const Project& p, Draw& d) {
             return addTrack(p, d.coin() ? TrackKind::Video : TrackKind::Audio, d.word()).project;
         }},
        {"removeTrack",
         [](const Project& p, Draw& d) { return p.tracks.size() < 4 ? p : removeTrack(p, d.of(p.tracks).id); }},
        {"renameTrack", [](const Project& p, Draw& d) { return renameTrack(p, d.of(p.tracks).id, d.word()); }},
        {"muteTrack", [](const Project& p, Draw& d) { return muteTrack(p, d.of(p.tracks).id, d.coin()); }},
        {"addClip",
         [](const Project& p, Draw& d) { return addClip(p, d.of(p.tracks).id, d.of(p.media).id, d.frame()).project; }},
        {"addClipPart",
         [](const Project& p, Draw& d) {
             const MediaItem& item = d.of(p.media);
             const FrameRange part{item.frames.first + d.number(0, 30), d.number(1, 40)};
             return addClip(p, d.of(p.tracks).id, item.id, d.frame(), part,
                            d.coin() ? Placing::Insert : Placing::Overwrite)
                 .project;
         }},
        {"moveClip", [](const Project& p, Draw& d) { return moveClip(p, d.clip().id, d.of(p.tracks).id, d.frame()); }},
        {"trimStart", [](const Project& p, Draw& d) { return trimClip(p, d.clip().id, ClipEdge::Start, d.frame()); }},
        {"trimEnd", [](const Project& p, Draw& d) { return trimClip(p, d.clip().id, ClipEdge::End, d.frame()); }},
        {"splitClip",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return splitClip(p, clip.id, clip.place.first + d.number(0, clip.place.count)).project;
         }},
        {"deleteClip", [](const Project& p, Draw& d) { return deleteClip(p, d.clip().id); }},
        {"rippleDeleteClip", [](const Project& p, Draw& d) { return rippleDeleteClip(p, d.clip().id); }},
        {"slipClip", [](const Project& p, Draw& d) { return slipClip(p, d.clip().id, d.frame()); }},
        {"renameClip", [](const Project& p, Draw& d) { return renameClip(p, d.clip().id, d.word()); }},
        {"setRange",
         [](const Project& p, Draw& d) {
             return setRange(p, FrameRange{d.frame(), d.frame()});
         }},
        {"setRate",
         [](const Project& p, Draw& d) {
             return setRate(p, d.coin() ? FrameRate{24000, 1001} : FrameRate{d.number(1, 60), 1});
         }},
        {"markTimeline", [](const Project& p, Draw& d) { return addMarker(p, {}, d.frame(), d.word()).project; }},
        {"markClip",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return addMarker(p, clip.id, clip.sourceIn + d.number(-2, 5), d.word()).project;
         }},
        {"moveMarker", [](const Project& p, Draw& d) { return moveMarker(p, d.marker(), d.frame()); }},
        {"renameMarker", [](const Project& p, Draw& d) { return renameMarker(p, d.marker(), d.word()); }},
        {"removeMarker", [](const Project& p, Draw& d) { return removeMarker(p, d.marker()); }},
        {"setRunSettings", [](const Project& p, Draw& d) { return setRunSettings(p, d.clip().id, d.settings()); }},
        {"lockModality",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return lockModality(p, clip.id, static_cast<std::size_t>(d.number(0, 3)), d.input(clip));
         }},
        {"openModality",
         [](const Project& p, Draw& d) {
             return openModality(p, d.clip().id, static_cast<std::size_t>(d.number(0, 3)));
         }},
        {"keepModality",
         [](const Project& p, Draw& d) {
             return keepModality(p, d.clip().id, static_cast<std::size_t>(d.number(0, 3)), d.coin());
         }},
        {"chooseFamily",
         [](const Project& p, Draw& d) {
             return chooseFamily(p, d.clip().id, d.coin() ? intrinsicFamily : alphaFamily);
         }},
        {"applyPreset", [](const Project& p, Draw& d) { return applyPreset(p, d.clip().id, d.of(taskPresets())); }},
        {"setPrompt", [](const Project& p, Draw& d) { return setPrompt(p, d.clip().id, d.word()); }},
        {"setBackgroundPrompt",
         [](const Project& p, Draw& d) { return setBackgroundPrompt(p, d.clip().id, d.word()); }},
        {"setNegativePrompt", [](const Project& p, Draw& d) { return setNegativePrompt(p, d.clip().id, d.word()); }},
        {"addTake", [](const Project& p, Draw& d) { return addTake(p, d.clip().id, d.newTake()).project; }},
        {"useTake",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return useTake(p, clip.id, d.take(clip).id);
         }},
        {"keepCurrentTake", [](const Project& p, Draw& d) { return keepCurrentTake(p, d.clip().id); }},
        {"renameTake",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return renameTake(p, clip.id, d.take(clip).id, d.word());
         }},
        {"deleteTake",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return deleteTake(p, clip.id, d.take(clip).id);
         }},
        {"addNode",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return addNode(p, clip.id, d.place(clip), d.node());
         }},
        {"setNode",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return setNode(p, clip.id, d.nodeOf(clip), d.node());
         }},
        {"removeNode",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return removeNode(p, clip.id, d.nodeOf(clip));
         }},
        {"moveNode",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return moveNode(p, clip.id, d.nodeOf(clip), d.place(clip));
         }},
        {"bypassNode",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             return bypassNode(p, clip.id, d.nodeOf(clip), d.coin());
         }},
        {"setNumber",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             const std::size_t node = d.nodeOf(clip);
             const auto& numbers = kindOf(clip.comp.nodes[node].settings).numbers;
             return setNumber(p, clip.id, node, d.of(numbers).name, d.frame(), d.value());
         }},
        {"keyNumber",
         [](const Project& p, Draw& d) {
             const Clip& clip = d.clip();
             const std::size_t node = d.nodeOf(clip);
             const auto& numbers = kindOf(clip.comp.nodes[node].settings).numbers;
             return keyNumber(p, clip.id, node, d.of(numbers).name, d.frame(), d.coin(), Interpolation::Linear);
         }},
        {"setStack", [](const Project& p, Draw& d) { return setStack(p, d.clip().id, d.of(stackPresets()).stack); }},
    };
    return rows;
}

} // namespace

MediaItem movie(const std::string& path, FrameRange frames, FrameRate rate)
{
    MediaItem item;
    item.path = "/shots/plates/" + path;
    item.frames = frames;
    item.rate = rate;
    item.resolution = {1920, 1080};
    return item;
}

Project filledProject()
{
    Project project = newProject();
    project = addTrack(project, TrackKind::Video, "V2").project;
    project = addMedia(project, movie("a.mov")).project;
    project = addMedia(project, movie("b.mov", {1, 240}, {60000, 1001})).project;
    project = addMedia(project, movie("c.####.exr", {-5, 50}, {25, 1})).project;
    MediaItem still = movie("still.png", {1001, 1});
    still.still = true;
    return addMedia(project, still).project;
}

std::size_t randomEditKinds()
{
    return edits().size();
}

RandomEdit randomEdit(const Project& project, std::mt19937_64& random)
{
    Draw draw{project, random};
    const Row& row = draw.of(edits());
    try {
        return {row.first, row.second(project, draw)};
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Usage)
            throw;
        return {std::string(row.first) + " refused", project};
    }
}

Project randomProject(std::uint64_t seed, int count)
{
    std::mt19937_64 random(seed);
    Project project = filledProject();
    for (int i = 0; i < count; ++i)
        project = randomEdit(project, random).project;
    return project;
}

} // namespace unividx::testing_project
