// What a path-traced clip promises: both equations, unit normals, one picture a seed, and a file the trainer reads.

#include "inference/train/scene/rendered/clip_shard.h"

#include "core/base/error.h"
#include "inference/train/scene/rendered/ray_scene.h"
#include "inference/train/scene/rendered/stage_maker.h"
#include "inference/train/scene/rendered/sunbeam.h"
#include "inference/train/scene/srgb.h"
#include "inference/weights/safetensors_header.h"
#include "tests/inference/tiny_pack.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

namespace unividx::scene {
namespace {

const AssetPack& pack()
{
    static const AssetPack loaded = AssetPack::open(TinyPack().write("rendered_clip"));
    return loaded;
}

const Catalog& catalog()
{
    static const Catalog made(pack());
    return made;
}

RenderedOptions small(const std::string& kind = "")
{
    RenderedOptions options;
    options.size = {48, 36};
    options.frames = 2;
    options.samples = 4;
    options.lightSamples = 2;
    options.kind = kind;
    return options;
}

std::string nameOf(const testing::TestParamInfo<SetKind>& info)
{
    return info.param.name;
}

class EachKind : public testing::TestWithParam<SetKind> {};
INSTANTIATE_TEST_SUITE_P(Rendered, EachKind, testing::ValuesIn(setKinds()), nameOf);

TEST_P(EachKind, GivesAlbedoTimesIrradiancePlusGloss)
{
    const RenderedClip clip = renderClip(21, pack(), catalog(), small(GetParam().name));
    int checked = 0;
    for (const RenderedFrame& f : clip.frames) {
        for (std::size_t i = 0; i < f.cleanRgb.size(); ++i) {
            // Mixed pixels are composed on display values, so their gloss may exceed what is shown.
            if (f.alpha[i / 3] > 0 && f.alpha[i / 3] < 1)
                continue;
            const float product = srgbDecode(f.albedo[i]) * srgbDecode(f.irradiance[i]) + f.gloss[i];
            // The encoding's table is within 2e-5 of the formula, steepest near black.
            EXPECT_NEAR(product, srgbDecode(f.cleanRgb[i]), 2e-3F);
            ++checked;
        }
    }
    EXPECT_GT(checked, 1000);
}

TEST_P(EachKind, ComposesToTheFrame)
{
    const RenderedClip clip = renderClip(22, pack(), catalog(), small(GetParam().name));
    for (const RenderedFrame& f : clip.frames) {
        for (std::size_t i = 0; i < f.cleanRgb.size(); ++i) {
            const float a = f.alpha[i / 3];
            EXPECT_NEAR(a * f.foreground[i] + (1 - a) * f.background[i], f.cleanRgb[i], 1e-5F);
        }
    }
}

TEST_P(EachKind, HasUnitNormalsAndDepthWhereThereIsASurface)
{
    const RenderedClip clip = renderClip(23, pack(), catalog(), small(GetParam().name));
    std::size_t known = 0;
    for (const RenderedFrame& f : clip.frames) {
        for (std::size_t i = 0; i < f.depth.size(); ++i) {
            const Vec3 n{f.normal[3 * i], f.normal[3 * i + 1], f.normal[3 * i + 2]};
            if (dot(n, n) == 0)
                continue;
            ++known;
            EXPECT_NEAR(length(n), 1, 1e-4F);
        }
        for (const float d : f.depth)
            EXPECT_GE(d, 0);
    }
    EXPECT_GT(known, 20U);
}

TEST_P(EachKind, TracesNormalsThatFaceTheRay)
{
    const StagedScene stage = makeStage(24, pack(), catalog(), {GetParam().name});
    const RayScene rays(stage);
    Random random(5);
    int hits = 0;
    for (int i = 0; i < 2000; ++i) {
        const Vec3 direction = random.direction();
        const auto hit = rays.trace(stage.camera.first.position, direction, 0, Visible::Everything);
        if (!hit)
            continue;
        ++hits;
        EXPECT_NEAR(length(hit->normal), 1, 1e-4F);
        EXPECT_GT(-dot(hit->normal, direction), 0);
        EXPECT_GT(-dot(hit->flat, direction), -1e-5F);
    }
    EXPECT_GT(hits, 10);
}

TEST(RenderedClip, IsTheSameForTheSameSeed)
{
    const RenderedClip a = renderClip(31, pack(), catalog(), small());
    const RenderedClip b = renderClip(31, pack(), catalog(), small());
    const RenderedClip c = renderClip(32, pack(), catalog(), small());
    ASSERT_EQ(a.frames.size(), b.frames.size());
    for (std::size_t i = 0; i < a.frames.size(); ++i) {
        EXPECT_EQ(a.frames[i].rgb, b.frames[i].rgb);
        EXPECT_EQ(a.frames[i].normal, b.frames[i].normal);
        EXPECT_EQ(a.frames[i].alpha, b.frames[i].alpha);
        EXPECT_EQ(a.frames[i].depth, b.frames[i].depth);
    }
    EXPECT_NE(a.frames[0].rgb, c.frames[0].rgb);
}

TEST(RenderedClip, CameraFaultsChangeTheFrameAlone)
{
    RenderedOptions clean = small();
    clean.cameraFaults = false;
    int changed = 0;
    for (std::uint64_t seed = 40; seed < 44; ++seed) {
        const RenderedClip a = renderClip(seed, pack(), catalog(), small());
        const RenderedClip b = renderClip(seed, pack(), catalog(), clean);
        EXPECT_EQ(b.frames[0].rgb, b.frames[0].cleanRgb);
        EXPECT_EQ(a.frames[0].cleanRgb, b.frames[0].cleanRgb);
        EXPECT_EQ(a.frames[0].albedo, b.frames[0].albedo);
        changed += a.frames[0].rgb != b.frames[0].rgb ? 1 : 0;
    }
    EXPECT_GT(changed, 1);
}

TEST(RenderedClip, BackdropAlwaysHasASubject)
{
    for (std::uint64_t seed = 50; seed < 54; ++seed) {
        const RenderedClip clip = renderClip(seed, pack(), catalog(), small("backdrop"));
        EXPECT_TRUE(clip.hasSubject);
        float covered = 0;
        for (const float a : clip.frames[0].alpha)
            covered += a;
        EXPECT_GT(covered, 10); // of 1728 pixels
    }
}

TEST_P(EachKind, HasASubjectIfAskedFor)
{
    RenderedOptions options = small(GetParam().name);
    options.needsSubject = true;
    options.frames = 1;
    EXPECT_TRUE(renderClip(55, pack(), catalog(), options).hasSubject);
}

TEST(RenderedClip, RefusesImpossibleOptions)
{
    RenderedOptions options = small();
    options.frames = 0;
    EXPECT_THROW(renderClip(1, pack(), catalog(), options), Error);
    options = small("moon");
    EXPECT_THROW(renderClip(1, pack(), catalog(), options), Error);
    options = small();
    options.lightSamples = 9;
    EXPECT_THROW(renderClip(1, pack(), catalog(), options), Error);
}

TEST(Sunbeam, PassesBetweenBarsAndSlatsOnly)
{
    BeamWindow window;
    window.columns = 2;
    window.bars = 0.1F;
    EXPECT_EQ(window.passes(0.25F, 0.5F), 1);
    EXPECT_EQ(window.passes(0.5F, 0.5F), 0) << "the bar in the middle";
    EXPECT_EQ(window.passes(-0.01F, 0.5F), 0) << "beside the window";
    EXPECT_EQ(window.passes(0.25F, 1.5F), 0) << "above the window";
    window.slats = 10;
    window.slatShare = 0.5F;
    EXPECT_EQ(window.passes(0.25F, 0.32F), 0) << "the lower half of each tenth is a slat";
    EXPECT_EQ(window.passes(0.25F, 0.38F), 1);
}

TEST(Sunbeam, FallsOnSomethingInTheFrame)
{
    int lit = 0;
    for (std::uint64_t seed = 300; seed < 312; ++seed) {
        StagedScene stage = makeStage(seed, pack(), catalog(), {"room", 4.0F / 3, false});
        const std::size_t before = stage.lights.size();
        if (!stage.lights.empty() && stage.lights.back().kind == LightKind::Beam)
            stage.lights.pop_back();
        Random random(seed);
        addSunbeam(stage, random, 4.0F / 3);
        if (stage.lights.empty() || stage.lights.back().kind != LightKind::Beam)
            continue;
        EXPECT_LE(stage.lights.size(), before + 1);
        const StageLight& beam = stage.lights.back();
        EXPECT_GT(beam.position.y, 0) << "the sun stands above the horizon";
        EXPECT_GT(luminance(beam.strength), 0);
        const Vec3 middle = beam.corner + beam.edgeU * 0.5F + beam.edgeV * 0.5F;
        const WindowPoint point = meetsWindow(beam, middle - beam.position * 2.0F, beam.position);
        EXPECT_NEAR(point.distance, 2, 1e-3);
        EXPECT_NEAR(point.across, 0.5, 1e-3);
        EXPECT_NEAR(point.up, 0.5, 1e-3);
        ++lit;
    }
    EXPECT_GE(lit, 6);
}

TEST(ClipShard, WritesWhatTheTrainerReads)
{
    ClipShard shard;
    shard.add(renderClip(60, pack(), catalog(), small("backdrop")));
    shard.add(renderClip(61, pack(), catalog(), small("table")));
    const auto path = std::filesystem::path(testing::TempDir()) / "shard.safetensors";
    shard.write(path, "mixed", 60);
    const SafetensorsHeader header = readSafetensorsHeader(path);
    using Shape = std::vector<std::int64_t>;
    for (const char* name : {"rgb", "albedo", "irradiance", "normal", "foreground", "background"}) {
        ASSERT_TRUE(header.tensors.contains(name)) << name;
        EXPECT_EQ(header.tensors.at(name).dtype, "U8");
        EXPECT_EQ(header.tensors.at(name).shape, (Shape{4, 36, 48, 3}));
    }
    EXPECT_EQ(header.tensors.at("alpha").shape, (Shape{4, 36, 48}));
    EXPECT_EQ(header.tensors.at("depth").dtype, "F16");
    EXPECT_EQ(header.metadata.at("clips"), "2");
    EXPECT_EQ(header.metadata.at("frames"), "2");
    EXPECT_EQ(header.metadata.at("seed"), "60");
    EXPECT_EQ(header.metadata.at("subject").at(0), '1');
}

TEST(ClipShard, RefusesClipsOfAnotherSize)
{
    ClipShard shard;
    shard.add(renderClip(60, pack(), catalog(), small("table")));
    RenderedOptions other = small("table");
    other.frames = 1;
    EXPECT_THROW(shard.add(renderClip(61, pack(), catalog(), other)), Error);
}

TEST(ClipShard, RoundsToHalfFloats)
{
    EXPECT_EQ(halfBits(0), 0);
    EXPECT_EQ(halfBits(1), 0x3C00);
    EXPECT_EQ(halfBits(2.5F), 0x4100);
    EXPECT_EQ(halfBits(65504), 0x7BFF);
    EXPECT_EQ(halfBits(1e9F), 0x7BFF);
    EXPECT_EQ(halfBits(-1), 0);
    EXPECT_EQ(halfBits(1.00048828125F), 0x3C00); // halfway: to even
}

} // namespace
} // namespace unividx::scene
