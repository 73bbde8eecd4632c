#include "core/run/run_options.h"

#include "core/base/error.h"

#include <gmock/gmock.h>

#include <random>

namespace unividx {
namespace {

using testing::HasSubstr;

RunOptions full()
{
    RunOptions options;
    options.task = "R2AIN";
    options.inputs = {{"rgb", "/shots/José/plate.####.exr", "beauty"}, {"albedo", "a.mp4"}};
    options.kept = {"albedo", "normal"};
    options.model = "mini";
    options.device = {"cuda:1", "bfloat16", 3};
    options.prompt = "a \"room\"\n";
    options.negativePrompt = "";
    options.frames = FrameRange{-5, 20};
    options.mostFrames = 21;
    options.steps = 7;
    options.stepsShare = 0.25;
    options.guidance = 1.5f;
    options.shift = 3.0f;
    options.seed = 18446744073709551615U;
    options.modelSize = Resolution{640, 480};
    options.window = 9;
    options.overlap = 2;
    options.out = "/out/映像";
    options.shot = "sh010";
    options.format = LayerFileFormat::Png16;
    options.names = FileNames::Published;
    options.rate = FrameRate{24000, 1001};
    options.sourceSize = false;
    options.overwrite = true;
    options.farm = {"slurm", 4, "16G", "4:00:00", "gpu"};
    return options;
}

TEST(RunOptions, AreTheSameAfterTheyWereWrittenAndRead)
{
    EXPECT_EQ(parseRunOptions(formatRunOptions(full()), "item 1"), full());
    EXPECT_EQ(parseRunOptions(formatRunOptions({}), "item 1"), RunOptions());
    EXPECT_EQ(formatRunOptions(full()).find('\n'), std::string::npos) << "one line";
}

TEST(RunOptions, SayWhatIsWrongWithATextAndWhere)
{
    const auto sentenceOf = [](const char* text) -> std::string {
        try {
            parseRunOptions(text, "item 4");
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input);
            return error.what();
        }
        return "nothing";
    };
    EXPECT_THAT(sentenceOf("{"), HasSubstr("item 4"));
    EXPECT_THAT(sentenceOf("[]"), HasSubstr("not an object"));
    EXPECT_THAT(sentenceOf(R"({"steps": "many"})"), HasSubstr("steps"));
    EXPECT_THAT(sentenceOf(R"({"width": 5})"), HasSubstr("height"));
    EXPECT_THAT(sentenceOf(R"({"format": "tiff"})"), HasSubstr("format"));
    EXPECT_THAT(sentenceOf(R"({"inputs": [{"name": "rgb"}]})"), HasSubstr("inputs[0]"));
    EXPECT_THAT(sentenceOf(R"({"denoise_twice": true})"), HasSubstr("denoise_twice"));
}

TEST(RunOptions, TextsThatWereDamagedAreErrorsAndNothingWorse)
{
    const std::string good = formatRunOptions(full());
    for (unsigned seed = 0; seed < 2000; ++seed) {
        std::mt19937 random(seed);
        std::string text = good;
        for (unsigned hit = 0; hit <= random() % 4; ++hit)
            text[random() % text.size()] = static_cast<char>(random() % 256);
        if (random() % 3 == 0)
            text.resize(random() % text.size());
        try {
            parseRunOptions(text, "item 4");
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input) << seed;
        }
    }
}

TEST(RunOptions, MeanTheSameInAnotherFolder)
{
    RunOptions options;
    options.inputs = {{"rgb", "shots/../plate.####.exr"}};
    options.out = "layers";
    const RunOptions absolute = withAbsolutePaths(options);
    EXPECT_EQ(absolute.inputs[0].path, (std::filesystem::current_path() / "plate.####.exr").string());
    EXPECT_EQ(absolute.out, std::filesystem::current_path() / "layers");
    EXPECT_EQ(absolute.model, "mini") << "a name is no path";
}

} // namespace
} // namespace unividx
