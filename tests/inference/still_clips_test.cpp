#include "core/base/error.h"
#include "inference/train/data/clip_variation.h"
#include "inference/train/data/picture_motion.h"
#include "inference/train/data/still_clips.h"
#include "inference/weights/safetensors.h"
#include "tests/core/layers/temporary_folder.h"

#include <gmock/gmock.h>
#include <torch/utils.h>

namespace unividx {
namespace {

using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

constexpr TrainingShape one{{16, 16}, 1};

/// `count` pictures of one colour.
at::Tensor plain(std::int64_t count, std::array<int, 3> color)
{
    at::Tensor pictures = at::empty({count, 3, 24, 32}, at::kByte);
    for (std::int64_t channel = 0; channel < 3; ++channel)
        pictures.select(1, channel).fill_(color[static_cast<std::size_t>(channel)]);
    return pictures;
}

TensorMap intrinsicPictures()
{
    return {{"rgb", plain(3, {100, 100, 100})},
            {"albedo", plain(3, {200, 0, 0})},
            {"irradiance", plain(3, {0, 50, 0})},
            {"normal", plain(3, {204, 128, 230})}};
}

/// Mattes that rise from left to right, over pictures of one colour.
TensorMap alphaPictures()
{
    const at::Tensor ramp = at::arange(0, 256, 8, at::kByte).view({1, 1, 1, 32}).expand({2, 1, 24, 32}).contiguous();
    return {{"alpha", ramp}, {"foreground", plain(2, {180, 90, 20})}, {"background", plain(4, {10, 60, 240})}};
}

class StillClipsFile : public ::testing::Test {
protected:
    StillClips clips(const TensorMap& pictures, bool degrade = false,
                     const std::map<std::string, std::string>& metadata = {})
    {
        DataSource source;
        source.kind = DataSource::Kind::Stills;
        source.path = folder_.path() / "stills.safetensors";
        source.degrade = degrade;
        writeSafetensors(source.path, pictures, metadata);
        return {source, 7};
    }

    std::string complaintAbout(const TensorMap& pictures)
    {
        try {
            clips(pictures);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input);
            EXPECT_THAT(error.what(), HasSubstr("stills.safetensors"));
            return error.what();
        }
        return "no complaint";
    }

