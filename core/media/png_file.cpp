#include "core/media/picture_library.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/quantize.h"

#include <OpenImageIO/imageio.h>

#include <vector>

namespace unividx::pictures {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what)
{
    throw Error(ErrorKind::Output,
                path.string() + ": " + what + "; is there space left, and may this folder be written to?");
}

template <typename Code>
void writeCodes(const std::filesystem::path& path, const std::filesystem::path& temporary, const OIIO::ImageSpec& spec,
                const std::vector<Code>& codes)
{
    const auto output = OIIO::ImageOutput::create("png");
    if (!output || !output->open(temporary.string(), spec) || !output->write_image(spec.format, codes.data()) ||
        !output->close())
        fail(path, "cannot be written");

    OIIO::ImageSpec config;
    config.attribute("oiio:UnassociatedAlpha", 1); // the codes as they stand in the file
    const auto input = OIIO::ImageInput::open(temporary.string(), &config);
    std::vector<Code> read(codes.size());
    if (!input || input->spec().width != spec.width || input->spec().height != spec.height ||
        input->spec().nchannels != spec.nchannels ||
        !input->read_image(0, 0, 0, spec.nchannels, spec.format, read.data()) || read != codes)
        fail(path, "was written but does not read back the same");
}

} // namespace

void writePng(const std::filesystem::path& path, const Image& image, const PngOptions& options)
{
    const int channels = image.channels();
    if (image.empty() || (channels != 1 && channels != 3 && channels != 4))
        throw Error(ErrorKind::Internal, "a PNG has one, three or four channels");
    refuseExisting(path, options.existing);

    const bool eight = options.depth == PngDepth::Eight;
    OIIO::ImageSpec spec(image.width(), image.height(), channels,
                         eight ? OIIO::TypeDesc::UINT8 : OIIO::TypeDesc::UINT16);
    if (!options.isData)
        spec.attribute("oiio:ColorSpace", "sRGB");
    spec.attribute("oiio:UnassociatedAlpha", 1); // or the library would divide colour by alpha
    for (const auto& [key, value] : options.attributes)
        spec.attribute("unividx/" + key, value);

    AtomicFile file(path);
    if (eight)
        writeCodes(path, file.temporaryPath(), spec, toEightBit(image));
    else
        writeCodes(path, file.temporaryPath(), spec, toSixteenBit(image));
    file.commit();
}

} // namespace unividx::pictures
