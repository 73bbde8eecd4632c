#include "tests/inference/engine_testing.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "inference/engine/image_tensor.h"
#include "inference/engine/torch_engine.h"
#include "inference/sampling/sampler.h"
#include "inference/text/text_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace unividx {
namespace {

using testing::Recorded;
using testing::requestFor;
using testing::sameBits;
using testing::TinyPackage;

template <typename F>
Error errorOf(F&& body)
{
    try {
        body();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorKind::Internal, "");
}

/// One thread: on a busy machine the tiny models' threads would only wait for each other.
std::unique_ptr<ModelEngine> tinyEngine(const TinyPackage& package)
{
    return makeTorchEngine(package.folder(), {"cpu", "", 1});
}

TEST(TorchEngineTest, RunsAllThirtyTasks)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    for (const Task& task : allTasks()) {
        SCOPED_TRACE(task.name());
        GenerateRequest request = requestFor("R2AIN", 5);
        request.task = task;
        request.steps = 1;
        Recorded got;
        got.run(*engine, request);
        ASSERT_EQ(got.frames.size(), 5u);
        for (std::size_t row = 0; row < 4; ++row) {
            const Image& layer = got.layers[2][row];
            EXPECT_EQ(layer.empty(), task.conditions[row]);
            if (layer.empty())
                continue;
            EXPECT_EQ(layer.resolution(), (Resolution{48, 32}));
            const Decoding decoding = task.family->modalities[row].decoding;
            EXPECT_EQ(layer.channels(), decoding == Decoding::Matte ? 1 : 3);
            for (int x = 0; x < layer.width(); ++x) {
                const float* pixel = layer.row(7) + x * layer.channels();
                if (decoding == Decoding::UnitNormal) {
                    EXPECT_NEAR(std::hypot(pixel[0], pixel[1], pixel[2]), 1.0f, 1e-3f);
                } else {
                    EXPECT_GE(pixel[0], 0.0f);
                    EXPECT_LE(pixel[0], 1.0f);
                }
            }
        }
    }
}

TEST(TorchEngineTest, ClipsShorterAndLongerThanTheWindowGiveEveryFrameOnce)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    for (const std::int64_t count : {1, 4, 5, 6, 8, 12}) {
        SCOPED_TRACE(count);
        GenerateRequest request = requestFor("RA2IN", count);
        request.steps = 1;
        request.windowOverlap = 2;
        Recorded got;
        got.run(*engine, request);
        std::vector<std::int64_t> expected;
        for (std::int64_t i = 0; i < count; ++i)
            expected.push_back(1001 + i);
        EXPECT_EQ(got.frames, expected);
        const std::set<std::int64_t> asked(got.asked.begin(), got.asked.end());
        EXPECT_EQ(asked, std::set<std::int64_t>(expected.begin(), expected.end()));
    }
}

TEST(TorchEngineTest, ALayerIsTheMeanOfTheViewsThatCountForIt)
{
    TinyPackage package;
    package.description().quirks.zeroStart = true;
    const GenerateRequest request = requestFor("R2AIN", 5);
    const auto made = [&](const std::vector<ConditionAugmentation>& views) {
        package.description().families["intrinsic"].views = views;
        writeModelPackage(package.description());
        Recorded got;
        got.run(*tinyEngine(package), request);
        return got.layers.front();
    };
    const std::array<Image, 4> plain = made({{}});
    const std::array<Image, 4> soft = made({{false, 1.5, {}}});
    const std::array<Image, 4> both = made({{}, {false, 1.5, {"albedo"}}});
    const auto value = [](const Image& image) { return image.row(9)[3 * 20]; };
    ASSERT_GT(std::abs(value(plain[1]) - value(soft[1])), 1e-4);
    EXPECT_NEAR(value(both[1]), (value(plain[1]) + value(soft[1])) / 2, 1e-5);
    EXPECT_FLOAT_EQ(value(both[2]), value(plain[2]));
    EXPECT_FLOAT_EQ(value(both[3]), value(plain[3]));
}

