#include "core/run/layer_writer.h"

#include "core/base/error.h"
#include "core/color/srgb.h"
#include "tests/core/layers/temporary_folder.h"

#include <OpenImageIO/imageio.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace unividx {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

struct Pixels {
    OIIO::ImageSpec spec;
    std::vector<float> values;

    float at(const std::string& channel) const // of the first pixel
    {
        const int index = spec.channelindex(channel);
        return index < 0 ? -99.0f : values[static_cast<std::size_t>(index)];
    }
};

Pixels read(const std::filesystem::path& path)
{
    OIIO::ImageSpec config;
    config.attribute("oiio:UnassociatedAlpha", 1);
    const auto input = OIIO::ImageInput::open(path.string(), &config);
    if (!input)
        return {};
    Pixels pixels{input->spec(), {}};
    pixels.values.resize(static_cast<std::size_t>(pixels.spec.width * pixels.spec.height * pixels.spec.nchannels));
    input->read_image(0, 0, 0, pixels.spec.nchannels, OIIO::TypeDesc::FLOAT, pixels.values.data());
    return pixels;
}

Image flat(std::vector<float> pixel)
{
    std::vector<float> pixels;
    for (int i = 0; i < 16 * 8; ++i)
        pixels.insert(pixels.end(), pixel.begin(), pixel.end());
    return Image({16, 8}, static_cast<int>(pixel.size()), pixels);
}

LayerWriterOptions optionsFor(const Family& family, const char* rows, const TemporaryFolder& folder)
{
    LayerWriterOptions options;
    options.family = &family;
    for (std::size_t row = 0; row < 4; ++row)
        options.rows[row] = std::string(rows).find(family.modalities[row].letter) != std::string::npos;
    options.output.folder = folder / "new folder";
    options.output.values.tokens["shot"] = "映像";
    options.attributes = {{"task", "R2AIN"}};
    return options;
}

const std::array<Image, 4> intrinsicLayers{Image(), flat({0.5f, 0.25f, 1.0f}), flat({0.75f, 0.5f, 0.25f}),
                                           flat({0.6f, -0.8f, 0.0f})};
const std::array<Image, 4> alphaLayers{Image(), flat({0.5f}), flat({0.5f, 1.0f, 0.0f}), flat({0.25f, 0.5f, 0.75f})};
constexpr float halfPrecision = 1e-3f;

TEST(LayerWriter, WritesOneLinearExrALayerAndFrameWithItsOwnNumber)
{
    const TemporaryFolder folder;
    LayerWriter writer(optionsFor(intrinsicFamily, "AIN", folder));
    writer.write(1003, intrinsicLayers);
    writer.write(1004, intrinsicLayers);
    const WrittenLayers written = writer.finish();
    const auto out = folder / "new folder";
    EXPECT_THAT(written.files, ElementsAre(out / "映像_albedo.####.exr", out / "映像_irradiance.####.exr",
                                           out / "映像_normal.####.exr"));
    EXPECT_EQ(written.frames, 2);

    const Pixels albedo = read(out / "映像_albedo.1003.exr");
    EXPECT_NEAR(albedo.at("albedo.R"), srgbToLinear(0.5f), halfPrecision);
    EXPECT_EQ(albedo.at("albedo.B"), 1.0f);
    EXPECT_EQ(albedo.spec.get_string_attribute("unividx/colorTransform"), "srgb_texture -> lin_rec709");
    EXPECT_EQ(albedo.spec.get_string_attribute("unividx/task"), "R2AIN");
    EXPECT_EQ(albedo.spec.get_int_attribute("imageCounter"), 1003);

    const Pixels normal = read(out / "映像_normal.1004.exr");
    EXPECT_NEAR(normal.at("N.X"), 0.6f, halfPrecision);
    EXPECT_NEAR(normal.at("N.Y"), -0.8f, halfPrecision) << "signed, and no curve";
    EXPECT_THAT(normal.spec.get_string_attribute("unividx/normals"), HasSubstr("+Y up"));
    EXPECT_THAT(normal.spec.get_string_attribute("unividx/encoding"), "data");
}

TEST(LayerWriter, PremultipliesTheForegroundByTheMatteInLight)
{
    const TemporaryFolder folder;
    LayerWriter writer(optionsFor(alphaFamily, "PFB", folder));
    writer.write(1001, alphaLayers);
    const auto out = folder / "new folder";
    const Pixels foreground = read(out / "映像_foreground.1001.exr");
    EXPECT_NEAR(foreground.at("fg.R"), 0.5f * srgbToLinear(0.5f), halfPrecision);
    EXPECT_NEAR(foreground.at("fg.G"), 0.5f, halfPrecision);
    EXPECT_EQ(foreground.at("fg.A"), 0.5f);
    EXPECT_EQ(read(out / "映像_alpha.1001.exr").at("alpha.A"), 0.5f) << "a matte has no curve";
    EXPECT_NEAR(read(out / "映像_background.1001.exr").at("bg.G"), srgbToLinear(0.5f), halfPrecision);
}

TEST(LayerWriter, AMatteThatWasGivenHelpsWithoutBeingWritten)
{
    const TemporaryFolder folder;
    LayerWriter writer(optionsFor(alphaFamily, "F", folder));
    writer.write(1001, alphaLayers);
    EXPECT_EQ(read(folder / "new folder/映像_foreground.1001.exr").at("fg.A"), 0.5f);
    EXPECT_FALSE(std::filesystem::exists(folder / "new folder/映像_alpha.1001.exr"));
}