    TemporaryFolder folder_;
};

double meanOf(const TrainingClip& clip, std::int64_t row, std::int64_t channel)
{
    return (clip.videos[row][channel].mean().item<double>() + 1) / 2;
}

TEST_F(StillClipsFile, GiveEveryLayerInTheFamilysOrderAndMirrorNormalsWithThePicture)
{
    StillClips source = clips(intrinsicPictures(), false, {{"captions", "A.\nB.\nC."}});
    EXPECT_TRUE(source.has(intrinsicFamily));
    EXPECT_FALSE(source.has(alphaFamily));
    int right = 0;
    for (std::int64_t index = 0; index < 20; ++index) {
        const TrainingClip clip = source.clip(intrinsicFamily, index, one);
        EXPECT_EQ(clip.videos.sizes(), (std::vector<std::int64_t>{4, 3, 1, 16, 16}));
        EXPECT_THAT(clip.caption, ::testing::AnyOf("A.", "B.", "C."));
        EXPECT_NEAR(meanOf(clip, 0, 1), 100 / 255.0, 1e-4);
        EXPECT_NEAR(meanOf(clip, 1, 0), 200 / 255.0, 1e-4);
        EXPECT_NEAR(meanOf(clip, 2, 1), 50 / 255.0, 1e-4);
        const at::Tensor normal = clip.videos[3].mean({1, 2, 3});
        EXPECT_NEAR(normal.norm().item<double>(), 1, 1e-4);
        EXPECT_NEAR(std::abs(normal[0].item<double>()), 0.6, 0.02);
        right += normal[0].item<double>() > 0;
    }
    EXPECT_GT(right, 3);
    EXPECT_LT(right, 17);
}

TEST_F(StillClipsFile, PutForegroundsBeforeBackgroundsSoThatTheCompositionHolds)
{
    StillClips source = clips(alphaPictures());
    const TrainingClip clip = source.clip(alphaFamily, 3, {{16, 16}, 5});
    const at::Tensor values = (clip.videos + 1) / 2;
    const at::Tensor alpha = values[1];
    EXPECT_GT(alpha.max().item<float>() - alpha.min().item<float>(), 0.3F);
    EXPECT_TRUE(at::allclose(values[0], alpha * values[2] + (1 - alpha) * values[3], 0, 1e-5));
    EXPECT_NEAR(meanOf(clip, 3, 2), 240 / 255.0, 1e-4);
    EXPECT_FALSE(at::equal(values.select(2, 0), values.select(2, 4))) << "the part that is seen drifts";
    EXPECT_TRUE(at::equal(clip.videos, source.clip(alphaFamily, 3, {{16, 16}, 5}).videos));
}

TEST_F(StillClipsFile, HaveCameraFaultsOnRgbAloneWhereTheseAreAskedFor)
{
    StillClips clean = clips(alphaPictures());
    StillClips faulty = clips(alphaPictures(), true);
    int changed = 0;
    for (std::int64_t index = 0; index < 12; ++index) {
        const at::Tensor a = clean.clip(alphaFamily, index, one).videos;
        const at::Tensor b = faulty.clip(alphaFamily, index, one).videos;
        changed += !at::equal(a[0], b[0]);
        EXPECT_TRUE(at::equal(a.narrow(0, 1, 3), b.narrow(0, 1, 3)));
    }
    EXPECT_GT(changed, 2);
}

TEST_F(StillClipsFile, AreRefusedWhereTheyDoNotFitTogether)
{
    TensorMap pictures = intrinsicPictures();
    pictures["albedo"] = plain(2, {1, 1, 1});
    EXPECT_THAT(complaintAbout(pictures), HasSubstr("albedo"));
    pictures = intrinsicPictures();
    pictures["depth"] = plain(3, {1, 1, 1});
    EXPECT_THAT(complaintAbout(pictures), HasSubstr("'depth' must be named after a modality"));
    pictures = intrinsicPictures();
    pictures["rgb"] = pictures["rgb"].to(at::kFloat);
    EXPECT_THAT(complaintAbout(pictures), HasSubstr("8-bit"));
    pictures = alphaPictures();
    pictures.erase("background");
    EXPECT_THAT(complaintAbout(pictures), HasSubstr("neither"));
}

TEST(PictureMotion, ShowsThePartItSays)
{
    // Every pixel holds its column's number.
    const at::Tensor columns = at::arange(0, 64, at::kFloat).view({1, 1, 1, 64}).expand({1, 1, 48, 64}).contiguous();
    PictureMotion motion;
    EXPECT_TRUE(at::allclose(augmented(columns, motion, {{64, 48}, 1}), columns, 0, 1e-3));
    motion.scale = 0.5;
    motion.across = 1;
    motion.driftAcross = -0.25;
    const at::Tensor right = augmented(columns, motion, {{64, 48}, 2});
    EXPECT_NEAR(right[0][0].mean().item<double>(), 47.5, 0.2);
    EXPECT_NEAR(right[0][1].mean().item<double>(), 39.5, 0.2);
    motion.mirrored = true;
    EXPECT_TRUE(at::allclose(augmented(columns, motion, {{64, 48}, 2}), right.flip({-1}), 0, 1e-2));
}

TEST(Varied, PutsASubjectBeforeAnothersBackground)
{
    const auto clip = [](float foreground, float background) {
        TrainingClip made;
        made.videos = at::zeros({4, 3, 1, 16, 16});
        made.videos[1].fill_(1.0F); // opaque
        made.videos[2].fill_(foreground);
        made.videos[3].fill_(background);
        made.videos[0].fill_(foreground);
        return made;
    };
    const TrainingClip made = varied(alphaFamily, clip(0.5F, -0.5F), clip(-0.9F, 0.25F), 3, one);
    EXPECT_NEAR(made.videos[3].mean().item<double>(), 0.25, 1e-4);
    EXPECT_NEAR(made.videos[1].mean().item<double>(), 1, 1e-4);
    EXPECT_NEAR(made.videos[0].mean().item<double>(), made.videos[2].mean().item<double>(), 0.05);
    EXPECT_TRUE(at::equal(made.videos, varied(alphaFamily, clip(0.5F, -0.5F), clip(-0.9F, 0.25F), 3, one).videos));
}

} // namespace
} // namespace unividx
