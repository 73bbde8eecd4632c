#include "core/base/error.h"
#include "inference/train/train_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace unividx {
namespace {

class TrainConfigFile : public testing::Test {
protected:
    TrainConfig read(const std::string& text)
    {
        std::ofstream(file_) << text;
        return readTrainConfig(file_);
    }

    std::string complaintAbout(const std::string& text)
    {
        try {
            read(text);
        } catch (const Error& error) {
            return error.what();
        }
        return "no complaint";
    }

    std::filesystem::path file_ = std::filesystem::path(testing::TempDir()) / "unividx_train_config.yaml";
};

TEST_F(TrainConfigFile, IsReadWithPathsRelativeToItself)
{
    const TrainConfig config = read("stage: vae\nout: runs/a\nsteps: 7\nresolution: 64x48\nfamilies: [alpha]\n");
    EXPECT_EQ(config.stage, TrainConfig::Stage::Vae);
    EXPECT_EQ(config.out, file_.parent_path() / "runs/a");
    EXPECT_EQ(config.steps, 7);
    EXPECT_EQ(config.shape.resolution, (Resolution{64, 48}));
    EXPECT_THAT(config.families, testing::ElementsAre(&alphaFamily));
}

TEST_F(TrainConfigFile, ListsSourcesOfClips)
{
    const TrainConfig plain = read("stage: vae\nout: a\n");
    ASSERT_EQ(plain.data.size(), 1U);
    EXPECT_EQ(plain.data[0].kind, DataSource::Kind::Procedural);
    EXPECT_TRUE(plain.data[0].degrade);
    const TrainConfig config = read("stage: vae\nout: a\ndata:\n"
                                    "  - {source: procedural, degrade: false}\n"
                                    "  - {source: folders, path: sets/a, backgrounds: plates, share: 2.5}\n"
                                    "  - {source: stills, path: sets/b.safetensors}\n");
    ASSERT_EQ(config.data.size(), 3U);
    EXPECT_EQ(config.data[2].kind, DataSource::Kind::Stills);
    EXPECT_TRUE(config.data[2].degrade);
    EXPECT_FALSE(config.data[0].degrade);
    EXPECT_EQ(config.data[1].kind, DataSource::Kind::Folders);
    EXPECT_EQ(config.data[1].path, file_.parent_path() / "sets/a");
    EXPECT_EQ(config.data[1].backgrounds, file_.parent_path() / "plates");
    EXPECT_EQ(config.data[1].share, 2.5);
    EXPECT_FALSE(config.data[1].degrade);
}

TEST_F(TrainConfigFile, MayGiveAFamilyABatchOfItsOwn)
{
    const TrainConfig config = read("stage: dit\nout: a\nvae: v\nbatch: 4\nfamily_batch: {alpha: 6}\n");
    EXPECT_EQ(config.batchOf(alphaFamily), 6);
    EXPECT_EQ(config.batchOf(intrinsicFamily), 4);
}

TEST_F(TrainConfigFile, IsRefusedWithTheSettingAtFault)
{
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nstpes: 7\n"), testing::HasSubstr("stpes"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nsteps: many\n"), testing::HasSubstr("steps"));
    EXPECT_THAT(complaintAbout("stage: film\nout: a\n"), testing::HasSubstr("film"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\ndata: []\n"), testing::HasSubstr("'data'"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\ndata: [{source: folders}]\n"), testing::HasSubstr("'path'"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\ndata: [{sauce: folders}]\n"), testing::HasSubstr("sauce"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\ndata: [{share: 0}]\n"), testing::HasSubstr("'share'"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nvalidate_every: -1\n"), testing::HasSubstr("'validate_every'"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nframes: 4\n"), testing::HasSubstr("frames"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nresolution: 100x96\n"), testing::HasSubstr("resolution"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nresolution: wide\n"), testing::HasSubstr("resolution"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\n"), testing::HasSubstr("'vae'"));
    EXPECT_THAT(complaintAbout("stage: joint\nout: a\n"), testing::HasSubstr("'vae'"));
    EXPECT_THAT(complaintAbout("stage: joint\nout: a\nvae: v\ntrain: adapters\n"), testing::HasSubstr("'train'"));
    EXPECT_THAT(complaintAbout("stage: joint\nout: a\nvae: v\nframes: 5\n"), testing::HasSubstr("vae_time"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\nvae: v\npatch: 3\n"), testing::HasSubstr("'patch'"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\nvae: v\nsingles: 2\n"), testing::HasSubstr("'singles'"));
    EXPECT_THAT(complaintAbout("stage: joint\nout: a\nvae: v\npicture_steps: -1\n"),
                testing::HasSubstr("'picture_steps'"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\nvae: v\ntask_weights: {R2D2: 3}\n"), testing::HasSubstr("R2D2"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\nvae: v\nfamily_batch: {beta: 2}\n"), testing::HasSubstr("beta"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\ntrain: adapters\n"), testing::HasSubstr("'train'"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\nvae: v\ntrain: decoder\n"), testing::HasSubstr("'train'"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\npure_noise: 1.5\n"), testing::HasSubstr("'pure_noise'"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nweighting: heavy\n"), testing::HasSubstr("heavy"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nffn_adapter: first\n"), testing::HasSubstr("first"));
    EXPECT_THAT(complaintAbout("- a list"), testing::HasSubstr("map of settings"));
    EXPECT_THAT(complaintAbout("{"), testing::HasSubstr(file_.string()));
}

} // namespace
} // namespace unividx