TEST(TorchEngineTest, FramesThatAreAnsweredAloneDoNotKnowTheOthers)
{
    TinyPackage package;
    package.description().quirks.zeroStart = true;
    package.description().quirks.framesAlone = true;
    writeModelPackage(package.description());
    const auto albedo = [&](std::int64_t count) {
        Recorded got;
        got.run(*tinyEngine(package), requestFor("R2AIN", count));
        return got.layers.front()[1];
    };
    const Image amongFive = albedo(5);
    const Image alone = albedo(1);
    for (int x = 0; x < 3 * 48; ++x)
        EXPECT_NEAR(amongFive.row(9)[x], alone.row(9)[x], 1e-5);
}

TEST(TorchEngineTest, OneWindowIsWhatItsPartsMakeByHand)
{
    const at::NoGradGuard noGradients;
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    const GenerateRequest request = requestFor("RI2AN", 5);
    Recorded got;
    got.run(*engine, request);

    const Dit dit = testing::tinyDit(intrinsicFamily);
    const Vae vae = testing::tinyVae();
    std::array<at::Tensor, 4> conditions;
    for (const std::size_t row : {0, 2})
        conditions[row] = vae.encode(conditionVideo([&](std::int64_t i) { return testing::testPicture(1001 + i, row); },
                                                    5, Resolution{48, 32}, 5, resizeBilinear));
    const at::Tensor noise = seededNoise({4, 16, 2, 4, 6}, 1);
    WeightSource weights("text", testing::tinyTextEncoder());
    const TextEncoder text(Tokenizer(testing::fixture("spiece.model")), UmT5Encoder(std::move(weights)), 12);
    SamplerOptions options;
    options.schedule = makeSchedule(2);
    const at::Tensor latents =
        denoise(dit, withConditions(noise, conditions, request.task),
                dit.prepareText(text.embedPrompt("").unsqueeze(0)), nullptr, request.task, options);
    const auto albedo =
        layerImages(decodeTiled(vae, latents.narrow(0, 1, 1), TileLayout{}).squeeze(0), Decoding::Color);
    const auto normal =
        layerImages(decodeTiled(vae, latents.narrow(0, 3, 1), TileLayout{}).squeeze(0), Decoding::UnitNormal);
    for (std::size_t frame = 0; frame < 5; ++frame) {
        EXPECT_TRUE(sameBits(got.layers[frame][1], albedo[frame]));
        EXPECT_TRUE(sameBits(got.layers[frame][3], normal[frame]));
    }
}

TEST(TorchEngineTest, TheSameSeedMakesTheSameBitsAndAnotherDoesNot)
{
    const TinyPackage package;
    GenerateRequest request = requestFor("t2RPFB", 6);
    request.windowOverlap = 1;
    Recorded first, second, other;
    first.run(*tinyEngine(package), request);
    second.run(*tinyEngine(package), request);
    request.seed = 2;
    other.run(*tinyEngine(package), request);
    EXPECT_TRUE(sameBits(first.layers[0][0], second.layers[0][0]));
    EXPECT_TRUE(sameBits(first.layers[5][3], second.layers[5][3]));
    EXPECT_FALSE(sameBits(first.layers[0][0], other.layers[0][0]));
}

TEST(TorchEngineTest, ACancelAtAnyReportStopsThereWithWholeFramesOnly)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    GenerateRequest request = requestFor("R2AIN", 8);
    request.windowOverlap = 1;
    int reports = 0;
    const auto runUntil = [&](int last) {
        CancelToken token;
        reports = 0;
        Recorded got;
        JobContext job(token, [&](const Progress&) {
            if (++reports == last)
                token.cancel();
        });
        try {
            engine->run(request, got.sources(request.task), got.sink(), job);
        } catch (const Cancelled&) {
            for (std::size_t i = 0; i < got.frames.size(); ++i)
                EXPECT_EQ(got.frames[i], 1001 + static_cast<std::int64_t>(i));
            return true;
        }
        return false;
    };
    ASSERT_FALSE(runUntil(-1));
    const int all = reports;
    for (int last = 1; last < all; ++last) {
        EXPECT_TRUE(runUntil(last)) << last << " of " << all;
        EXPECT_LE(reports, last + 1) << "work went on after the cancel";
    }
}

