#include "core/media/picture_library.h"

#include "core/base/error.h"

#include <OpenImageIO/imageio.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <system_error>
#include <utility>
#include <vector>

namespace unividx::pictures {

namespace {

namespace oiio = OIIO;

/// Beyond these a header is damaged, not large: 65,536 a side and half a billion pixels.
constexpr int largestSide = 65536;
constexpr std::int64_t mostPixels = 512'000'000;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& where, const std::string& what)
{
    throw Error(ErrorKind::Input, file.string() + (where.empty() ? "" : ": " + where) + ": " + what);
}

struct OpenFile {
    std::unique_ptr<oiio::ImageInput> input;
    std::vector<PartChannels> parts;
    std::vector<oiio::ImageSpec> specs;
    PictureHeader header;
};

std::string firstLine(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

FrameRate rateOf(const oiio::ImageSpec& spec, bool& declared)
{
    std::array<int, 2> rational{};
    if (spec.getattribute("FramesPerSecond", oiio::TypeRational, rational.data()) && rational[0] > 0 &&
        rational[1] > 0) {
        const int divisor = std::gcd(rational[0], rational[1]);
        declared = true;
        return {rational[0] / divisor, rational[1] / divisor};
    }
    for (const char* name : {"dpx:FrameRate", "dpx:TemporalFrameRate"}) {
        const double rate = spec.get_float_attribute(name, 0);
        for (const FrameRate known :
             {FrameRate{24000, 1001}, FrameRate{24, 1}, FrameRate{25, 1}, FrameRate{30000, 1001}, FrameRate{30, 1},
              FrameRate{48, 1}, FrameRate{50, 1}, FrameRate{60000, 1001}, FrameRate{60, 1}}) {
            if (std::abs(rate - known.perSecond()) < 0.005) {
                declared = true;
                return known;
            }
        }
    }
    declared = false;
    return {24, 1};
}

std::string primariesOf(const oiio::ImageSpec& spec)
{
    std::array<float, 8> found{};
    if (!spec.getattribute("chromaticities", oiio::TypeDesc(oiio::TypeDesc::FLOAT, 8), found.data()))
        return {};
    static const std::array<std::pair<const char*, std::array<float, 8>>, 5> known{{
        {"bt709", {0.64F, 0.33F, 0.30F, 0.60F, 0.15F, 0.06F, 0.3127F, 0.3290F}},
        {"bt2020", {0.708F, 0.292F, 0.170F, 0.797F, 0.131F, 0.046F, 0.3127F, 0.3290F}},
        {"p3d65", {0.680F, 0.320F, 0.265F, 0.690F, 0.150F, 0.060F, 0.3127F, 0.3290F}},
        {"ap0", {0.7347F, 0.2653F, 0.0F, 1.0F, 0.0001F, -0.077F, 0.32168F, 0.33767F}},
        {"ap1", {0.713F, 0.293F, 0.165F, 0.830F, 0.128F, 0.044F, 0.32168F, 0.33767F}},
    }};
    for (const auto& [name, values] : known) {
        bool same = true;
        for (std::size_t i = 0; i < values.size(); ++i)
            same = same && std::abs(values[i] - found[i]) < 0.002F;
        if (same)
            return name;
    }
    return "unknown";
}

ColorTags colorOf(const oiio::ImageSpec& spec, const std::string& format, bool sceneLinear)
{
    ColorTags color;
    color.matrix = "rgb";
    color.fullRange = true;
    const std::string space = spec.get_string_attribute("oiio:ColorSpace");
    if (format == "openexr") {
        color.transfer = "linear"; // what OpenEXR says it holds
    } else if (sceneLinear) {
        color.transfer = "linear";
        color.guesses.push_back("The file does not say how its light is encoded; floating point is taken as linear.");
    } else if (format == "dpx" && (space == "KodakLog" || space == "PrintingDensity")) {
        color.transfer = "log";
    } else if (space == "Rec709") {
        color.transfer = "bt709";
    } else {
        color.transfer = "srgb";
        if (format == "dpx" || format == "tiff")
            color.guesses.push_back("The file does not say how its light is encoded; sRGB is assumed.");
    }
    color.primaries = primariesOf(spec);
    if (color.primaries.empty()) {
        color.primaries = "bt709";
        if (format == "openexr")
            color.guesses.push_back("The file has no chromaticities; Rec.709 primaries are assumed.");
    }
    return color;
}

/// Which pixels a picture has once shown: OpenEXR's display window.
Resolution shownSize(const oiio::ImageSpec& spec)
{
    return spec.full_width > 0 && spec.full_height > 0 ? Resolution{spec.full_width, spec.full_height}
                                                       : Resolution{spec.width, spec.height};
}

void checkSize(const oiio::ImageSpec& spec, const std::filesystem::path& file, const std::string& where)
{
    const Resolution shown = shownSize(spec);
    for (const Resolution size : {shown, Resolution{spec.width, spec.height}}) {
        if (size.width <= 0 || size.height <= 0 || size.width > largestSide || size.height > largestSide ||
            std::int64_t{size.width} * size.height > mostPixels)
            refuse(file, where,
                   "the picture claims " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                       " pixels; the file is damaged");
    }
    if (spec.nchannels < 1 || spec.nchannels > 4096 || spec.depth > 1 || spec.deep)
        refuse(file, where, "the file holds no flat picture (deep or volume data, or no channels)");
}

void describe(OpenFile& open, const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    PictureHeader& header = open.header;
    const bool exr = std::string(open.input->format_name()) == "openexr";
    const std::vector<LayerChoice> layers = findLayers(open.parts);
    header.choice = options.layer.empty() ? layers.front() : chooseLayer(open.parts, options.layer);
    MediaInfo& info = header.info;
    std::string names;
    for (const LayerChoice& layer : layers) {
        if (layer.name.empty())
            continue;
        names += (names.empty() ? "" : ", ") + layer.name;
        if (exr)
            info.layers.push_back(layer.name);
    }
    if (header.choice.part < 0)
        refuse(file, where,
               "has no layer '" + options.layer + "'; " +
                   (names.empty() ? "it holds one picture only" : "it has " + names));
    if (options.layer.empty() && !header.choice.name.empty() && exr)
        info.notes.push_back("There is no main image; the layer " + header.choice.name + " is shown.");

    const oiio::ImageSpec& spec = open.specs[static_cast<std::size_t>(header.choice.part)];
    checkSize(spec, file, where);
    info.path = file;
    info.layer = header.choice.name;
    info.format = open.input->format_name();
    info.pixelFormat = spec.format.c_str();
    info.bitDepth = spec.get_int_attribute("oiio:BitsPerSample", static_cast<int>(spec.format.basesize() * 8));
    info.channels = header.choice.hasAlpha ? 4 : 3;
    // PNG is straight by its standard; elsewhere the reader says when alpha is not associated.
    info.premultiplied =
        header.choice.hasAlpha && info.format != "png" && spec.get_int_attribute("oiio:UnassociatedAlpha", 0) == 0;
    info.sceneLinear = spec.format.is_floating_point();
    info.rate = rateOf(spec, info.rateIsDeclared);
    info.color = colorOf(spec, info.format, info.sceneLinear);
    header.orientation = orientationOfExif(exr ? 1 : spec.get_int_attribute("Orientation", 1));
    info.rotation = header.orientation.quarterTurns * 90;
    info.resolution = orient(shownSize(spec), header.orientation);
    if (spec.x < spec.full_x || spec.y < spec.full_y || spec.x + spec.width > spec.full_x + shownSize(spec).width ||
        spec.y + spec.height > spec.full_y + shownSize(spec).height)
        info.notes.push_back("The data window is larger than the picture; what lies outside is left out.");
}

OpenFile openFile(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        refuse(file, where, "cannot be read (" + error.message() + ")");
    if (size == 0)
        refuse(file, where, "the file is empty (0 bytes)");
    oiio::ImageSpec hints;
    hints.attribute("oiio:UnassociatedAlpha", 1); // pixels as stored: premultiplying and back loses colour
    OpenFile open;
    open.input = oiio::ImageInput::open(file.string(), &hints);
    if (!open.input)
        refuse(file, where, "is not a picture that can be read (" + firstLine(oiio::geterror()) + ")");
    for (int part = 0; part < 1000; ++part) {
        const oiio::ImageSpec spec = open.input->spec(part);
        if (spec.format == oiio::TypeUnknown || spec.nchannels < 1)
            break;
        open.specs.push_back(spec);
        open.parts.push_back({spec.get_string_attribute("oiio:subimagename"), spec.channelnames});
        if (std::string(open.input->format_name()) != "openexr")
            break; // further pictures of a TIFF are thumbnails or pages
    }
    if (open.parts.empty())
        refuse(file, where, "holds no picture (" + firstLine(open.input->geterror()) + ")");
    if (open.parts.size() == 1)
        open.parts.front().part.clear(); // one part is the picture, whatever it is called
    describe(open, file, options, where);
    return open;
}

} // namespace

PictureHeader readPictureHeader(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    return openFile(file, options, where).header;
}

Image readPicture(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    OpenFile open = openFile(file, options, where);
    const LayerChoice& choice = open.header.choice;
    const oiio::ImageSpec& spec = open.specs[static_cast<std::size_t>(choice.part)];
    const auto [lowest, highest] = std::minmax_element(choice.channels.begin(), choice.channels.end());
    const int stride = *highest - *lowest + 1;
    std::vector<float> stored(static_cast<std::size_t>(spec.width) * static_cast<std::size_t>(spec.height) *
                              static_cast<std::size_t>(stride));
    if (!open.input->read_image(choice.part, 0, *lowest, *highest + 1, oiio::TypeFloat, stored.data()))
        refuse(file, where, "cannot be decoded (" + firstLine(open.input->geterror()) + ")");

    const Resolution shown = shownSize(spec);
    const int channels = open.header.info.channels;
    std::array<int, 4> source{-1, -1, -1, -1}; // which stored channel each of ours takes; none is 0
    const std::size_t colours = choice.channels.size() - (choice.hasAlpha ? 1 : 0);
    for (std::size_t c = 0; c < 3; ++c)
        if (colours == 1 || c < colours)
            source[c] = choice.channels[colours == 1 ? 0 : c] - *lowest;
    if (choice.hasAlpha)
        source[3] = choice.channels.back() - *lowest;

    std::vector<float> pixels(static_cast<std::size_t>(shown.width) * static_cast<std::size_t>(shown.height) *
                              static_cast<std::size_t>(channels));
    const int left = spec.x - spec.full_x;
    const int top = spec.y - spec.full_y;
    for (int y = std::max(0, top); y < std::min(shown.height, top + spec.height); ++y) {
        const float* in = stored.data() + (static_cast<std::size_t>(y - top) * static_cast<std::size_t>(spec.width)) *
                                              static_cast<std::size_t>(stride);
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(shown.width) *
                                         static_cast<std::size_t>(channels);
        for (int x = std::max(0, left); x < std::min(shown.width, left + spec.width); ++x)
            for (int c = 0; c < channels; ++c)
                if (source[static_cast<std::size_t>(c)] >= 0)
                    out[x * channels + c] = in[(x - left) * stride + source[static_cast<std::size_t>(c)]];
    }
    return orient(Image(shown, channels, std::move(pixels)), open.header.orientation);
}

} // namespace unividx::pictures