TEST(LayerWriter, PlainNamesAreForProgramsThatShowOnlyAMainImage)
{
    const TemporaryFolder folder;
    LayerWriterOptions options = optionsFor(intrinsicFamily, "AN", folder);
    options.naming = ChannelNaming::Plain;
    options.flipNormalY = true;
    options.normals = NormalEncoding::ZeroToOne;
    LayerWriter writer(options);
    writer.write(1001, intrinsicLayers);
    EXPECT_THAT(read(folder / "new folder/映像_albedo.1001.exr").spec.channelnames, ElementsAre("R", "G", "B"));
    EXPECT_NEAR(read(folder / "new folder/映像_normal.1001.exr").at("G"), 0.9f, halfPrecision);
}

TEST(LayerWriter, PutsAllLayersIntoOneFileWhenAsked)
{
    for (const LayerFileFormat format : {LayerFileFormat::ExrMultilayer, LayerFileFormat::ExrMultipart}) {
        const TemporaryFolder folder;
        LayerWriterOptions options = optionsFor(alphaFamily, "RPFB", folder);
        options.format = format;
        LayerWriter writer(options);
        auto layers = alphaLayers;
        layers[0] = flat({1.0f, 0.5f, 0.25f});
        writer.write(1001, layers);
        EXPECT_THAT(writer.finish().files, ElementsAre(folder / "new folder/映像_layers.####.exr"));
        const Pixels first = read(folder / "new folder/映像_layers.1001.exr");
        EXPECT_EQ(first.at("R"), 1.0f);
        EXPECT_EQ(first.spec.nchannels, format == LayerFileFormat::ExrMultilayer ? 3 + 1 + 4 + 3 : 3);
    }
}

TEST(LayerWriter, ThePartOfTheSourceAboveOneComesBack)
{
    const TemporaryFolder folder;
    LayerWriter writer(optionsFor(alphaFamily, "PFB", folder));
    auto layers = alphaLayers;
    layers[2] = flat({1.0f, 0.5f, 0.5f});
    writer.write(1001, layers, flat({3.0f, 0.0f, 0.0f}));
    EXPECT_NEAR(read(folder / "new folder/映像_foreground.1001.exr").at("fg.R"), 4.0f * 0.5f, 2e-3f);
    EXPECT_NEAR(read(folder / "new folder/映像_background.1001.exr").at("bg.R"),
                srgbToLinear(0.25f) * (1.0f + 0.5f * 3.0f), halfPrecision);
}

TEST(LayerWriter, PngShowsWhatTheModelSaw)
{
    const TemporaryFolder folder;
    for (const auto& [format, step] : {std::pair{LayerFileFormat::Png, 1.0f / 255}, {LayerFileFormat::Png16, 1e-4f}}) {
        LayerWriterOptions options = optionsFor(alphaFamily, "PFB", folder);
        options.format = format;
        options.existing = ExistingFile::Replace;
        LayerWriter writer(options);
        writer.write(7, alphaLayers);
        const Pixels foreground = read(folder / "new folder/映像_foreground.0007.png");
        EXPECT_THAT(foreground.spec.channelnames, ElementsAre("R", "G", "B", "A"));
        EXPECT_NEAR(foreground.at("R"), 0.5f, step) << "straight, display-encoded";
        EXPECT_EQ(read(folder / "new folder/映像_alpha.0007.png").spec.nchannels, 1);
    }
}

TEST(LayerWriter, MoviesAppearWhenFinished)
{
    const TemporaryFolder folder;
    LayerWriterOptions options = optionsFor(intrinsicFamily, "AN", folder);
    options.format = LayerFileFormat::Mp4;
    LayerWriter writer(options);
    for (int frame = 0; frame < 3; ++frame)
        writer.write(1001 + frame, intrinsicLayers);
    const auto out = folder / "new folder";
    EXPECT_FALSE(std::filesystem::exists(out / "映像_normal.mp4"));
    EXPECT_THAT(writer.finish().files, ElementsAre(out / "映像_albedo.mp4", out / "映像_normal.mp4"));
    EXPECT_TRUE(std::filesystem::exists(out / "映像_normal.mp4"));
    EXPECT_THROW(LayerWriter(options).checkTargets({1001, 3}), Error);
}

TEST(LayerWriter, NamesAFileThatStandsInTheWayBeforeAnyWorkIsDone)
{
    const TemporaryFolder folder;
    LayerWriter writer(optionsFor(intrinsicFamily, "A", folder));
    writer.checkTargets({1001, 5});
    writer.write(1004, intrinsicLayers);
    try {
        writer.checkTargets({1001, 5});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("映像_albedo.1004.exr"));
    }
}

TEST(LayerWriter, AMissingOrMisshapedLayerIsABug)
{
    const TemporaryFolder folder;
    LayerWriter writer(optionsFor(intrinsicFamily, "AN", folder));
    EXPECT_THROW(writer.write(1001, {}), Error);
    auto layers = intrinsicLayers;
    layers[3] = flat({0.5f});
    EXPECT_THROW(writer.write(1001, layers), Error);
    EXPECT_TRUE(writer.finish().files.empty());
}

TEST(LayerWriter, AFolderThatCannotBeMadeIsAnOutputError)
{
    const TemporaryFolder folder;
    LayerWriterOptions options = optionsFor(intrinsicFamily, "A", folder);
    options.output.folder = "/proc/unividx";
    try {
        LayerWriter writer(options);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("/proc/unividx"));
    }
}

TEST(LayerFileFormats, AreFoundByTheNamesThatAreListed)
{
    for (const std::string& name : layerFileFormatNames())
        EXPECT_TRUE(findLayerFileFormat(name)) << name;
    EXPECT_EQ(findLayerFileFormat("mp4"), LayerFileFormat::Mp4);
    EXPECT_FALSE(findLayerFileFormat("avi"));
}

} // namespace
} // namespace unividx