TEST(TorchEngineTest, AStillShotComesOutStillAcrossItsWindows)
{
    const TinyPackage package;
    GenerateRequest request = requestFor("R2AIN", 4);
    request.windowLength = 1;
    Recorded got;
    std::array<FrameSource, 4> sources;
    sources[0] = [](std::int64_t) { return testing::testPicture(0, 0); };
    const CancelToken token;
    JobContext job(token);
    tinyEngine(package)->run(request, sources, got.sink(), job);
    ASSERT_EQ(got.layers.size(), 4U);
    for (std::size_t row = 1; row < 4; ++row)
        EXPECT_TRUE(sameBits(got.layers[3][row], got.layers[0][row])) << row;
}

std::unique_ptr<ModelEngine> engineOnThreads(const TinyPackage& package, int threads)
{
    TorchEngineOptions options;
    options.threads = threads;
    return makeTorchEngine(package.folder(), options);
}

TEST(TorchEngineTest, WindowsSideBySideMakeTheBitsOfOneAfterTheOther)
{
    const TinyPackage package;
    GenerateRequest request = requestFor("R2AIN", 19);
    request.windowOverlap = 1;
    Recorded alone, together;
    alone.run(*engineOnThreads(package, 1), request);
    together.run(*engineOnThreads(package, 3), request);
    EXPECT_EQ(together.frames, alone.frames);
    ASSERT_EQ(together.layers.size(), 19U);
    for (std::size_t frame = 0; frame < 19; ++frame) {
        for (std::size_t row = 1; row < 4; ++row)
            EXPECT_TRUE(sameBits(together.layers[frame][row], alone.layers[frame][row])) << frame << ' ' << row;
    }
}

TEST(TorchEngineTest, ACancelStopsWindowsSideBySide)
{
    const TinyPackage package;
    const auto engine = engineOnThreads(package, 3);
    GenerateRequest request = requestFor("R2AIN", 19);
    for (int last = 1; last < 60; last += 7) {
        CancelToken token;
        std::atomic<int> reports = 0;
        Recorded got;
        JobContext job(token, [&](const Progress&) {
            if (++reports == last)
                token.cancel();
        });
        EXPECT_THROW(engine->run(request, got.sources(request.task), got.sink(), job), Cancelled) << last;
        EXPECT_LE(reports, last + 3) << "work went on after the cancel";
        for (std::size_t i = 0; i < got.frames.size(); ++i)
            EXPECT_EQ(got.frames[i], 1001 + static_cast<std::int64_t>(i));
    }
}

TEST(TorchEngineTest, AnErrorInOneOfTheWindowsSideBySideIsTold)
{
    const TinyPackage package;
    const auto engine = engineOnThreads(package, 3);
    const GenerateRequest request = requestFor("R2AIN", 19);
    Recorded got;
    auto sources = got.sources(request.task);
    sources[0] = [good = sources[0]](std::int64_t frame) {
        if (frame == 1009)
            throw Error(ErrorKind::Input, "frame 1009 cannot be read");
        return good(frame);
    };
    const CancelToken token;
    JobContext job(token);
    try {
        engine->run(request, sources, got.sink(), job);
        FAIL() << "the error was lost";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input) << error.what();
    }
}

