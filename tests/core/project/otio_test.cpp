#include "core/project/otio.h"

#include "core/base/error.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "tests/core/project/random_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unividx {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace testing_project;

/// What a timeline holds of a project, in its order: everything but ids and what other programs' files never have.
nlohmann::json shape(const Project& project)
{
    nlohmann::json tracks = nlohmann::json::array();
    for (const Track& track : project.tracks) {
        nlohmann::json clips = nlohmann::json::array();
        for (const Clip& clip : track.clips) {
            const MediaItem& media = *findMedia(project, clip.media);
            nlohmann::json markers = nlohmann::json::array();
            for (const Marker& marker : clip.markers)
                markers.push_back({marker.frame, marker.name});
            clips.push_back({clip.name, clip.place.first, clip.place.count, clip.sourceIn, media.path.string(),
                             media.rate.numerator, media.rate.denominator, media.still, markers, clip.takes.size(),
                             clip.task.prompt, clip.task.family->name});
        }
        tracks.push_back({track.kind, track.name, track.muted, clips});
    }
    return {project.rate.numerator, project.rate.denominator, tracks, project.markers.size()};
}

/// Audio tracks are put under the others as they are read, so they come back in one order only.
Project sorted(Project project)
{
    std::stable_sort(project.tracks.begin(), project.tracks.end(),
                     [](const Track& a, const Track& b) { return a.kind > b.kind; });
    std::size_t audio = 0;
    while (audio < project.tracks.size() && project.tracks[audio].kind == TrackKind::Audio)
        ++audio;
    return project;
}

TEST(Otio, ATimelineWrittenAndReadHasTheSameTracksAndClips)
{
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE(seed);
        const Project project = sorted(randomProject(seed, 120));
        const OtioText written = formatOtio(project);
        const OtioImport read = readOtio(written.text, "/", "shot.otio");
        EXPECT_THAT(findFaults(read.project), IsEmpty());
        Project expected = project;
        std::reverse(expected.tracks.begin(),
                     std::find_if(expected.tracks.begin(), expected.tracks.end(),
                                  [](const Track& track) { return track.kind == TrackKind::Video; }));
        EXPECT_EQ(shape(read.project), shape(expected));
    }
}

TEST(Otio, EveryLayerOfATakeIsASequence)
{
    Project project = filledProject();
    auto clip = addClip(project, project.tracks.back().id, project.media[0].id, 12);
    Take take;
    take.frames = {1001, 21};
    take.folder = "/shots/José/layers";
    take.layerPrefix = "shot";
    take.layers = {"albedo", "normal"};
    project = addTake(clip.project, clip.id, take).project;
    const OtioText written = formatOtio(project);
    const auto json = nlohmann::json::parse(written.text);
    const auto& track = json["tracks"]["children"][2];
    EXPECT_EQ(track["children"][0]["OTIO_SCHEMA"], "Gap.1");
    const auto& references = track["children"][1]["media_references"];
    EXPECT_EQ(references["DEFAULT_MEDIA"]["target_url"], "file:///shots/plates/a.mov");
    const auto& albedo = references["albedo"];
    EXPECT_EQ(albedo["OTIO_SCHEMA"], "ImageSequenceReference.1");
    EXPECT_EQ(albedo["target_url_base"], "file:///shots/Jos%C3%A9/layers/");
    EXPECT_EQ(albedo["name_prefix"], "shot_albedo.");
    EXPECT_EQ(albedo["name_suffix"], ".exr");
    EXPECT_EQ(albedo["start_frame"], 1001);
    EXPECT_EQ(albedo["frame_zero_padding"], 4);
    EXPECT_TRUE(references.contains("normal"));
    EXPECT_THAT(written.unmapped, Contains(HasSubstr("metadata")));
}

