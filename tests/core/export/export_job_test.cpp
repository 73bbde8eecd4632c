#include "core/export/export_job.h"

#include "core/base/error.h"
#include "core/base/process_identity.h"
#include "core/color/srgb.h"
#include "core/export/export_names.h"
#include "core/export/export_preset.h"
#include "core/media/media_reader.h"
#include "core/media/sequence_attributes.h"
#include "tests/core/layers/limited_disk.h"
#include "tests/core/layers/temporary_folder.h"
#include "tests/core/media/program_output.h"

#include <OpenImageIO/imageio.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

std::string textOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

constexpr Resolution size{64, 48};

// A premultiplied disc of one colour a frame, an albedo, normals and a matte.
std::vector<Image> picturesOf(std::int64_t frame)
{
    std::vector<float> picture;
    std::vector<float> albedo;
    std::vector<float> normal;
    std::vector<float> matte;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const float alpha = std::clamp(16.0f - std::hypot(x - 31.5f, y - 23.5f), 0.0f, 1.0f);
            const float light = 0.1f * static_cast<float>(frame - 1000);
            picture.insert(picture.end(), {0.8f * light * alpha, 0.4f * alpha, 0.2f * alpha, alpha});
            albedo.insert(albedo.end(), {0.5f, 0.25f, static_cast<float>(x) / 63.0f});
            normal.insert(normal.end(), {0.6f, -0.48f, 0.64f});
            matte.push_back(alpha);
        }
    }
    return {Image(size, 4, picture), Image(size, 3, albedo), Image(size, 3, normal), Image(size, 1, matte)};
}

ExportRequest requestFor(const std::string& preset, const std::filesystem::path& folder)
{
    ExportRequest request;
    request.settings = findExportPreset(preset)->settings;
    request.preset = preset;
    request.folder = folder;
    request.shot = "sh010 映像";
    request.layers = {{"picture", PictureKind::Color},
                      {"albedo", PictureKind::Color},
                      {"normal", PictureKind::Vector},
                      {"matte", PictureKind::Matte}};
    request.resolution = size;
    request.frames = {1001, 4};
    request.rate = {24000, 1001};
    request.attributes = {{"task", "R2AIN"}};
    request.recipe = R"({"nodes": []})";
    return request;
}

ExportResult run(const ExportRequest& request, const PictureSource& pictures = picturesOf)
{
    const CancelToken token;
    JobContext job(token);
    return runExport(request, pictures, job);
}

TEST(ExportPresets, EveryOneIsSoundAndHasANameOfItsOwn)
{
    std::set<std::string_view> names;
    for (const ExportPreset& preset : exportPresets()) {
        EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
        EXPECT_THAT(findProblems(preset.settings), ::testing::IsEmpty()) << preset.name;
        EXPECT_EQ(findExportPreset(preset.name), &preset);
    }
    EXPECT_GE(names.size(), 9u);
}

TEST(ExportPresets, SettingsThatContradictEachOtherAreSaid)
{
    ExportSettings settings;
    settings.pattern = "{shot}_{layer}.{extension}";
    EXPECT_THAT(findProblems(settings), ::testing::Contains(HasSubstr("{frame}")));
    settings = {};
    settings.dataCompression = ExrCompression::Dwaa;
    EXPECT_THAT(findProblems(settings), ::testing::Contains(HasSubstr("DWA")));
    settings = {};
    settings.pattern = "../{shot}_{layer}.{frame}.{sparkle}";
    EXPECT_EQ(findProblems(settings).size(), 2u);
    settings = {};
    settings.burnIn = "{frame}";
    EXPECT_THAT(findProblems(settings), ::testing::Contains(HasSubstr("burnt")));
}

TEST(Export, ANewVersionStandsBesideTheOnesBefore)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("png16", folder.path());
    request.settings.pattern = "{version}/{shot}_{layer}_{version}.{frame}.{extension}";
    const ExportResult first = run(request);
    const ExportResult second = run(request);
    EXPECT_EQ(first.files.front(), folder / "v001/sh010 映像_picture_v001.####.png");
    EXPECT_EQ(second.files.front(), folder / "v002/sh010 映像_picture_v002.####.png");
    EXPECT_NE(first.sidecar, second.sidecar);
    EXPECT_EQ(folder.entries(), 4u) << "two folders, two sidecars and no mark";
    request.version = 1;
    EXPECT_THROW(run(request), Error) << "it is there";
    request.version.reset();
    request.settings.existing = ExportExisting::Resume;
    std::filesystem::remove(folder / "v002/sh010 映像_albedo_v002.1003.png");
    const ExportResult resumed = run(request);
    EXPECT_EQ(resumed.files, second.files) << "the latest one";
    EXPECT_EQ(resumed.kept, 3);
}

