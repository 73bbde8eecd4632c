#include "core/export/composite.h"

#include "core/base/error.h"
#include "core/engine/fake_engine.h"
#include "core/export/model_render.h"
#include "core/layers/frame_path.h"
#include "core/layers/open_layer.h"
#include "core/media/exr_writer.h"
#include "core/media/media_reader.h"
#include "tests/core/layers/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace unividx {
namespace {

using unividx::testing::TemporaryFolder;

constexpr Resolution size{96, 64};

Image made(int channels, const std::function<float(int x, int y, int c)>& value)
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int c = 0; c < channels; ++c)
                pixels.push_back(value(x, y, c));
        }
    }
    return Image(size, channels, std::move(pixels));
}

float distance(const Image& a, const Image& b)
{
    EXPECT_EQ(a.resolution(), b.resolution());
    float largest = 0.0f;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            for (int c = 0; c < 3; ++c)
                largest = std::max(largest, std::abs(a.at(x, y, c) - b.at(x, y, c)));
        }
    }
    return largest;
}

/// A clip of three frames with its layers on disk, colours that half floats hold exactly.
class CompositeTest : public ::testing::Test {
protected:
    CompositeTest()
    {
        for (std::int64_t frame = 1001; frame <= 1003; ++frame) {
            const auto checks = made(
                3, [](int x, int y, int c) { return 0.25f + 0.125f * static_cast<float>((x / 8 + y / 8 + c) % 4); });
            write("rgb", {"R", "G", "B"}, checks, frame);
            write("albedo", {"albedo.R", "albedo.G", "albedo.B"}, checks, frame);
            write("irradiance", {"irradiance.R", "irradiance.G", "irradiance.B"},
                  made(3, [](int x, int, int) { return 0.5f + 0.25f * static_cast<float>(x % 3); }), frame);
            write("normal", {"N.X", "N.Y", "N.Z"}, made(3, [](int, int, int c) { return c == 2 ? 1.0f : 0.0f; }),
                  frame);
            write("alpha", {"alpha.A"}, made(1, [](int x, int, int) { return x < 48 ? 1.0f : 0.0f; }), frame);
            write("background", {"bg.R", "bg.G", "bg.B"}, made(3, [](int, int, int) { return 0.125f; }), frame);
        }
        files.source = pattern("rgb");
        files.layers = {{CompLayer::Albedo, pattern("albedo")},
                        {CompLayer::Irradiance, pattern("irradiance")},
                        {CompLayer::Normal, pattern("normal")},
                        {CompLayer::Alpha, pattern("alpha")},
                        {CompLayer::Background, pattern("background")}};
    }

    void write(const std::string& layer, std::vector<std::string> channels, const Image& image, std::int64_t frame)
    {
        ExrHeader header;
        header.frame = frame;
        writeExr(framePath(folder.path(), "shot", layer, frame, ".exr"),
                 {{"rgba", std::move(channels), image, layer == "normal" || layer == "alpha"}}, header);
    }
    std::filesystem::path pattern(const std::string& layer) const
    {
        return framePattern(folder.path(), "shot", layer, ".exr");
    }
    static CompStack stackOf(std::vector<NodeSettings> nodes)
    {
        CompStack stack;
        for (NodeSettings& settings : nodes)
            stack.nodes.push_back({{}, false, std::move(settings), {}});
        return stack;
    }
    ExportRequest requestOf(const Composite& composite) const
    {
        return exportRequestOf(composite, folder / "out", "shot");
    }
    Image readBack(const std::string& layer, std::int64_t frame) const
    {
        return openLayer(framePattern(folder / "out", "shot", layer, ".exr"), layer)->read(frame);
    }
    std::vector<std::string> render(Composite& composite, ModelRenderKind kind, bool ratio)
    {
        ModelRender render;
        render.kind = kind;
        render.options.modelSize = Resolution{48, 32};
        render.frames = {1001, 3};
        render.transferRatio = ratio;
        JobContext job(token);
        const auto layers = renderWithModel(composite, render, engine, requestOf(composite), job);
        EXPECT_EQ(job.progress().framesDone, 3);
        EXPECT_EQ(job.progress().done, job.progress().total);
        return layers;
    }

