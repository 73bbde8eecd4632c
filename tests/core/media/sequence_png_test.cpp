#include "core/media/sequence_png.h"

#include "core/base/error.h"
#include "core/media/quantize.h"
#include "tests/core/layers/limited_disk.h"
#include "tests/core/layers/temporary_folder.h"

#include <OpenImageIO/imageio.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>

namespace unividx {
namespace {

using unividx::testing::TemporaryFolder;

Image noise(Resolution size, int channels)
{
    std::mt19937 random(1);
    std::uniform_real_distribution<float> values(-0.2f, 1.2f);
    std::vector<float> pixels(static_cast<std::size_t>(size.width * size.height * channels));
    for (float& pixel : pixels)
        pixel = values(random);
    return Image(size, channels, pixels);
}

template <typename Code>
std::vector<Code> codesOf(const std::filesystem::path& path, OIIO::TypeDesc type)
{
    OIIO::ImageSpec config;
    config.attribute("oiio:UnassociatedAlpha", 1);
    const auto input = OIIO::ImageInput::open(path.string(), &config);
    if (!input || input->spec().format != type)
        return {};
    std::vector<Code> codes(
        static_cast<std::size_t>(input->spec().width * input->spec().height * input->spec().nchannels));
    input->read_image(0, 0, 0, input->spec().nchannels, type, codes.data());
    return codes;
}

TEST(WritePng, HoldsExactlyTheCodesOfTheRule)
{
    const TemporaryFolder folder;
    for (const int channels : {1, 3, 4}) {
        SCOPED_TRACE(channels);
        const Image image = noise({31, 17}, channels);
        const auto eight = folder / ("8-" + std::to_string(channels) + ".png");
        const auto sixteen = folder / ("16-" + std::to_string(channels) + ".png");
        writePng(eight, image);
        PngOptions options;
        options.depth = PngDepth::Sixteen;
        writePng(sixteen, image, options);
        EXPECT_EQ(codesOf<std::uint8_t>(eight, OIIO::TypeDesc::UINT8), toEightBit(image));
        EXPECT_EQ(codesOf<std::uint16_t>(sixteen, OIIO::TypeDesc::UINT16), toSixteenBit(image));
    }
}

TEST(WritePng, AnExistingFileIsReplacedOnlyWhenAllowed)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "a.png") << "mine";
    EXPECT_THROW(writePng(folder / "a.png", noise({3, 3}, 3)), Error);
    PngOptions options;
    options.existing = ExistingFile::Replace;
    writePng(folder / "a.png", noise({3, 3}, 3), options);
    EXPECT_FALSE(codesOf<std::uint8_t>(folder / "a.png", OIIO::TypeDesc::UINT8).empty());
    EXPECT_THROW(writePng(folder / "b.png", noise({3, 3}, 2)), Error);
    EXPECT_EQ(folder.entries(), 1u);
}

TEST(WritePngDeathTest, AFullDiskIsAnOutputErrorAndLeavesNothing)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            int result = 1;
            {
                const TemporaryFolder folder;
                unividx::testing::limitFileSize(5000);
                try {
                    writePng(folder / "full.png", noise({300, 300}, 3));
                } catch (const Error& error) {
                    result = error.kind() == ErrorKind::Output && folder.entries() == 0 ? 0 : 2;
                }
            }
            std::_Exit(result);
        },
        ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace unividx
