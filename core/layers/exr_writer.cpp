#include "core/layers/exr_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/layers/timecode_bits.h"

#include <OpenImageIO/half.h>
#include <OpenImageIO/imageio.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace unividx {

namespace {

constexpr float largestHalf = 65504.0f;

struct Part {
    std::string name;
    std::vector<std::string> channels;
    std::vector<half> pixels; // interleaved, all layers of the part
    bool isData = true;       // true if every layer is
};

const char* compressionName(ExrCompression compression)
{
    switch (compression) {
    case ExrCompression::None:
        return "none";
    case ExrCompression::Zip:
        return "zip";
    case ExrCompression::ZipScanline:
        return "zips";
    case ExrCompression::Piz:
        return "piz";
    case ExrCompression::Dwaa:
        return "dwaa";
    case ExrCompression::Dwab:
        return "dwab";
    }
    return "zip";
}

bool isLossy(ExrCompression compression)
{
    return compression == ExrCompression::Dwaa || compression == ExrCompression::Dwab;
}

bool isPlainName(std::string_view name)
{
    if (name.empty() || !std::isalpha(static_cast<unsigned char>(name[0])))
        return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

bool isChannelName(std::string_view name)
{
    if (name.size() > 64 || name == "Y")
        return false;
    const std::size_t dot = name.find('.');
    return dot == std::string_view::npos ? isPlainName(name)
                                         : isPlainName(name.substr(0, dot)) && isPlainName(name.substr(dot + 1));
}

void checkRules(const std::vector<ExrLayer>& layers, const ExrOptions& options)
{
    if (layers.empty())
        throw Error(ErrorKind::Internal, "an EXR without layers was to be written");
    std::vector<std::string> seen;
    for (const ExrLayer& layer : layers) {
        if (layer.image.width() <= 0 || layer.image.height() <= 0 ||
            layer.image.resolution() != layers.front().image.resolution() ||
            layer.image.channels() != static_cast<int>(layer.channels.size()))
            throw Error(ErrorKind::Internal, "the layers of an EXR do not fit together");
        if (layer.channels.size() > 4 || !isPlainName(layer.name))
            throw Error(ErrorKind::Usage, "\"" + layer.name +
                                              "\" cannot be an EXR layer: at most 4 channels, and a name of "
                                              "letters, digits and _ that starts with a letter");
        for (const std::string& channel : layer.channels) {
            if (!isChannelName(channel) || std::find(seen.begin(), seen.end(), channel) != seen.end())
                throw Error(ErrorKind::Usage, "\"" + channel + "\" cannot be an EXR channel name");
            seen.push_back(channel);
        }
        if (layer.isData && isLossy(options.compression))
            throw Error(ErrorKind::Usage, "DWA compression would damage the data layer \"" + layer.name +
                                              "\"; use ZIP or PIZ, or write it to a file of its own");
    }
}

ExrReport convertRow(const float* source, int width, int channels, half* target, std::size_t stride)
{
    ExrReport report;
    for (int x = 0; x < width; ++x, target += stride) {
        for (int c = 0; c < channels; ++c) {
            float value = *source++;
            if (!std::isfinite(value)) {
                ++report.nonFinite;
                value = std::isnan(value) ? 0.0f : std::copysign(largestHalf, value);
            } else if (std::fabs(value) > largestHalf) {
                ++report.clamped;
                value = std::copysign(largestHalf, value);
            }
            target[c] = half(value);
        }
    }
    return report;
}

std::vector<Part> toParts(const std::vector<ExrLayer>& layers, const ExrOptions& options, ExrReport& report)
{
    std::vector<Part> parts;
    std::vector<std::vector<const ExrLayer*>> members;
    for (const ExrLayer& layer : layers) {
        if (parts.empty() || options.parts == ExrParts::OnePerLayer) {
            parts.push_back({layer.name, {}, {}, true});
            members.emplace_back();
        }
        Part& part = parts.back();
        part.channels.insert(part.channels.end(), layer.channels.begin(), layer.channels.end());
        part.isData = part.isData && layer.isData;
        members.back().push_back(&layer);
    }
    const Resolution size = layers.front().image.resolution();
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Part& part = parts[p];
        const std::size_t stride = part.channels.size();
        const std::size_t rowSize = stride * static_cast<std::size_t>(size.width);
        part.pixels.resize(rowSize * static_cast<std::size_t>(size.height));
        std::size_t offset = 0;
        for (const ExrLayer* layer : members[p]) {
            std::atomic<std::int64_t> clamped{0};
            std::atomic<std::int64_t> nonFinite{0};
            parallelFor(0, size.height, [&](std::int64_t y) {
                const ExrReport row =
                    convertRow(layer->image.row(static_cast<int>(y)), size.width, layer->image.channels(),
                               part.pixels.data() + static_cast<std::size_t>(y) * rowSize + offset, stride);
                clamped += row.clamped;
                nonFinite += row.nonFinite;
            });
            report += {clamped.load(), nonFinite.load()};
            offset += layer->channels.size();
        }
    }
    return parts;
}

OIIO::ImageSpec specOf(const Part& part, Resolution size, const ExrHeader& header, const ExrOptions& options,
                       bool multiPart)
{
    OIIO::ImageSpec spec(size.width, size.height, static_cast<int>(part.channels.size()), OIIO::TypeDesc::HALF);
    spec.channelnames = part.channels;
    spec.alpha_channel = -1;
    for (std::size_t i = 0; i < part.channels.size(); ++i) {
        if (part.channels[i] == "A")
            spec.alpha_channel = static_cast<int>(i);
    }
    std::string compression = compressionName(options.compression);
    if (isLossy(options.compression))
        compression += ":" + std::to_string(static_cast<int>(std::lround(options.dwaLevel)));
    spec.attribute("compression", compression);
    if (multiPart)
        spec.attribute("oiio:subimagename", part.name);

    const int rate[2] = {static_cast<int>(header.rate.numerator), static_cast<int>(header.rate.denominator)};
    spec.attribute("framesPerSecond", OIIO::TypeRational, rate);
    std::optional<std::uint32_t> timecode;
    if (header.timecode)
        timecode = timecodeBits(*header.timecode, header.rate);
    else if (header.frame >= 0)
        timecode = timecodeBits(timecodeOfFrame(header.frame, header.rate, false), header.rate);
    if (timecode) {
        const std::uint32_t words[2] = {*timecode, 0};
        spec.attribute("smpte:TimeCode", OIIO::TypeTimeCode, words);
    }
    spec.attribute("imageCounter",
                   static_cast<int>(std::clamp<std::int64_t>(header.frame, std::numeric_limits<int>::min(),
                                                             std::numeric_limits<int>::max())));
    if (!part.isData) {
        spec.attribute("oiio:ColorSpace", header.colorSpace.empty() ? "Linear" : header.colorSpace);
        if (header.chromaticities)
            spec.attribute("chromaticities", OIIO::TypeDesc(OIIO::TypeDesc::FLOAT, 8), header.chromaticities->data());
    }
    if (!header.owner.empty())
        spec.attribute("owner", header.owner);
    if (!header.comments.empty())
        spec.attribute("comments", header.comments);
    // Said in words as well: EXR means scene-linear and premultiplied by convention only.
    spec.attribute("unividx/encoding", part.isData ? "data" : "scene-linear");
    if (!part.isData) {
        spec.attribute("unividx/alpha", "premultiplied");
        if (!header.colorSpace.empty())
            spec.attribute("unividx/colorSpace", header.colorSpace);
    }
    for (const auto& [key, value] : header.attributes)
        spec.attribute("unividx/" + key, value);
    return spec;
}

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what, std::string reason)
{
    // The library speaks of the temporary name; people know the final one only.
    if (const std::size_t part = reason.find(".part-"); part != std::string::npos)
        reason.clear();
    while (!reason.empty() && (reason.back() == '\n' || reason.back() == '.'))
        reason.pop_back();
    throw Error(ErrorKind::Output, path.string() + ": " + what + (reason.empty() ? "" : " (" + reason + ")") +
                                       "; is there space left, and may this folder be written to?");
}