TEST(TorchEngineTest, ProgressCountsUpToWhatWasPlanned)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    GenerateRequest request = requestFor("PB2RF", 8);
    request.guidance = 3.0f;
    request.negativePrompt = "";
    const CancelToken token;
    Progress last;
    JobContext job(token, [&](const Progress& progress) {
        EXPECT_GE(progress.done, last.done);
        EXPECT_TRUE(last.total == 0 || progress.total == last.total);
        last = progress;
    });
    Recorded got;
    engine->run(request, got.sources(request.task), got.sink(), job);
    EXPECT_EQ(last.done, last.total);
    EXPECT_EQ(last.framesTotal, 8);
}

TEST(TorchEngineTest, GuidanceAndPromptsChangeThePicture)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    GenerateRequest request = requestFor("t2RAIN", 1);
    Recorded plain, prompted, guided;
    plain.run(*engine, request);
    request.prompt = "a red fox";
    prompted.run(*engine, request);
    request.guidance = 4.0f;
    guided.run(*engine, request);
    EXPECT_FALSE(sameBits(plain.layers[0][0], prompted.layers[0][0]));
    EXPECT_FALSE(sameBits(prompted.layers[0][0], guided.layers[0][0]));
}

TEST(TorchEngineTest, SizesAreRoundedUpToSixteenAndWindowsToFourKPlusOne)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    GenerateRequest request = requestFor("R2PFB", 2);
    request.modelSize = Resolution{33, 17};
    request.windowLength = 2;
    request.windowOverlap = 0;
    Recorded got;
    got.run(*engine, request);
    EXPECT_EQ(got.layers[1][1].resolution(), (Resolution{48, 32}));
    for (const auto& [key, value] : engine->provenance(request)) {
        if (key == "window") {
            EXPECT_EQ(value, "5");
        }
    }
}

TEST(TorchEngineTest, BFloat16IsCloseToFloat32)
{
    const TinyPackage package;
    TorchEngineOptions options;
    options.dtype = "bfloat16";
    options.threads = 1;
    const GenerateRequest request = requestFor("R2AIN", 1);
    Recorded exact, rounded;
    exact.run(*tinyEngine(package), request);
    rounded.run(*makeTorchEngine(package.folder(), options), request);
    double difference = 0;
    const Image& a = exact.layers[0][1];
    const Image& b = rounded.layers[0][1];
    const std::size_t count = a.byteSize() / sizeof(float);
    for (std::size_t i = 0; i < count; ++i)
        difference += std::abs(a.data()[i] - b.data()[i]) / static_cast<double>(count);
    EXPECT_GT(difference, 0.0);
    EXPECT_LT(difference, 0.05);
}

TEST(TorchEngineTest, ProvenanceMakesARunReproducible)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    GenerateRequest request = requestFor("R2AIN", 5);
    request.prompt = "室内";
    std::map<std::string, std::string> entries;
    for (const auto& [key, value] : engine->provenance(request))
        EXPECT_TRUE(entries.emplace(key, value).second) << key << " comes twice";
    EXPECT_EQ(entries["model"], "tiny");
    EXPECT_EQ(entries["weights"].size(), 16u);
    EXPECT_EQ(entries["task"], "R2AIN");
    EXPECT_EQ(entries["seed"], "1");
    EXPECT_EQ(entries["steps"], "2");
    EXPECT_EQ(entries["guidance"], "1");
    EXPECT_EQ(entries["shift"], "5");
    EXPECT_EQ(entries["model_size"], "48x32");
    EXPECT_EQ(entries["window"], "5");
    EXPECT_EQ(entries["prompt"], "室内");
    EXPECT_EQ(entries["dtype"], "float32");
    EXPECT_EQ(entries["device"], "cpu");
}

TEST(TorchEngineTest, AdaptersAreReportedWithWhatIsUnusual)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    // every lora_B of the fixtures is non-zero, which no published checkpoint should have
    EXPECT_THAT(engine->adapterNotes(intrinsicFamily),
                ::testing::Contains(::testing::HasSubstr("several adapters have live feed-forward weights")));
    EXPECT_THAT(engine->adapterNotes(alphaFamily), ::testing::Contains(::testing::HasSubstr("'com'")));
}

