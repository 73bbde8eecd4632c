#include "core/queue/item_kind.h"

#include "core/base/error.h"
#include "core/export/export_names.h"
#include "core/run/run_fields.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

namespace unividx {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RunSpec run()
{
    RunSpec spec;
    setTask(spec, "decompose");
    setFile(spec, "rgb", "/shots/harbour.mov");
    spec.out = "/shots/layers";
    spec.shot = "harbour";
    spec.device = "cuda:1";
    return spec;
}

RenderSpec render()
{
    RenderSpec spec;
    spec.files.source = "/shots/harbour.mov";
    spec.files.layers[CompLayer::Albedo] = "/shots/layers/harbour_albedo.####.exr";
    spec.stack.nodes.push_back({{}, false, RelightNode{}, {}});
    spec.kind = ModelRenderKind::Relight;
    spec.frames = {1001, 12};
    RunSpec clip = runOfShot();
    clip.prompt = "a harbour at dawn";
    clip.steps = 7;
    clip.ownNumbers = true;
    clip.device = "cuda:0";
    clip.frames = FrameRange{3, 4};
    clip.extra = R"({"later":1})";
    spec.run = renderOptionsOf(clip);
    spec.folder = "/shots/relit José";
    spec.shot = "harbour";
    spec.order = "0123456789abcdef";
    return spec;
}

ExportSpec exportOf()
{
    ExportSpec spec;
    spec.files.source = "/shots/harbour.mov";
    spec.asked.settings = findExportPreset("png16")->settings;
    spec.asked.preset = "png16";
    spec.asked.folder = "/shots/export";
    spec.asked.shot = "harbour";
    spec.asked.layers = compositeLayers(spec.stack, spec.files);
    spec.asked.frames = {1001, 3};
    spec.asked.order = "0123456789abcdef";
    spec.pictures = CompositePictures::PictureAlone;
    spec.proxy = 0.5;
    return spec;
}

PublishSpec publishOf()
{
    PublishSpec spec;
    spec.files.source = "/shots/harbour.mov";
    spec.layers = {"alpha"};
    spec.frames = {1001, 3};
    spec.folder = "/shots/layers/matte";
    spec.shot = "harbour";
    spec.order = "0123456789abcdef";
    return spec;
}

std::vector<NewItem> oneOfEachKind()
{
    return {newItem(run()), newItem(render()), newItem(exportOf()), newItem(publishOf())};
}

TEST(ItemKinds, EveryKindHasARowThatReadsWhatItWrites)
{
    std::set<std::string> names;
    const std::vector<NewItem> items = oneOfEachKind();
    ASSERT_EQ(items.size(), itemKinds().size()) << "a kind without a test";
    for (const NewItem& item : items) {
        SCOPED_TRACE(item.kind);
        const ItemKind& kind = itemKind(item.kind);
        EXPECT_TRUE(names.insert(item.kind).second);
        EXPECT_EQ(kind.title(item.description), item.title);
        kind.check(item.description, "item 1");
        for (const char* nonsense : {"", "{}x", "[]", R"({"task":"matte","later":1})"}) {
            try {
                kind.check(nonsense, "item 1");
                ADD_FAILURE() << nonsense << " was taken";
            } catch (const Error& error) {
                EXPECT_EQ(error.kind(), ErrorKind::Input);
                EXPECT_THAT(error.what(), HasSubstr("item 1"));
            }
        }
        EXPECT_NE(kind.copied(item.description, 5), item.description) << "a copy has files of its own";
        kind.check(kind.copied(item.description, 5), "its copy");
        if (kind.smaller)
            kind.check(kind.smaller(item.description, 1, 21, 5), "a smaller one");
    }
    EXPECT_EQ(findItemKind("hologram"), nullptr);
    EXPECT_THROW(itemKind("hologram"), Error);
}

TEST(ItemKinds, EachSaysWhatItNeeds)
{
    const std::vector<NewItem> items = oneOfEachKind();
    EXPECT_EQ(items[0].lane, Lane::Accelerator);
    EXPECT_EQ(items[0].device, "cuda:1");
    EXPECT_EQ(items[1].device, "cuda:0");
    EXPECT_EQ(items[1].frames, 12);
    EXPECT_EQ(items[2].lane, Lane::Export);
    EXPECT_EQ(items[2].frames, 3);
    RunSpec farm = run();
    farm.farm.engine = "slurm";
    EXPECT_EQ(newItem(farm).lane, Lane::Farm);
    RunSpec preview = run();
    preview.quality = Quality::Preview;
    EXPECT_LT(newItem(preview).cost, items[0].cost);
}

TEST(ItemKinds, ARenderIsTheSameAfterItWasWritten)
{
    const RenderSpec spec = render();
    EXPECT_EQ(parseRenderSpec(formatRenderSpec(spec), "item"), spec);
    EXPECT_EQ(spec.run.prompt, "a harbour at dawn");
    EXPECT_EQ(spec.run.steps, 7);
    EXPECT_FALSE(spec.run.frames) << "a render has frames of its own";
}

TEST(ItemKinds, LayersToPublishAreTheSameAfterTheyWereWritten)
{
    EXPECT_EQ(parsePublishSpec(formatPublishSpec(publishOf()), "item"), publishOf());
}

TEST(ItemKinds, AnExportKeepsItsSizeAndPictures)
{
    const ExportSpec read = parseExportSpec(formatExportSpec(exportOf()), "item");
    EXPECT_EQ(read.pictures, CompositePictures::PictureAlone);
    EXPECT_EQ(read.proxy, 0.5);
}

TEST(ItemKinds, PreflightRefusesWhatIsKnownToFail)
{
    class Silent final : public JobLog {
    public:
        void note(const std::string&) override {}
        void warning(const std::string&) override {}
        void waiting(const std::string&) override {}
        void planned(const WindowFigures&) override {}
        void engineReady(const EngineNews&) override {}
    } log;
    std::vector<std::string> models;
    const PreflightTools tools{log, [&](const std::string& model) { models.push_back(model); }};
    for (const NewItem& item : oneOfEachKind())
        itemKind(item.kind).preflight(item.description, tools);
    EXPECT_THAT(models, ElementsAre("mini", "mini"));
    RunSpec wrong = run();
    wrong.steps = 0;
    EXPECT_THROW(itemKind("run").preflight(newItem(wrong).description, tools), Error);
    ExportSpec contradicts = exportOf();
    contradicts.asked.settings.pattern = "no number";
    EXPECT_THROW(itemKind("export").preflight(newItem(contradicts).description, tools), Error);
}

QueueItem done(const NewItem& item, FrameRange frames)
{
    QueueItem queued;
    queued.kind = item.kind;
    queued.description = item.description;
    queued.state = ItemState::Done;
    queued.frames = frames;
    queued.finished = 1'800'000'000;
    return queued;
}

TEST(ItemKinds, RunsAndRendersLeaveTakes)
{
    const std::vector<NewItem> items = oneOfEachKind();
    const auto take = takeOf(done(items[0], {1001, 5}));
    ASSERT_TRUE(take);
    EXPECT_EQ(take->folder, "/shots/layers");
    EXPECT_EQ(take->layerPrefix, "harbour");
    EXPECT_EQ(take->frames, (FrameRange{1001, 5}));
    EXPECT_THAT(take->layers, ElementsAre("albedo", "irradiance", "normal"));
    EXPECT_EQ(take->created, "2027-01-15T08:00:00Z");
    const auto relit = takeOf(done(items[1], {1001, 12}));
    ASSERT_TRUE(relit);
    EXPECT_TRUE(relit->edited);
    EXPECT_THAT(relit->layers, ElementsAre("rgb", "albedo", "irradiance"));
    EXPECT_FALSE(takeOf(done(items[2], {1001, 3})));
    QueueItem waiting = done(items[0], {1001, 5});
    waiting.state = ItemState::Queued;
    EXPECT_FALSE(takeOf(waiting));
}

class LatestFramesTest : public FolderTest {};

TEST_F(LatestFramesTest, OfARunAreTheLastOnesOfItsFirstLayer)
{
    RunSpec spec = run();
    spec.out = folder_;
    for (int frame = 1001; frame <= 1006; ++frame) {
        std::ofstream(folder_ / ("harbour_albedo." + std::to_string(frame) + ".exr")) << "";
        std::ofstream(folder_ / ("harbour_normal." + std::to_string(frame) + ".exr")) << "";
    }
    std::ofstream(folder_ / ".harbour_albedo.1007.exr") << ""; // not yet in place
    QueueItem item = done(newItem(spec), {});
    item.state = ItemState::Running;
    std::vector<std::int64_t> frames;
    for (const LatestFrame& latest : latestFrames(item, folder_ / "queue", 3)) {
        frames.push_back(latest.frame);
        EXPECT_THAT(latest.file.string(), HasSubstr("harbour_albedo"));
    }
    EXPECT_THAT(frames, ElementsAre(1004, 1005, 1006));
}

TEST_F(LatestFramesTest, OfAnExportAreTheLastFilesThereAre)
{
    ExportSpec spec = exportOf();
    spec.asked.folder = folder_;
    std::ofstream(framePaths(spec.asked, 1001).front()) << "";
    const auto latest = latestFrames(done(newItem(spec), {}), folder_ / "queue");
    ASSERT_EQ(latest.size(), 1U);
    EXPECT_EQ(latest.front().frame, 1001);
}

} // namespace
} // namespace unividx