TEST(Export, AVersionThatFailsIsFreeAgain)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("png16", folder.path());
    request.settings.pattern = "{version}/{shot}_{layer}.{frame}.{extension}";
    EXPECT_THROW(run(request, [](std::int64_t) -> std::vector<Image> { throw Error(ErrorKind::Input, "broken"); }),
                 Error);
    EXPECT_EQ(run(request).files.front().parent_path(), folder / "v001");
}

TEST(Export, EveryPresetIsReadBackByTheProgramsItIsFor)
{
    for (const ExportPreset& preset : exportPresets()) {
        SCOPED_TRACE(preset.name);
        const TemporaryFolder folder;
        const ExportRequest request = requestFor(std::string(preset.name), folder.path());
        const ExportResult result = run(request);
        EXPECT_GT(result.written, 0);
        ASSERT_FALSE(result.files.empty());
        const std::string sidecar = textOf(result.sidecar);
        EXPECT_THAT(sidecar, HasSubstr("\"preset\": \"" + std::string(preset.name) + "\""));
        EXPECT_THAT(sidecar, HasSubstr("\"task\": \"R2AIN\""));
        for (const auto& file : result.files) {
            const auto reader = openMedia(file);
            const bool sheet = preset.settings.format == ExportFormat::Sheet;
            EXPECT_EQ(reader->info().frames.count, sheet ? 1 : 4) << file;
            if (!sheet) {
                EXPECT_EQ(reader->info().resolution, size) << file;
                EXPECT_EQ(reader->info().frames.first, 1001) << file;
            }
            std::string name = file.string();
            if (const auto at = name.find("####"); at != std::string::npos)
                name.replace(at, 4, "1002");
            if (preset.settings.format == ExportFormat::Exr) {
                const std::string header = outputOf("exrheader '" + name + "'");
                EXPECT_THAT(header, HasSubstr("unividx/export"));
                EXPECT_THAT(header, HasSubstr("framesPerSecond (type rational): 24000/1001"));
                EXPECT_THAT(outputOf("exrinfo '" + name + "' 2>&1"), HasSubstr("compression"));
            } else if (preset.settings.format == ExportFormat::Movie) {
                EXPECT_THAT(outputOf("ffprobe -v error -show_streams '" + name + "'"), HasSubstr("color_space=bt709"));
            }
        }
    }
}

TEST(Export, AMultiLayerFileHasAPlainMainImageAndNamedLayers)
{
    const TemporaryFolder folder;
    run(requestFor("nuke", folder.path()));
    const auto input = OIIO::ImageInput::open((folder / "sh010 映像.1001.exr").string());
    ASSERT_TRUE(input);
    const OIIO::ImageSpec& spec = input->spec();
    for (const char* channel : {"R", "G", "B", "A", "albedo.R", "N.X", "N.Y", "N.Z", "matte.A"})
        EXPECT_GE(spec.channelindex(channel), 0) << channel;
    EXPECT_EQ(spec.get_string_attribute("compression"), "zips");
    EXPECT_EQ(spec.full_width, size.width);
}

TEST(Export, ACroppedDataWindowHidesNothing)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("exr-layers", folder.path());
    request.settings.window = ExrWindow::Data;
    request.settings.layers = {"picture", "matte"};
    run(request);
    const auto path = folder.path() / "matte" / "sh010 映像_matte.1001.exr";
    const auto input = OIIO::ImageInput::open(path.string());
    ASSERT_TRUE(input);
    EXPECT_EQ(input->spec().width, 32) << "the disc is 32 pixels wide";
    EXPECT_EQ(input->spec().full_width, size.width);
    const Image whole = openMedia(path)->read(1001);
    for (int x = 0; x < size.width; x += 3)
        EXPECT_NEAR(whole.at(x, 20, 0), picturesOf(1001)[3].at(x, 20, 0), 1e-3f) << x;
}

TEST(Export, FloatFilesHoldTheNumbersAsTheyAre)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("exr-layers", folder.path());
    request.settings.depth = ExrDepth::Float;
    request.settings.layers = {"albedo"};
    run(request);
    const Image read = openMedia(folder.path() / "albedo" / "sh010 映像_albedo.1002.exr")->read(1002);
    for (int x = 0; x < size.width; ++x)
        ASSERT_EQ(read.at(x, 5, 2), picturesOf(1002)[1].at(x, 5, 2));
}