    TemporaryFolder folder;
    CompFiles files;
    FakeEngine engine;
    CancelToken token;
};

TEST_F(CompositeTest, OffersTheLayersThereAreAndThoseTheNodesMake)
{
    const auto names = [](const std::vector<ExportLayer>& layers) {
        std::vector<std::string> all;
        for (const ExportLayer& layer : layers)
            all.push_back(layer.name);
        return all;
    };
    CompFiles alone;
    alone.source = files.source;
    EXPECT_EQ(names(compositeLayers({}, alone)), (std::vector<std::string>{"picture", "source"}));
    EXPECT_EQ(names(compositeLayers(stackOf({MatteNode{}}), alone)),
              (std::vector<std::string>{"picture", "source", "matte"}));
    Composite all({}, files, CompositePictures::All);
    EXPECT_EQ(names(all.layers()),
              (std::vector<std::string>{"picture", "source", "albedo", "irradiance", "normal", "alpha", "background",
                                        "matte", "albedo_graded", "irradiance_relit"}));
    EXPECT_EQ(all.pictures(1002).size(), all.layers().size());
}

TEST_F(CompositeTest, AForegroundIsExportedCutOutWithItsMatteBesideIt)
{
    for (std::int64_t frame = 1001; frame <= 1003; ++frame) {
        write("foreground", {"fg.R", "fg.G", "fg.B"}, made(3, [](int, int, int c) { return 0.25f * float(c + 1); }),
              frame);
        write("half", {"alpha.A"}, made(1, [](int x, int, int) { return x < 48 ? 0.5f : 0.0f; }), frame);
    }
    files.layers[CompLayer::Foreground] = pattern("foreground");
    files.layers[CompLayer::Alpha] = pattern("half");
    Composite composite({}, files, CompositePictures::All);
    const auto& layers = composite.layers();
    const auto place =
        std::find_if(layers.begin(), layers.end(), [](const auto& each) { return each.name == "foreground"; }) -
        layers.begin();
    const Image cut = composite.pictures(1001).at(static_cast<std::size_t>(place));
    ASSERT_EQ(cut.channels(), 4);
    EXPECT_EQ(cut.at(10, 10, 1), 0.25f) << "half of it";
    EXPECT_EQ(cut.at(10, 10, 3), 0.5f);
    EXPECT_EQ(cut.at(80, 10, 1), 0.0f);
    files.layers.erase(CompLayer::Alpha);
    Composite whole({}, files, CompositePictures::All);
    EXPECT_EQ(whole.pictures(1001).at(5).channels(), 3) << "without a matte it stands as it is";
}

TEST_F(CompositeTest, ABackgroundWithoutAFileIsSaid)
{
    BackgroundNode node;
    node.from = BackgroundNode::From::File;
    EXPECT_THROW(Composite(stackOf({node}), files, CompositePictures::All), Error);
}

TEST_F(CompositeTest, PublishesTheMatteAsItWasEdited)
{
    MatteNode matte;
    matte.inverted = true;
    Composite composite(stackOf({matte}), files, CompositePictures::All);
    JobContext job(token);
    const ExportResult result = publishLayers(composite, {"alpha"}, requestOf(composite), job);
    EXPECT_EQ(result.written, 3);
    const Image alpha = readBack("alpha", 1002);
    EXPECT_EQ(alpha.at(10, 10, alpha.channels() - 1), 0.0f);
    EXPECT_EQ(alpha.at(80, 10, alpha.channels() - 1), 1.0f);
}

TEST_F(CompositeTest, ALayerTheNodesDoNotHaveIsNamed)
{
    files.layers.erase(CompLayer::Background);
    Composite composite(stackOf({MatteNode{}}), files, CompositePictures::All);
    JobContext job(token);
    EXPECT_THROW(publishLayers(composite, {"background"}, requestOf(composite), job), Error);
}

