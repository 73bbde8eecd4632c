// Files that version 0.1.0 wrote are read to the values that were written.

#include "core/base/error.h"
#include "core/comp/stack_file.h"
#include "core/export/export_preset.h"
#include "core/export/export_spec.h"
#include "core/project/inputs.h"
#include "core/project/project_file.h"
#include "core/queue/job_store.h"
#include "core/run/run_fields.h"
#include "core/settings/settings.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path data = fs::path(UNIVIDX_SOURCE_DIR) / "tests/core/run/data/0.1.0";

std::string textOf(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// What the three clips were asked for when the project was saved.
std::vector<RunSpec> clipRuns()
{
    RunSpec relight = runOfShot();
    relight.locks[1] = LockedInput{LockedInput::From::Take, {}, TakeId{8}};
    relight.locks[3] = LockedInput{LockedInput::From::Media, MediaId{4}, {}};
    relight.kept = ModalitySet(0b1101);
    relight.prompt = "a harbour at dawn";
    relight.negativePrompt = "fog";
    relight.ownNumbers = true;
    relight.steps = 8;
    relight.guidance = 2.5F;
    relight.shift = 5.0F;
    relight.modelSize = Resolution{640, 480};
    relight.window = 13;
    relight.overlap = 4;
    relight.seed = 7;
    relight.device = "cuda:0";
    relight.extra = R"({"colourOfTheSky":"grey"})";
    RunSpec matte = runOfShot();
    matte.family = &alphaFamily;
    matte.prompt = "a sailor";
    matte.backgroundPrompt = "a harbour";
    matte.quality = Quality::Preview;
    matte.steps = 3; // remembered beside a quality by name
    matte.window = 9;
    RunSpec fromText = runOfShot();
    fromText.locks = {};
    fromText.quality = Quality::Full;
    fromText.prompt = "waves";
    return {relight, matte, fromText};
}

TEST(OldFiles, AProjectGivesItsClipsTheirSettings)
{
    const OpenedProject opened = openProject(data / "harbour.uvx");
    EXPECT_FALSE(opened.readOnly);
    const auto& clips = opened.project.tracks.at(1).clips;
    const std::vector<RunSpec> wanted = clipRuns();
    ASSERT_EQ(clips.size(), wanted.size());
    for (std::size_t i = 0; i < clips.size(); ++i)
        EXPECT_EQ(clips[i].task, wanted[i]) << i;
    EXPECT_EQ(clips[0].comp, stackPresets().front().stack);
    ASSERT_EQ(clips[0].takes.size(), 1U);
    const Take& take = clips[0].takes.front();
    RunSpec settings = runOfShot();
    settings.quality = Quality::Preview;
    settings.seed = 18446744073709551615U;
    EXPECT_EQ(take.settings, settings);
    EXPECT_EQ(take.layerPrefix, "harbour");
    EXPECT_EQ(take.folder, data / "harbour_layers/harbour-R2AIN-20261101T120000Z");
    EXPECT_EQ(opened.project.markers.at(0).name, "cut");
}

TEST(OldFiles, AProjectIsWrittenAsItWasRead)
{
    const OpenedProject opened = openProject(data / "harbour.uvx");
    auto before = nlohmann::json::parse(textOf(data / "harbour.uvx"));
    auto after = nlohmann::json::parse(formatProject(opened.project, data));
    for (auto* object : {&before, &after}) {
        object->erase("savedAt");
        object->erase("savedIn");
    }
    EXPECT_EQ(after, before) << nlohmann::json::diff(before, after);
}

TEST(OldFiles, TheRecordOfAnUnfinishedRunIsAProjectWithItsNote)
{
    const OpenedProject opened = openProject(data / "unfinished_run.uvx");
    const auto note = nlohmann::json::parse(opened.project.extra).at("unfinishedRun");
    EXPECT_EQ(note.at("prefix"), "harbour");
    const Clip* clip = findClip(opened.project, ClipId{note.at("clip").get<std::int64_t>()});
    ASSERT_TRUE(clip);
    EXPECT_EQ(clip->task, clipRuns().front());
    const RunSpec run = resolvedRun(opened.project, *clip, "/shots/out");
    EXPECT_EQ(run.task, "RAN2I");
    EXPECT_EQ(run.locks[3]->path, (data / "plates/harbour_paint.mov").string());
}

TEST(OldFiles, AnExportThatWasCutOffIsTheSameOrder)
{
    const ExportSpec order = parseExportSpec(textOf(data / "unfinished_export.json"), "order");
    EXPECT_EQ(order.stack, stackPresets().front().stack);
    EXPECT_EQ(order.files.source, "/shots/plates/harbour.####.exr");
    EXPECT_EQ(order.files.layers.at(CompLayer::Albedo), "/shots/layers/harbour_albedo.####.exr");
    EXPECT_EQ(order.asked.settings, findExportPreset("png16")->settings);
    EXPECT_EQ(order.asked.frames, (FrameRange{1001, 48}));
    EXPECT_EQ(order.asked.order, "order-1");
}

TEST(OldFiles, ACompositeIsTheSameStack)
{
    EXPECT_EQ(openStack(data / "look.uvcomp"), stackPresets().front().stack);
}

TEST(OldFiles, SettingsAreTheSame)
{
    Settings settings;
    settings.shortcuts.keys = {{"run.start", "Ctrl+R"}, {"file.export", ""}};
    settings.viewer.loop = false;
    settings.cache.frameBytes = 1 << 30;
    settings.interface.language = "de";
    settings.notices.sound = true;
    settings.speeds.workPerSecond = {{"mini@cpu", 12.5}};
    settings.recent.projects = {"/shots/harbour.uvx"};
    settings.windowLayout = "AAAA";
    settings.windowGeometry = "BBBB";
    settings.extra = R"({"later":true})";
    const LoadedSettings loaded = loadSettings(data / "settings.json");
    EXPECT_THAT(loaded.notes, testing::IsEmpty());
    EXPECT_EQ(loaded.settings, settings);
}

/// The runs of the queue's four items.
std::vector<RunSpec> queuedRuns()
{
    RunSpec preview;
    setTask(preview, "decompose");
    setFile(preview, "rgb", "/shots/plates/harbour.####.exr");
    preview.out = "/shots/harbour_layers";
    preview.quality = Quality::Preview;
    RunSpec ofClip = clipRuns().front();
    setTask(ofClip, "RAN2I");
    setFile(ofClip, "rgb", "/shots/plates/harbour.####.exr");
    setFile(ofClip, "albedo", "/shots/plates/harbour_albedo.####.exr");
    setFile(ofClip, "normal", "/shots/plates/harbour_paint.mov");
    ofClip.kept = ModalitySet(0b0100);
    ofClip.extra.clear();
    ofClip.frames = FrameRange{1001, 48};
    ofClip.out = "/shots/b";
    ofClip.shot = "harbour";
    RunSpec farm;
    setTask(farm, "R2PFB");
    setFile(farm, "rgb", "/shots/a.exr", "left");
    farm.kept = ModalitySet(0b0110);
    farm.model = "/models/own";
    farm.device = "cuda:1";
    farm.dtype = "bfloat16";
    farm.threads = 4;
    farm.prompt = "sailors";
    farm.negativePrompt = "";
    farm.mostFrames = 21;
    farm.quality = Quality::Full;
    farm.guidance = 1.5F;
    farm.shift = 3.0F;
    farm.seed = 99;
    farm.out = "/shots/c";
    farm.shot = "sailors";
    farm.format = LayerFileFormat::Png16;
    farm.rate = FrameRate{24000, 1001};
    farm.sourceSize = false;
    farm.overwrite = true;
    farm.farm = {"slurm", 3, "16G", "4:00:00", "long"};
    RunSpec published;
    setTask(published, "matte");
    setFile(published, "rgb", "/shots/d.mov");
    published.frames = FrameRange{1001, 21};
    published.quality = Quality::Preview; // a quarter of the steps: no quality had that share, this one is nearest
    published.names = FileNames::Published;
    published.format = LayerFileFormat::Mp4;
    published.out = "/shots/d";
    return {preview, ofClip, farm, published};
}

class OldQueue : public FolderTest {};

TEST_F(OldQueue, HasTheSameItemsAndRuns)
{
    fs::copy_file(data / "queue.sqlite", folder_ / "queue.sqlite"); // opening it writes beside it
    const JobStore store(folder_ / "queue.sqlite");
    const std::vector<QueueItem> items = store.list();
    const std::vector<RunSpec> wanted = queuedRuns();
    ASSERT_EQ(items.size(), wanted.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        EXPECT_EQ(parseRunSpec(items[i].description, "item"), wanted[i]) << formatRunSpec(wanted[i]);
    for (const QueueItem& item : items)
        EXPECT_EQ(item.kind, "run");
    EXPECT_EQ(items[1].device, "cuda:0");
    EXPECT_EQ(items[3].device, "cpu");
    EXPECT_EQ(items[0].state, ItemState::Done);
    EXPECT_EQ(items[0].files, std::vector<std::string>{"/shots/harbour_layers/harbour_albedo.####.exr"});
    EXPECT_EQ(items[0].seconds, 12.5);
    EXPECT_EQ(items[1].state, ItemState::Queued);
    EXPECT_EQ(items[1].priority, 2);
    EXPECT_EQ(items[2].lane, Lane::Farm);
    EXPECT_EQ(items[3].state, ItemState::Paused);
    EXPECT_EQ(store.laneWidth(Lane::Farm), 40);
}

TEST(NewerFiles, ARunThatAsksForMoreIsRefusedAndAClipKeepsIt)
{
    try {
        parseRunSpec(R"({"task":"matte","grain":0.5})", "item 4");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr("item 4"));
        EXPECT_THAT(error.what(), HasSubstr("grain"));
    }
    auto project = nlohmann::json::parse(textOf(data / "harbour.uvx"));
    project["tracks"][1]["clips"][1]["task"]["grain"] = 0.5;
    const OpenedProject opened = parseProject(project.dump(), data, "project");
    const auto again = nlohmann::json::parse(formatProject(opened.project, data));
    EXPECT_EQ(again["tracks"][1]["clips"][1]["task"]["grain"], 0.5);
}

} // namespace
} // namespace unividx
