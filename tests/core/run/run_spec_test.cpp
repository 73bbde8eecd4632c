#include "core/run/run_fields.h"

#include "core/base/error.h"

#include <gmock/gmock.h>

#include <limits>
#include <random>
#include <set>

namespace unividx {
namespace {

using testing::HasSubstr;

RunSpec full()
{
    RunSpec spec;
    setTask(spec, "RA2IN");
    setFile(spec, "rgb", "/shots/José/plate.####.exr", "beauty");
    setFile(spec, "albedo", "a.mp4");
    spec.kept = ModalitySet(0b1010);
    spec.device = "cuda:1";
    spec.dtype = "bfloat16";
    spec.threads = 3;
    spec.prompt = "a \"room\"\n";
    spec.backgroundPrompt = "a wall";
    spec.negativePrompt = "";
    spec.frames = FrameRange{-5, 20};
    spec.mostFrames = 21;
    spec.steps = 7;
    spec.quality = Quality::Preview;
    spec.guidance = 1.5f;
    spec.shift = 3.0f;
    spec.seed = 18446744073709551615U;
    spec.modelSize = Resolution{640, 480};
    spec.window = 9;
    spec.overlap = 2;
    spec.out = "/out/映像";
    spec.shot = "sh010";
    spec.format = LayerFileFormat::Png16;
    spec.names = FileNames::Published;
    spec.rate = FrameRate{24000, 1001};
    spec.sourceSize = false;
    spec.overwrite = true;
    spec.farm = {"slurm", 4, "16G", "4:00:00", "gpu"};
    return spec;
}

TEST(RunSpecTest, AreTheSameAfterTheyWereWrittenAndRead)
{
    EXPECT_EQ(parseRunSpec(formatRunSpec(full()), "item 1"), full());
    EXPECT_EQ(parseRunSpec(formatRunSpec({}), "item 1"), RunSpec());
    EXPECT_EQ(formatRunSpec(full()).find('\n'), std::string::npos) << "one line";
}

TEST(RunSpecTest, SayWhatIsWrongWithATextAndWhere)
{
    const auto sentenceOf = [](const char* text) -> std::string {
        try {
            parseRunSpec(text, "item 4");
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input);
            return error.what();
        }
        return "nothing";
    };
    EXPECT_THAT(sentenceOf("{"), HasSubstr("item 4"));
    EXPECT_THAT(sentenceOf("[]"), HasSubstr("not an object"));
    EXPECT_THAT(sentenceOf(R"({"steps": "many"})"), HasSubstr("steps"));
    EXPECT_THAT(sentenceOf(R"({"farm": {"speed": 2}})"), HasSubstr("speed"));
    EXPECT_THAT(sentenceOf(R"({"width": 5})"), HasSubstr("height"));
    EXPECT_THAT(sentenceOf(R"({"format": "tiff"})"), HasSubstr("format"));
    EXPECT_THAT(sentenceOf(R"({"inputs": [{"name": "rgb"}]})"), HasSubstr("inputs[0]"));
    EXPECT_THAT(sentenceOf(R"({"denoise_twice": true})"), HasSubstr("denoise_twice"));
}

TEST(RunSpecTest, TextsThatWereDamagedAreErrorsAndNothingWorse)
{
    const std::string good = formatRunSpec(full());
    for (unsigned seed = 0; seed < 2000; ++seed) {
        std::mt19937 random(seed);
        std::string text = good;
        for (unsigned hit = 0; hit <= random() % 4; ++hit)
            text[random() % text.size()] = static_cast<char>(random() % 256);
        if (random() % 3 == 0)
            text.resize(random() % text.size());
        try {
            parseRunSpec(text, "item 4");
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input) << seed;
        }
    }
}

TEST(RunSpecTest, RefuseToWriteNumbersThatAreNotFinite)
{
    RunSpec spec;
    spec.guidance = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THROW(formatRunSpec(spec), Error);
    spec.guidance = std::numeric_limits<float>::infinity();
    EXPECT_THROW(formatRunSpec(spec), Error);
    spec.guidance = 2.5F;
    EXPECT_NO_THROW(formatRunSpec(spec));
}

TEST(RunSpecTest, MeanTheSameInAnotherFolder)
{
    RunSpec spec;
    setFile(spec, "rgb", "shots/../plate.####.exr");
    spec.out = "layers";
    const RunSpec absolute = withAbsolutePaths(spec);
    EXPECT_EQ(absolute.locks[0]->path, (std::filesystem::current_path() / "plate.####.exr").string());
    EXPECT_EQ(absolute.out, std::filesystem::current_path() / "layers");
    EXPECT_EQ(absolute.model, "mini") << "a name is no path";
}