TEST_F(CompositeTest, ARatioOfUneditedLightGivesTheShotItself)
{
    Composite composite(stackOf({RelightNode{}}), files, CompositePictures::All);
    const auto layers = render(composite, ModelRenderKind::Relight, true);
    EXPECT_EQ(layers, (std::vector<std::string>{"rgb", "albedo", "irradiance"}));
    const Image shot = openMedia(files.source)->read(1002);
    // The irradiance that was published went through half float and back, and its picture was equal: so is the ratio.
    EXPECT_EQ(distance(readBack("rgb", 1002), shot), 0.0f);
}

TEST_F(CompositeTest, TheModelsPictureOfOtherLightIsAnother)
{
    RelightNode dark;
    dark.keepOriginal = 0.25f;
    Composite composite(stackOf({dark}), files, CompositePictures::All);
    render(composite, ModelRenderKind::Relight, true);
    const Image shot = openMedia(files.source)->read(1002);
    const Image relit = readBack("rgb", 1002);
    EXPECT_EQ(relit.resolution(), size);
    float shotLight = 0.0f;
    float relitLight = 0.0f;
    for (int x = 0; x < size.width; ++x) {
        shotLight += shot.at(x, 32, 1);
        relitLight += relit.at(x, 32, 1);
    }
    EXPECT_LT(relitLight, 0.95f * shotLight);
    EXPECT_NEAR(readBack("irradiance", 1002).at(3, 3, 0), 0.125f, 1e-3) << "a quarter of 0.5: the layer that was given";
}

TEST_F(CompositeTest, WithoutARatioTheModelsOwnPictureComesAtFullSize)
{
    Composite composite(stackOf({RelightNode{}}), files, CompositePictures::All);
    render(composite, ModelRenderKind::Relight, false);
    EXPECT_EQ(readBack("rgb", 1003).resolution(), size);
    EXPECT_FALSE(std::filesystem::exists(framePath(folder / "out", "shot", "plain", 1003, ".exr")));
}

TEST_F(CompositeTest, HarmonisesASubjectWithItsBackground)
{
    BackgroundNode node;
    node.from = BackgroundNode::From::CleanPlate;
    Composite composite(stackOf({MatteNode{}, node}), files, CompositePictures::All);
    const auto layers = render(composite, ModelRenderKind::Harmonise, true);
    EXPECT_EQ(layers, (std::vector<std::string>{"rgb", "alpha", "foreground", "background"}));
    EXPECT_EQ(readBack("rgb", 1001).resolution(), size);
    EXPECT_NEAR(readBack("background", 1001).at(5, 5, 0), 0.125f, 1e-3);
}

TEST_F(CompositeTest, ASubjectIsGivenToTheModelInTheColoursItsBackgroundAskedFor)
{
    BackgroundNode node;
    node.from = BackgroundNode::From::CleanPlate;
    Composite plain(stackOf({MatteNode{}, node}), files, CompositePictures::All);
    const Image before = plain.edited(1001, {"foreground"}).front();
    node.match = 1.0f;
    Composite matched(stackOf({MatteNode{}, node}), files, CompositePictures::All);
    const Image front = matched.edited(1001, {"foreground"}).front();
    const Image whole = matched.pictures(1001).front();
    EXPECT_NE(front.at(5, 5, 0), before.at(5, 5, 0));
    for (int channel = 0; channel < 3; ++channel)
        EXPECT_NEAR(front.at(5, 5, channel), whole.at(5, 5, channel), 1e-5f) << "there it covers all";
}

TEST_F(CompositeTest, ARenderThatLacksALayerSaysWhich)
{
    files.layers.erase(CompLayer::Normal);
    Composite composite(stackOf({}), files, CompositePictures::All);
    try {
        render(composite, ModelRenderKind::Relight, true);
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("normal"), std::string::npos) << error.what();
    }
}

TEST_F(CompositeTest, ACancelledRenderStops)
{
    Composite composite(stackOf({RelightNode{}}), files, CompositePictures::All);
    ModelRender render;
    render.options.modelSize = Resolution{48, 32};
    render.frames = {1001, 3};
    CancelToken stop;
    JobContext job(stop, [&](const Progress& progress) {
        if (progress.stage == Stage::Denoising)
            stop.cancel();
    });
    EXPECT_THROW(renderWithModel(composite, render, engine, requestOf(composite), job), Cancelled);
}

} // namespace
} // namespace unividx