/// A timeline as another editor writes it, with what this program cannot hold.
std::string foreignTimeline()
{
    const auto time = [](double value, double rate) {
        return nlohmann::json{{"OTIO_SCHEMA", "RationalTime.1"}, {"value", value}, {"rate", rate}};
    };
    const auto range = [&](double first, double count) {
        return nlohmann::json{
            {"OTIO_SCHEMA", "TimeRange.1"}, {"start_time", time(first, 23.976)}, {"duration", time(count, 23.976)}};
    };
    const nlohmann::json clip{{"OTIO_SCHEMA", "Clip.1"},
                              {"name", "b"},
                              {"source_range", range(10, 20)},
                              {"effects", {{{"OTIO_SCHEMA", "LinearTimeWarp.1"}, {"time_scalar", 2.0}}}},
                              {"media_reference",
                               {{"OTIO_SCHEMA", "ExternalReference.1"},
                                {"target_url", "plates/b%20b.mov"},
                                {"available_range", range(0, 100)}}}};
    const nlohmann::json missing{{"OTIO_SCHEMA", "Clip.2"},
                                 {"name", "gone"},
                                 {"source_range", range(0, 5)},
                                 {"media_references", {{"DEFAULT_MEDIA", {{"OTIO_SCHEMA", "MissingReference.1"}}}}},
                                 {"active_media_reference_key", "DEFAULT_MEDIA"}};
    const nlohmann::json track{
        {"OTIO_SCHEMA", "Track.1"},
        {"name", "V1"},
        {"kind", "Video"},
        {"children",
         {nlohmann::json{{"OTIO_SCHEMA", "Gap.1"}, {"source_range", range(0, 7)}}, clip,
          nlohmann::json{{"OTIO_SCHEMA", "Transition.1"}, {"name", "dissolve"}},
          nlohmann::json{{"OTIO_SCHEMA", "Stack.1"}, {"name", "nested"}, {"source_range", range(0, 3)}}, missing}}};
    return nlohmann::json{
        {"OTIO_SCHEMA", "Timeline.1"}, {"name", "cut"}, {"tracks", {{"OTIO_SCHEMA", "Stack.1"}, {"children", {track}}}}}
        .dump();
}

TEST(Otio, AnotherEditorsTimelineIsReadAndWhatCannotBeMappedIsListed)
{
    const OtioImport read = readOtio(foreignTimeline(), "/shots/cut", "cut.otio");
    EXPECT_EQ(read.project.rate, (FrameRate{24000, 1001}));
    ASSERT_EQ(read.project.tracks.size(), 1u);
    const auto& clips = read.project.tracks[0].clips;
    ASSERT_EQ(clips.size(), 2u);
    EXPECT_EQ(clips[0].place, (FrameRange{7, 20}));
    EXPECT_EQ(clips[0].sourceIn, 10);
    EXPECT_EQ(findMedia(read.project, clips[0].media)->path, "/shots/cut/plates/b b.mov");
    EXPECT_EQ(clips[1].place, (FrameRange{30, 5}));
    EXPECT_THAT(read.unmapped, Contains(HasSubstr("LinearTimeWarp.1")));
    EXPECT_THAT(read.unmapped, Contains(HasSubstr("dissolve")));
    EXPECT_THAT(read.unmapped, Contains(HasSubstr("nested")));
    EXPECT_THAT(read.unmapped, Contains(HasSubstr("MissingReference.1")));
}

TEST(Otio, DamagedTimelinesAreRefusedOrSound)
{
    const std::string text = formatOtio(randomProject(9, 60)).text;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        std::string mutated = text.substr(0, seed % 3 ? text.size() : random() % text.size());
        for (int i = 0; i < 3 && !mutated.empty(); ++i)
            mutated[random() % mutated.size()] = "0123456789\"[]{}:,-.e "[random() % 21];
        try {
            EXPECT_THAT(findFaults(readOtio(mutated, "/", "cut.otio").project), IsEmpty());
        } catch (const Error& error) {
            ASSERT_EQ(error.kind(), ErrorKind::Input);
            EXPECT_THAT(error.what(), HasSubstr("cut.otio"));
        }
    }
    EXPECT_THROW(readOtio("{\"OTIO_SCHEMA\": \"SerializableCollection.1\"}", "/", "cut.otio"), Error);
}

} // namespace
} // namespace unividx