TEST(TorchEngineTest, AWindowThatFitsNoMachineIsRefusedWithWhatWouldFit)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    GenerateRequest request = requestFor("R2AIN", 1);
    request.modelSize = Resolution{200000, 200000};
    Recorded got;
    const Error error = errorOf([&] { got.run(*engine, request); });
    EXPECT_EQ(error.kind(), ErrorKind::OutOfMemory);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("GB"));
    EXPECT_TRUE(got.asked.empty());
}

TEST(TorchEngineTest, ADeviceOrNumberTypeThatIsNotThereIsAUsageError)
{
    const TinyPackage package;
    const auto make = [&](const char* device, const char* dtype) {
        return errorOf([&] { makeTorchEngine(package.folder(), {device, dtype, 1}); });
    };
    EXPECT_EQ(make("tpu", "").kind(), ErrorKind::Usage);
    EXPECT_EQ(make("cuda:x", "").kind(), ErrorKind::Usage);
    EXPECT_EQ(make("cuda:999", "").kind(), ErrorKind::Usage);
    EXPECT_EQ(make("cpu", "int8").kind(), ErrorKind::Usage);
    EXPECT_EQ(make("cpu", "float16").kind(), ErrorKind::Usage);
}

TEST(TorchEngineTest, AnInputThatIsNotANumberIsRefusedByModalityAndFrame)
{
    const TinyPackage package;
    const auto engine = tinyEngine(package);
    const GenerateRequest request = requestFor("A2RIN", 5);
    std::array<FrameSource, 4> sources;
    sources[1] = [](std::int64_t frame) {
        std::vector<float> pixels(48 * 32 * 3, 0.5f);
        if (frame == 1003)
            pixels[7] = std::numeric_limits<float>::quiet_NaN();
        return Image({48, 32}, 3, std::move(pixels));
    };
    const CancelToken token;
    JobContext job(token);
    const Error error = errorOf([&] { engine->run(request, sources, Recorded().sink(), job); });
    EXPECT_EQ(error.kind(), ErrorKind::Input);
    EXPECT_THAT(error.what(), ::testing::AllOf(::testing::HasSubstr("1003"), ::testing::HasSubstr("albedo")));
}

/// A package whose VAE was changed by `change`.
Error errorWithVae(const std::function<void(TensorMap&)>& change)
{
    TinyPackage package;
    TensorMap vae = testing::clones(readWeights(testing::fixture("vae_weights.safetensors")));
    change(vae);
    package.description().vae = package.folder() / "vae.safetensors";
    writeSafetensors(package.description().vae, vae);
    writeModelPackage(package.description());
    const auto engine = tinyEngine(package);
    Recorded got;
    const Error error = errorOf([&] { got.run(*engine, requestFor("t2RAIN", 1)); });
    EXPECT_TRUE(got.frames.empty());
    return error;
}

TEST(TorchEngineTest, DamagedWeightsFailLoudly)
{
    const Error constant = errorWithVae([](TensorMap& vae) { vae.at("decoder.head.2.weight").zero_(); });
    EXPECT_EQ(constant.kind(), ErrorKind::Model);
    EXPECT_THAT(constant.what(), ::testing::HasSubstr("same value everywhere"));

    const Error notANumber = errorWithVae(
        [](TensorMap& vae) { vae.at("decoder.conv1.bias").fill_(std::numeric_limits<float>::quiet_NaN()); });
    EXPECT_EQ(notANumber.kind(), ErrorKind::Model);
    EXPECT_THAT(notANumber.what(), ::testing::HasSubstr("not numbers"));

    const Error leftOver = errorWithVae([](TensorMap& vae) { vae["stray"] = at::zeros({2}); });
    EXPECT_EQ(leftOver.kind(), ErrorKind::Model);
    EXPECT_THAT(leftOver.what(), ::testing::HasSubstr("stray"));
}

