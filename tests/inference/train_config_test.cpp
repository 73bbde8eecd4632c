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
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nframes: 4\n"), testing::HasSubstr("frames"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nresolution: 100x96\n"), testing::HasSubstr("resolution"));
    EXPECT_THAT(complaintAbout("stage: vae\nout: a\nresolution: wide\n"), testing::HasSubstr("resolution"));
    EXPECT_THAT(complaintAbout("stage: dit\nout: a\n"), testing::HasSubstr("'vae'"));
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
