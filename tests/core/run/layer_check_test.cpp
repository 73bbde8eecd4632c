#include "core/run/layer_check.h"

#include "core/base/error.h"
#include "core/media/read_back_files.h"
#include "core/run/layer_writer.h"
#include "tests/core/layers/temporary_folder.h"

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <fstream>
#include <string_view>

namespace unividx {
namespace {

using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

/// Albedo and normals of `frames`, in one format; every pixel of frame n is `value(n)`, the first one a little more.
WrittenLayers write(const TemporaryFolder& folder, LayerFileFormat format, FrameRange frames, bool varies)
{
    LayerWriterOptions options;
    options.rows = ModalitySet(0b1010);
    options.output.folder = folder.path();
    options.output.values.tokens["shot"] = "shot";
    options.format = format;
    options.rate = {24, 1};
    options.firstFrame = frames.first;
    LayerWriter writer(options);
    for (std::int64_t frame = frames.first; frame < frames.end(); ++frame) {
        std::vector<float> albedo(16 * 16 * 3, 0.5f);
        std::vector<float> normals(16 * 16 * 3, 0.0f);
        for (std::size_t i = 2; i < normals.size(); i += 3)
            normals[i] = 1.0f;
        if (varies) {
            albedo[0] = 0.9f;
            normals[0] = 0.6f;
            normals[2] = 0.8f;
        }
        std::array<Image, 4> layers;
        layers[1] = Image({16, 16}, 3, albedo);
        layers[3] = Image({16, 16}, 3, normals);
        writer.write(frame, layers);
    }
    return writer.finish();
}

std::vector<LayerToCheck> toCheck(const WrittenLayers& written, FrameRange frames)
{
    std::vector<LayerToCheck> layers;
    for (const auto& file : written.files)
        layers.push_back({file, frames});
    return layers;
}

std::string sentenceOf(const std::vector<LayerToCheck>& layers)
{
    try {
        checkLayers(layers);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        return error.what();
    }
    return "nothing";
}

constexpr FrameRange frames{1001, 3};

TEST(LayerCheck, WhatWasWrittenIsFoundGoodInEveryFormat)
{
    for (const std::string& name : layerFileFormatNames()) {
        SCOPED_TRACE(name);
        const TemporaryFolder folder;
        EXPECT_EQ(sentenceOf(toCheck(write(folder, *findLayerFileFormat(name), frames, true), frames)), "nothing");
    }
}

TEST(LayerCheck, ALayerThatIsOneValueIsFound)
{
    for (const char* name : {"exr", "exr-multilayer", "png"}) {
        const TemporaryFolder folder;
        EXPECT_THAT(sentenceOf(toCheck(write(folder, *findLayerFileFormat(name), frames, false), frames)),
                    HasSubstr("one and the same value"))
            << name;
    }
}

TEST(LayerCheck, AFrameThatIsMissingDamagedOrTooFewIsFound)
{
    const TemporaryFolder folder;
    const auto layers = toCheck(write(folder, LayerFileFormat::Exr, frames, true), frames);
    const auto second = folder / "shot_normal.1002.exr";
    EXPECT_TRUE(isReadable(second));
    std::filesystem::resize_file(second, std::filesystem::file_size(second) / 2);
    EXPECT_FALSE(isReadable(second));
    EXPECT_THAT(sentenceOf(layers), HasSubstr("shot_normal"));
    std::filesystem::remove(second);
    EXPECT_FALSE(isReadable(second));
    EXPECT_THAT(sentenceOf(layers), HasSubstr("shot_normal"));
    EXPECT_THAT(sentenceOf({{folder / "shot_albedo.####.exr", {1001, 4}}}), HasSubstr("not all 4"));
}

TEST(LayerCheck, APauseIsCalledForEveryFrameAndMayEndTheCheck)
{
    const TemporaryFolder folder;
    const auto layers = toCheck(write(folder, LayerFileFormat::Png, frames, true), frames);
    int calls = 0;
    checkLayers(layers, [&] { ++calls; });
    EXPECT_EQ(calls, 6);
    EXPECT_THROW(checkLayers(layers, [] { throw Cancelled(); }), Cancelled);
}

TEST(LayerCheck, WhatWasReadBackBeforeIsNotReadAgainUnlessThatLeavesADoubt)
{
    const TemporaryFolder folder;
    write(folder, LayerFileFormat::Exr, frames, false);
    const auto file = folder / "shot_albedo.####.exr";
    // One value throughout, as only reading would tell.
    EXPECT_EQ(sentenceOf({{file, frames, {1001, 1002, 1003}, true}}), "nothing");
    EXPECT_THAT(sentenceOf({{file, frames, {1001, 1002, 1003}, false}}), HasSubstr("one and the same value"));
    // One that was not read back before is.
    const auto second = folder / "shot_albedo.1002.exr";
    std::filesystem::resize_file(second, std::filesystem::file_size(second) / 2);
    EXPECT_EQ(sentenceOf({{file, frames, {1001, 1002, 1003}, true}}), "nothing");
    EXPECT_THAT(sentenceOf({{file, frames, {1001, 1003}, true}}), HasSubstr("shot_albedo"));
    std::filesystem::remove(second);
    EXPECT_THAT(sentenceOf({{file, frames, {1001, 1002, 1003}, true}}),
                HasSubstr("frame 1002 was written and is gone"));
}

TEST(ReadBackFiles, AFileThatIsAnotherOneOrWasWrittenToSinceIsNotKnown)
{
    const TemporaryFolder folder;
    const auto path = [&](const char* name) { return folder / name; };
    ReadBackFiles files;
    for (const char* name : {"same", "flat", "gone", "replaced", "longer", "touched"}) {
        std::ofstream(path(name)) << "pixels";
        files.add(path(name), std::string_view(name) == "flat");
    }
    std::filesystem::remove(path("gone"));
    std::ofstream(path("other")) << "pixels";
    std::filesystem::rename(path("other"), path("replaced"));
    std::ofstream(path("longer"), std::ios::app) << "!";
    std::filesystem::last_write_time(path("touched"),
                                     std::filesystem::file_time_type::clock::now() + std::chrono::seconds(1));
    EXPECT_EQ(files.flat(path("same")), false);
    EXPECT_EQ(files.flat(path("flat")), true);
    for (const char* name : {"gone", "replaced", "longer", "touched", "never seen"})
        EXPECT_EQ(files.flat(path(name)), std::nullopt) << name;
}

} // namespace
} // namespace unividx