TEST(TorchEngineTest, AFamilyThePackageDoesNotHaveIsAModelError)
{
    TinyPackage package;
    package.description().families.erase("alpha");
    writeModelPackage(package.description());
    Recorded got;
    EXPECT_EQ(errorOf([&] { got.run(*tinyEngine(package), requestFor("R2PFB", 1)); }).kind(), ErrorKind::Model);
}

/// A package with networks for people, whose runs are given frames of the sample subject.
class PeopleRuns : public ::testing::Test {
protected:
    PeopleRuns()
    {
        const std::filesystem::path file =
            std::filesystem::path(UNIVIDX_SOURCE_DIR) / "resources/models/mini/people.safetensors";
        package.description().people = PeopleModel{file, "mediapipe", "Apache-2.0", "unchecked"};
        writeModelPackage(package.description());
        const at::Tensor golden =
            readSafetensors(std::filesystem::path(UNIVIDX_SOURCE_DIR) / "tests/inference/people/golden.safetensors")
                .at("frames");
        for (const at::Tensor& frame : golden.repeat_interleave(2, 2).repeat_interleave(2, 3).unbind(0))
            subject.push_back(bytesImage(frame));
    }

    Recorded runOn(const std::vector<Image>& pictures, const char* task, int threads = 1)
    {
        GenerateRequest request = requestFor(task, 9);
        request.steps = 1;
        Recorded got;
        std::array<FrameSource, 4> sources;
        for (std::size_t row = 0; row < 4; ++row) {
            if (request.task.conditions[row])
                sources[row] = [&pictures](std::int64_t frame) {
                    return pictures[static_cast<std::size_t>(frame) % pictures.size()];
                };
        }
        const CancelToken token;
        JobContext job(token);
        engineOnThreads(package, threads)->run(request, sources, got.sink(), job);
        return got;
    }

    TinyPackage package;
    std::vector<Image> subject;
};

double meanOf(const Image& image)
{
    return std::accumulate(image.data(), image.data() + image.byteSize() / sizeof(float), 0.0) /
           static_cast<double>(image.byteSize() / sizeof(float));
}

TEST_F(PeopleRuns, AMatteOfPeopleTakesThePlaceOfTheModelsOwn)
{
    const Recorded made = runOn(subject, "R2PFB");
    ASSERT_EQ(made.layers.size(), 9U);
    for (const auto& layers : made.layers) {
        EXPECT_EQ(layers[1].resolution(), (Resolution{256, 256})) << "the frame's own size";
        EXPECT_EQ(layers[2].resolution(), (Resolution{48, 32})) << "the model's";
        EXPECT_GT(meanOf(layers[1]), 0.1);
        EXPECT_LT(meanOf(layers[1]), 0.5);
    }
    EXPECT_TRUE(sameBits(made.layers[1][1], runOn(subject, "R2PFB", 2).layers[1][1]));
}

TEST_F(PeopleRuns, WhereNobodyIsTheModelsOwnMatteStays)
{
    const std::vector<Image> empty{Image({256, 256}, 3, std::vector<float>(256 * 256 * 3, 0.4F))};
    const Recorded made = runOn(empty, "R2PFB");
    package.description().people.reset();
    writeModelPackage(package.description());
    const Recorded own = runOn(empty, "R2PFB");
    EXPECT_EQ(made.layers[4][1].resolution(), (Resolution{256, 256}));
    EXPECT_NEAR(meanOf(made.layers[4][1]), meanOf(own.layers[4][1]), 0.02);
    EXPECT_TRUE(sameBits(made.layers[4][2], own.layers[4][2]));
}

TEST_F(PeopleRuns, TasksWithoutAMatteToMakeAreAsBefore)
{
    const Recorded made = runOn(subject, "RP2FB");
    package.description().people.reset();
    writeModelPackage(package.description());
    EXPECT_TRUE(sameBits(made.layers[3][2], runOn(subject, "RP2FB").layers[3][2]));
}

} // namespace
} // namespace unividx
