#include "core/media/media_reader.h"
#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx::e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ConfigTest : public ProgramTest {
protected:
    std::filesystem::path write(const std::string& text) const
    {
        std::filesystem::create_directories(folder_ / "configs");
        std::ofstream(folder_ / "configs" / "inference.yaml") << text;
        return folder_ / "configs" / "inference.yaml";
    }

    std::vector<std::string> namesIn(const std::filesystem::path& folder) const
    {
        std::vector<std::string> names;
        for (const auto& file : filesIn(folder))
            names.push_back(file.filename().string());
        return names;
    }
};

/// The shape of the published project's files, with its keys and its kinds of values.
constexpr const char* alphaConfig = R"(
experiment_name: "univid_alpha_inference"
mode: "R2PFB"
inference_rgb_path: "assets/clip.mp4"
inference_pha_path: null
inference_fgr_path: null
inference_bgr_path: null
prompt: ""
model:
  name: 'UniVidAlpha'
  params:
    model_paths: '["models/text.pth","models/vae.pth"]'
    lora_base_model: "dit"
    lora_rank: 32
    lora_modalities: ["com","pha","fgr","bgr"]
    resume_from_checkpoint: "checkpoints/univid_alpha.safetensors"
)";

TEST_F(ConfigTest, AnAlphaConfigurationWritesTheFilesItNames)
{
    std::filesystem::create_directories(folder_ / "assets");
    makeClip("assets/clip.mp4", 30);
    const auto out = folder_ / "out";
    const auto run = unividx({"run", "--config", write(alphaConfig).string(), "--out", out.string()});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(namesIn(out), ElementsAre("bgr_gen.mp4", "fgr_gen.mp4", "pha_gen.mp4"));
    const MediaInfo info = openMedia(out / "pha_gen.mp4")->info();
    EXPECT_EQ(info.frames.count, 21);
    EXPECT_EQ(info.rate, (FrameRate{15, 1}));
}

TEST_F(ConfigTest, AnIntrinsicConfigurationWithoutInputsWritesAllFour)
{
    const auto config = write("mode: t2RAIN\n"
                              "inference_rgb_path: null\n"
                              "inference_albedo_path: null\n"
                              "prompt: \"一只小刺猬，镜头从右向左移动。\"\n"
                              "model:\n  name: 'UniVidIntrinsic'\n");
    const auto run = unividx({"run", "--config", config.string(), "--out", (folder_ / "out").string()});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(namesIn(folder_ / "out"),
                ElementsAre("albedo_gen.mp4", "irradiance_gen.mp4", "normal_gen.mp4", "rgb_gen.mp4"));
}

TEST_F(ConfigTest, AConfigurationThatIsWrongIsAnInputErrorThatNamesTheKey)
{
    const auto sentence = [&](const std::string& text) {
        const auto run = unividx({"run", "--config", write(text).string(), "--out", (folder_ / "out").string()});
        EXPECT_EQ(run.code, 3) << text;
        return run.err;
    };
    EXPECT_THAT(sentence("mode: R2XYZ\n"), HasSubstr("R2XYZ"));
    EXPECT_THAT(sentence("prompt: x\n"), HasSubstr("'mode' is missing"));
    EXPECT_THAT(sentence("mode: R2AIN\nmodel:\n  name: UniVidAlpha\n"), HasSubstr("model.name"));
    EXPECT_THAT(sentence("mode: R2AIN\nseed: many\n"), HasSubstr("seed"));
    EXPECT_THAT(sentence("mode: [R2AIN\n"), HasSubstr("YAML"));
    EXPECT_THAT(sentence("just text\n"), HasSubstr("no keys"));
    EXPECT_THAT(sentence("mode: R2AIN\ninference_rgb_path: none.mp4\n"), HasSubstr("none.mp4"));
}

TEST_F(ConfigTest, AConditionWithoutAPathIsAUsageError)
{
    const auto run = unividx({"run", "--config", write("mode: R2AIN\n").string(), "--out", (folder_ / "out").string()});
    EXPECT_EQ(run.code, 2);
    EXPECT_THAT(run.err, HasSubstr("missing: rgb"));
}

} // namespace
} // namespace unividx::e2e