TEST(RunSpecTest, EveryFieldHasItsOwnOptionAndAHelpSentence)
{
    std::set<std::string_view> options;
    for (const RunField& field : runFields()) {
        EXPECT_TRUE(options.insert(field.option).second) << field.option;
        EXPECT_TRUE(field.option.starts_with("--") && !field.key.empty() && !field.help.empty()) << field.option;
        EXPECT_EQ(findRunField(field.option), &field);
    }
}

TEST(RunSpecTest, AWrongTextNamesItsOptionAndWhatIsExpected)
{
    const auto sentenceOf = [](const char* option, const char* text) -> std::string {
        RunSpec spec;
        try {
            setText(*findRunField(option), spec, text);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Usage);
            return error.what();
        }
        return "nothing";
    };
    EXPECT_THAT(sentenceOf("--steps", "many"), HasSubstr("--steps 'many' is not a whole number"));
    EXPECT_THAT(sentenceOf("--steps", "3 "), HasSubstr("not a whole number"));
    EXPECT_THAT(sentenceOf("--cfg", ""), HasSubstr("not a number"));
    EXPECT_THAT(sentenceOf("--size", "640"), HasSubstr("WIDTHxHEIGHT"));
    EXPECT_THAT(sentenceOf("--size", "0x480"), HasSubstr("WIDTHxHEIGHT"));
    EXPECT_THAT(sentenceOf("--frames", "20-10"), HasSubstr("FIRST-LAST"));
    EXPECT_THAT(sentenceOf("--rate", "24/0"), HasSubstr("24000/1001"));
    EXPECT_THAT(sentenceOf("--quality", "best"), HasSubstr("preview, standard or full"));
    EXPECT_THAT(sentenceOf("--threads", "-1"), HasSubstr("between 0 and 1024"));
    EXPECT_THAT(sentenceOf("--in", "rgb"), HasSubstr("NAME=PATH"));
    EXPECT_THAT(sentenceOf("--in", "alpha=a.mp4"), HasSubstr("has no layer 'alpha'"));
    EXPECT_THAT(sentenceOf("--task", "cook"), HasSubstr("cook"));
}

TEST(RunSpecTest, AFieldIsResetToItsDefault)
{
    RunSpec spec = full();
    for (const RunField& field : runFields())
        reset(field, spec);
    spec.family = &intrinsicFamily;
    EXPECT_EQ(spec, RunSpec());
}

TEST(RunSpecTest, TheWantedLayersAreThoseTheTaskMakes)
{
    RunSpec spec;
    setTask(spec, "decompose");
    setFile(spec, "rgb", "a.mp4");
    EXPECT_EQ(choiceOf(spec).kept, ModalitySet(0b1110));
    spec.kept = ModalitySet(0b0011); // that rgb is given says nothing about what is wanted
    EXPECT_EQ(choiceOf(spec).kept, ModalitySet(0b0010));
    spec.kept = ModalitySet(0b0001);
    EXPECT_THROW(choiceOf(spec), Error);
    spec.task.clear();
    spec.kept = ModalitySet(0b1111);
    EXPECT_EQ(choiceOf(spec).task.name(), "R2AIN") << "without a task everything that is no input is made";
    for (const char* name : {"albedo", "irradiance", "normal"})
        setFile(spec, name, "a.mp4");
    EXPECT_THROW(choiceOf(spec), Error);
    EXPECT_EQ(taskOf(spec), std::nullopt);
}

TEST(RunSpecTest, NumbersThatAreOnlyRememberedDoNotCount)
{
    RunSpec spec = full();
    spec.quality = Quality::Full;
    EXPECT_EQ(requestOf(spec, {}, {}).steps, 7);
    spec.ownNumbers = false;
    const GenerateRequest request = requestOf(spec, {}, {});
    EXPECT_FALSE(request.steps || request.guidance || request.shift || request.modelSize || request.windowLength ||
                 request.windowOverlap);
    EXPECT_EQ(request.stepsShare, 2);
}

TEST(RunSpecTest, AShareOfStepsBecomesTheNearestQuality)
{
    const auto qualityOf = [](const char* share) {
        return parseRunSpec(std::string(R"({"steps_share": )") + share + "}", "row").quality;
    };
    EXPECT_EQ(qualityOf("0.16666666666666666"), Quality::Preview);
    EXPECT_EQ(qualityOf("0.25"), Quality::Preview);
    EXPECT_EQ(qualityOf("0"), Quality::Preview);
    EXPECT_EQ(qualityOf("0.9"), Quality::Standard);
    EXPECT_EQ(qualityOf("1"), Quality::Standard);
    EXPECT_EQ(qualityOf("2"), Quality::Full);
    EXPECT_EQ(qualityOf("100"), Quality::Full);
}

} // namespace
} // namespace unividx
