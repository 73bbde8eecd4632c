// The rendered suite's scenes as an engine gets them.

#include "core/base/error.h"
#include "core/engine/fake_engine.h"
#include "inference/evaluation/rendered_scenes.h"
#include "tests/inference/tiny_pack.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

SuiteOptions small()
{
    SuiteOptions options;
    options.clips = 1;
    options.frames = 2;
    options.resolution = {48, 32};
    return options;
}

TEST(RenderedScenes, FillEveryLayerOfBothFamilies)
{
    const SceneMaker scenes = renderedScenes(scene::TinyPack().write("rendered_scenes"));
    for (const Family* family : {&intrinsicFamily, &alphaFamily}) {
        const scene::SceneClip clip = scenes(*family, small(), 900'000'001);
        for (const auto& layer : clip.layers) {
            ASSERT_EQ(layer.size(), 2U);
            for (const Image& frame : layer) {
                EXPECT_EQ(frame.resolution(), (Resolution{48, 32}));
                EXPECT_EQ(frame.channels(), 3);
                for (std::size_t i = 0; i < frame.byteSize() / sizeof(float); ++i) {
                    ASSERT_GE(frame.data()[i], 0);
                    ASSERT_LE(frame.data()[i], 1);
                }
            }
        }
        EXPECT_FALSE(clip.caption.empty());
    }
}

TEST(RenderedScenes, OfTheAlphaFamilyHaveASubject)
{
    const SceneMaker scenes = renderedScenes(scene::TinyPack().write("rendered_subject"));
    for (std::int64_t seed = 900'000'001; seed < 900'000'005; ++seed) {
        const scene::SceneClip clip = scenes(alphaFamily, small(), seed);
        float covered = 0;
        for (std::size_t i = 0; i < 48 * 32; ++i)
            covered += clip.layers[1][0].data()[3 * i];
        EXPECT_GT(covered, 5) << "seed " << seed;
    }
}

TEST(RenderedScenes, RunThroughTheSuite)
{
    FakeEngine engine;
    SuiteOptions options = small();
    options.scenes = renderedScenes(scene::TinyPack().write("rendered_suite"));
    const auto groups = runSuite(engine, options, {});
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].clips.at(0).clip, "900000001");
}

TEST(RenderedScenes, NameAMissingPack)
{
    try {
        renderedScenes("/nowhere/assets.safetensors");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("/nowhere/assets.safetensors"), std::string::npos);
    }
}

} // namespace
} // namespace unividx