TEST(Export, ColourGoesThroughTheConfigThereAndBackAndDataDoesNot)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("exr-layers", folder.path());
    request.settings.colorSpace = "ACEScg";
    request.settings.depth = ExrDepth::Float;
    request.settings.layers = {"albedo", "normal"};
    run(request);
    const Image albedo = openMedia(folder.path() / "albedo" / "sh010 映像_albedo.1001.exr")->read(1001);
    EXPECT_GT(std::fabs(albedo.at(3, 3, 0) - 0.5f), 0.01f);
    const Image back = makeTransform("ACEScg", sceneLinearRole).apply(albedo);
    for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(back.at(40, 3, c), picturesOf(1001)[1].at(40, 3, c), 1e-5f);
    const Image normal = openMedia(folder.path() / "normal" / "sh010 映像_normal.1001.exr")->read(1001);
    EXPECT_FLOAT_EQ(normal.at(3, 3, 1), -0.48f);
}

TEST(Export, PngHasStraightAlphaAndMovesNoHalo)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("png16", folder.path());
    request.settings.layers = {"picture"};
    run(request);
    const Image read = openMedia(folder / "sh010 映像_picture.1004.png")->read(1004);
    ASSERT_EQ(read.channels(), 4);
    for (int x = 16; x < 48; ++x) {
        if (read.at(x, 23, 3) > 0.05f) {
            EXPECT_NEAR(read.at(x, 23, 1), linearToSrgb(0.4f), 1e-3f) << x;
        }
    }
}

TEST(Export, AMoviesColoursAsAnotherProgramDecodesThemAreTheViewers)
{
    const TemporaryFolder folder;
    for (const char* preset : {"h264", "hevc"}) {
        SCOPED_TRACE(preset);
        ExportRequest request = requestFor(preset, folder / preset);
        request.settings.quality = 4;
        request.settings.burnIn.clear();
        request.layers = {{"picture", PictureKind::Color}};
        const float colors[3][3] = {{0.7f, 0.1f, 0.05f}, {0.05f, 0.5f, 0.1f}, {0.2f, 0.2f, 0.9f}};
        const auto flat = [&](std::int64_t frame) {
            std::vector<float> pixels;
            for (int i = 0; i < size.width * size.height; ++i)
                pixels.insert(pixels.end(), colors[(frame - 1001) % 3], colors[(frame - 1001) % 3] + 3);
            return std::vector<Image>{Image(size, 3, pixels)};
        };
        const ExportResult result = run(request, flat);
        const std::string raw = outputOf("ffmpeg -v error -i '" + result.files[0].string() +
                                         "' -vf scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=bicubic+"
                                         "accurate_rnd+full_chroma_int+full_chroma_inp -f rawvideo -pix_fmt rgb24 -");
        ASSERT_EQ(raw.size(), 4u * size.width * size.height * 3);
        for (std::size_t frame = 0; frame < 3; ++frame) {
            for (std::size_t c = 0; c < 3; ++c) {
                const std::size_t at = (frame * size.width * size.height + 20 * size.width + 30) * 3 + c;
                EXPECT_NEAR(static_cast<unsigned char>(raw[at]), 255.0f * linearToSrgb(colors[frame][c]), 2.0f);
            }
        }
    }
}

TEST(Export, ProResKeepsItsAlpha)
{
    const TemporaryFolder folder;
    const ExportResult result = run(requestFor("prores4444", folder.path()));
    EXPECT_THAT(outputOf("ffprobe -v error -show_streams '" + result.files[0].string() + "'"),
                HasSubstr("pix_fmt=yuva444p1"));
    const Image read = openMedia(result.files[0])->read(1002);
    ASSERT_EQ(read.channels(), 4);
    EXPECT_NEAR(read.at(31, 23, 3), 1.0f, 0.01f);
    EXPECT_NEAR(read.at(1, 1, 3), 0.0f, 0.01f);
    EXPECT_NEAR(read.at(31, 23, 1), linearToSrgb(0.4f), 0.02f);
}

