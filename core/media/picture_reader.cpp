#include "core/media/picture_library.h"

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/media/picture_claims.h"
#include "core/media/picture_input.h"

#include <OpenImageIO/imageio.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace unividx::pictures {

namespace {

namespace oiio = OIIO;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& where, const std::string& what)
{
    throw Error(ErrorKind::Input, file.string() + (where.empty() ? "" : ": " + where) + ": " + what);
}

struct OpenFile {
    PictureClaims claims;
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
    color.space = spec.get_string_attribute("unividx/colorSpace");
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

void checkSize(const oiio::ImageSpec& spec, const PictureClaims& claims, const std::filesystem::path& file,
               const std::string& where)
{
    if (spec.nchannels < 1 || spec.nchannels > limits().channels || spec.depth > 1 || spec.deep)
        refuse(file, where, "the file holds no flat picture (deep or volume data, or no channels)");
    checkPictureSize(file, where, claims, spec.width, spec.height, static_cast<std::int64_t>(spec.pixel_bytes(true)));
    const Resolution shown = shownSize(spec);
    checkPictureSize(file, where, claims, shown.width, shown.height, 0); // the file need not fill what it shows
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
    checkSize(spec, open.claims, file, where);
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
    OpenFile open;
    open.claims = readPictureClaims(file, where);
    open.input = openPicture(file, open.claims, where);
    for (int part = 0; part < limits().pictureParts; ++part) {
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

/// Which channels of a picture go where, and the place of its data window in the picture.
struct Placement {
    int lowest = 0;                            ///< of the stored channels that are read
    int stride = 1;                            ///< how many are read
    std::array<int, 4> source{-1, -1, -1, -1}; ///< which of those each of ours takes; none is 0
    int left = 0;
    int top = 0;
};

Placement placementOf(const LayerChoice& choice, const oiio::ImageSpec& spec)
{
    const auto [lowest, highest] = std::minmax_element(choice.channels.begin(), choice.channels.end());
    Placement placement{*lowest, *highest - *lowest + 1, {-1, -1, -1, -1}, spec.x - spec.full_x, spec.y - spec.full_y};
    const std::size_t colours = choice.channels.size() - (choice.hasAlpha ? 1 : 0);
    for (std::size_t c = 0; c < 3; ++c)
        if (colours == 1 || c < colours)
            placement.source[c] = choice.channels[colours == 1 ? 0 : c] - *lowest;
    if (choice.hasAlpha)
        placement.source[3] = choice.channels.back() - *lowest;
    return placement;
}

/// Lines that are decoded at once: whole tiles, or several of EXR's blocks for as many threads.
int stripLines(const oiio::ImageSpec& spec)
{
    constexpr int lines = 256;
    return spec.tile_height > 0 ? (lines + spec.tile_height - 1) / spec.tile_height * spec.tile_height : lines;
}

/// Decodes `lines` lines from `y` on, counted from the data window's top.
bool readStrip(OpenFile& open, const Placement& placement, int y, int lines, std::vector<float>& stored)
{
    const int part = open.header.choice.part;
    const oiio::ImageSpec& spec = open.specs[static_cast<std::size_t>(part)];
    const int end = placement.lowest + placement.stride;
    if (spec.tile_width > 0)
        return open.input->read_tiles(part, 0, spec.x, spec.x + spec.width, spec.y + y, spec.y + y + lines, 0, 1,
                                      placement.lowest, end, oiio::TypeFloat, stored.data());
    return open.input->read_scanlines(part, 0, spec.y + y, spec.y + y + lines, 0, placement.lowest, end,
                                      oiio::TypeFloat, stored.data());
}

/// Copies one stored line to its place; what lies outside the picture is left out.
void placeLine(const float* in, float* out, const Placement& placement, int storedWidth, int shownWidth, int channels)
{
    const int right = std::min(shownWidth, placement.left + storedWidth);
    for (int x = std::max(0, placement.left); x < right; ++x)
        for (int c = 0; c < channels; ++c)
            if (placement.source[static_cast<std::size_t>(c)] >= 0)
                out[x * channels + c] =
                    in[(x - placement.left) * placement.stride + placement.source[static_cast<std::size_t>(c)]];
}

} // namespace

PictureHeader readPictureHeader(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    return openFile(file, options, where).header;
}

Image readPicture(const std::filesystem::path& file, const OpenOptions& options, const std::string& where)
{
    OpenFile open = openFile(file, options, where);
    const oiio::ImageSpec& spec = open.specs[static_cast<std::size_t>(open.header.choice.part)];
    const Placement placement = placementOf(open.header.choice, spec);
    const Resolution shown = shownSize(spec);
    const int channels = open.header.info.channels;
    const int strip = stripLines(spec);
    const std::size_t storedLine = static_cast<std::size_t>(spec.width) * static_cast<std::size_t>(placement.stride);
    const std::size_t shownLine = static_cast<std::size_t>(shown.width) * static_cast<std::size_t>(channels);
    std::vector<float> stored(storedLine * static_cast<std::size_t>(std::min(strip, spec.height)));
    std::vector<float> pixels; // taken once the first lines are there: a header may promise more than the file holds
    for (int y = 0; y < spec.height; y += strip) {
        const int lines = std::min(strip, spec.height - y);
        if (!readStrip(open, placement, y, lines, stored))
            refuse(file, where, "cannot be decoded (" + firstLine(open.input->geterror()) + ")");
        pixels.resize(shownLine * static_cast<std::size_t>(shown.height));
        for (int line = 0; line < lines; ++line) {
            const int target = placement.top + y + line;
            if (target >= 0 && target < shown.height)
                placeLine(stored.data() + static_cast<std::size_t>(line) * storedLine,
                          pixels.data() + static_cast<std::size_t>(target) * shownLine, placement, spec.width,
                          shown.width, channels);
        }
    }
    return orient(Image(shown, channels, std::move(pixels)), open.header.orientation);
}

} // namespace unividx::pictures