void writeParts(const std::filesystem::path& path, const std::filesystem::path& temporary,
                const std::vector<Part>& parts, const std::vector<OIIO::ImageSpec>& specs)
{
    const auto output = OIIO::ImageOutput::create(temporary.string());
    if (!output)
        fail(path, "cannot be written as EXR", OIIO::geterror());
    const bool opened = parts.size() == 1
                            ? output->open(temporary.string(), specs.front())
                            : output->open(temporary.string(), static_cast<int>(specs.size()), specs.data());
    if (!opened)
        fail(path, "cannot be written", output->geterror());
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if (p > 0 && !output->open(temporary.string(), specs[p], OIIO::ImageOutput::AppendSubimage))
            fail(path, "cannot be written", output->geterror());
        if (!output->write_image(OIIO::TypeDesc::HALF, parts[p].pixels.data()))
            fail(path, "cannot be written", output->geterror());
    }
    if (!output->close())
        fail(path, "cannot be finished", output->geterror());
}

// A full disk or a dying one can pass every write; only reading tells.
void readBack(const std::filesystem::path& path, const std::filesystem::path& temporary, const std::vector<Part>& parts,
              Resolution size, bool lossy)
{
    const auto input = OIIO::ImageInput::open(temporary.string());
    if (!input)
        fail(path, "was written but cannot be read back", OIIO::geterror());
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const Part& part = parts[p];
        if (!input->seek_subimage(static_cast<int>(p), 0))
            fail(path, "was written but lacks the layer " + part.name, input->geterror());
        const OIIO::ImageSpec& spec = input->spec();
        std::vector<half> pixels(part.pixels.size());
        if (spec.width != size.width || spec.height != size.height ||
            spec.nchannels != static_cast<int>(part.channels.size()))
            fail(path, "was written but reads back with another size", {});
        if (!input->read_image(static_cast<int>(p), 0, 0, spec.nchannels, OIIO::TypeDesc::HALF, pixels.data()))
            fail(path, "was written but cannot be read back", input->geterror());
        if (lossy)
            continue;
        // EXR sorts channels by name; compare by name, not by place.
        const std::size_t count = part.channels.size();
        for (std::size_t c = 0; c < count; ++c) {
            const auto found = std::find(spec.channelnames.begin(), spec.channelnames.end(), part.channels[c]);
            if (found == spec.channelnames.end())
                fail(path, "was written but lacks the channel " + part.channels[c], {});
            const auto place = static_cast<std::size_t>(found - spec.channelnames.begin());
            for (std::size_t i = 0; i < pixels.size(); i += count) {
                if (pixels[i + place].bits() != part.pixels[i + c].bits())
                    fail(path, "was written but reads back with other pixels in " + part.channels[c], {});
            }
        }
    }
}

} // namespace

ExrReport& ExrReport::operator+=(const ExrReport& other)
{
    clamped += other.clamped;
    nonFinite += other.nonFinite;
    return *this;
}

ExrReport writeExr(const std::filesystem::path& path, const std::vector<ExrLayer>& layers, const ExrHeader& header,
                   const ExrOptions& options)
{
    checkRules(layers, options);
    refuseExisting(path, options.existing);

    ExrReport report;
    const std::vector<Part> parts = toParts(layers, options, report);
    const Resolution size = layers.front().image.resolution();
    std::vector<OIIO::ImageSpec> specs;
    specs.reserve(parts.size());
    for (const Part& part : parts)
        specs.push_back(specOf(part, size, header, options, parts.size() > 1));

    AtomicFile file(path);
    writeParts(path, file.temporaryPath(), parts, specs);
    readBack(path, file.temporaryPath(), parts, size, isLossy(options.compression));
    file.commit();
    return report;
}

} // namespace unividx