TEST(Export, GoesOnWhereItWasStopped)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("exr-layers", folder.path());
    request.settings.existing = ExportExisting::Resume;
    int made = 0;
    const CancelToken untouched;
    CancelToken token;
    JobContext stopped(token);
    const auto stopping = [&](std::int64_t frame) {
        if (++made == 2)
            token.cancel();
        return picturesOf(frame);
    };
    EXPECT_THROW(runExport(request, stopping, stopped), Cancelled);
    EXPECT_EQ(made, 2);
    made = 0;
    const auto counting = [&](std::int64_t frame) {
        ++made;
        return picturesOf(frame);
    };
    const ExportResult result = run(request, counting);
    EXPECT_EQ(result.kept, 2);
    EXPECT_EQ(result.written, 2);
    EXPECT_EQ(made, 2);
    EXPECT_FALSE(readOwnAttributes(folder.path() / "matte" / "sh010 映像_matte.1003.exr")["export"].empty());

    request.recipe = R"({"nodes": ["other"]})";
    try {
        run(request, counting);
        FAIL() << "files of another export were taken for ours";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("another export"));
    }
}

TEST(Export, AMovieThatIsWholeStaysAndAnotherExportsIsNotTouched)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("prores4444", folder.path());
    run(request);
    request.settings.existing = ExportExisting::Resume;
    EXPECT_EQ(run(request).kept, 4);
    request.recipe = R"({"nodes": ["other"]})";
    EXPECT_THROW(run(request), Error);
}

TEST(Export, FramesThatHadOtherNumbersAreNotTakenForThese)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("png16", folder.path());
    request.settings.existing = ExportExisting::Resume;
    request.settings.firstNumber = 1;
    run(request);
    request.settings.firstNumber = 2;
    EXPECT_THROW(run(request), Error) << "0002 was the second frame and would be the first";
}

TEST(Export, WhatItsOrderHasWrittenIsKeptAndOthersFilesAreTreatedAsAsked)
{
    const TemporaryFolder folder;
    ExportRequest older = requestFor("png16", folder.path());
    older.order = "first";
    run(older);
    ExportRequest request = older;
    request.order = "second";
    EXPECT_THROW(run(request), Error) << "another order's files, though of the same pixels, are others'";
    request.settings.existing = ExportExisting::Replace;
    const auto cutting = [](std::int64_t frame) {
        if (frame == 1003)
            throw Error(ErrorKind::Output, "the power is gone");
        return picturesOf(frame);
    };
    EXPECT_THROW(run(request, cutting), Error);
    const std::string& self = processTag();
    const std::string dead = self.substr(0, self.rfind('-')) + "-1"; // this process's number, another start
    const fs::path torn = folder.path() / (".sh010 映像_picture.1003.part-" + dead + "-0.png");
    std::ofstream(torn) << "half";
    const auto first = framePaths(request, 1001).front();
    const auto before = fs::last_write_time(first);
    const ExportResult result = run(request);
    EXPECT_EQ(result.kept, 2);
    EXPECT_EQ(result.written, 2);
    EXPECT_EQ(fs::last_write_time(first), before);
    EXPECT_FALSE(fs::exists(torn));
    for (std::int64_t frame = 1001; frame <= 1004; ++frame) {
        for (const auto& path : framePaths(request, frame))
            EXPECT_EQ(readOwnAttributes(path)["order"], "second") << path;
    }
    request.settings.existing = ExportExisting::Refuse; // its own files are not in its way
    EXPECT_EQ(run(request).kept, 4);
}

TEST(Export, NothingIsReplacedUnasked)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("png16", folder.path());
    run(request);
    int asked = 0;
    const auto counting = [&](std::int64_t frame) {
        ++asked;
        return picturesOf(frame);
    };
    EXPECT_THROW(run(request, counting), Error);
    EXPECT_EQ(asked, 0) << "said before any work";
    request.settings.existing = ExportExisting::Replace;
    EXPECT_EQ(run(request).written, 4);
}

TEST(Export, NumbersNamesAndLayersCanBeChosen)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("exr-layers", folder.path());
    request.settings.pattern = "{preset}/{width}x{height}/{layer}-{frame}.{extension}";
    request.settings.firstNumber = 1;
    request.settings.padding = 6;
    request.settings.layers = {"matte"};
    run(request);
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "exr-layers" / "64x48" / "matte-000004.exr"));
    request.settings.layers = {"sparkle"};
    EXPECT_THROW(run(request), Error);
}

TEST(ExportDeathTest, AFullDiskIsAnOutputErrorAndKeepsWhatIsComplete)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            int result = 1;
            {
                const TemporaryFolder folder;
                const ExportRequest request = requestFor("resolve", folder.path());
                try {
                    run(request, [&](std::int64_t frame) {
                        if (frame == 1003)
                            unividx::testing::limitFileSize(1000);
                        return picturesOf(frame);
                    });
                } catch (const Error& error) {
                    result = error.kind() == ErrorKind::Output ? 0 : 2;
                }
                if (folder.entries() != 2)
                    result = 3;
            }
            std::_Exit(result);
        },
        ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace unividx
