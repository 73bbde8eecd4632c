#include "core/media/picture_library.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/media/half_row.h"
#include "core/media/timecode_bits.h"

#include <OpenImageIO/half.h>
#include <OpenImageIO/imageio.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace unividx::pictures {

namespace {

// What a file's numbers can hold, and how two of them are compared.
template <typename Value>
struct Numbers;

template <>
struct Numbers<half> {
    static constexpr float largest = 65504.0f;
    static constexpr OIIO::TypeDesc::BASETYPE type = OIIO::TypeDesc::HALF;
    static bool same(half a, half b) { return a.bits() == b.bits(); }
};

template <>
struct Numbers<float> {
    static constexpr float largest = std::numeric_limits<float>::max();
    static constexpr OIIO::TypeDesc::BASETYPE type = OIIO::TypeDesc::FLOAT;
    static bool same(float a, float b) { return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b); }
};

struct Window {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

template <typename Value>
struct Part {
    std::string name;
    std::vector<std::string> channels;
    std::unique_ptr<Value[]> pixels; // interleaved, all layers of the part, the window alone; each is written once
    bool isData = true;              // true if every layer is
};

// The smallest rectangle outside of which everything is 0; one pixel if all is.
Window dataWindow(const std::vector<ExrLayer>& layers)
{
    const Resolution size = layers.front().image.resolution();
    std::vector<std::pair<int, int>> spans(static_cast<std::size_t>(size.height), {size.width, -1});
    parallelFor(0, size.height, [&](std::int64_t y) {
        auto& [left, right] = spans[static_cast<std::size_t>(y)];
        for (const ExrLayer& layer : layers) {
            const int channels = layer.image.channels();
            const float* row = layer.image.row(static_cast<int>(y));
            const int values = size.width * channels;
            int first = 0;
            while (first < values && row[first] == 0.0f)
                ++first;
            if (first == values)
                continue;
            int last = values - 1;
            while (row[last] == 0.0f)
                --last;
            left = std::min(left, first / channels);
            right = std::max(right, last / channels);
        }
    });
    Window window{size.width, size.height, 0, 0};
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < size.height; ++y) {
        const auto& [first, last] = spans[static_cast<std::size_t>(y)];
        if (last < 0)
            continue;
        window.x = std::min(window.x, first);
        right = std::max(right, last);
        window.y = std::min(window.y, y);
        bottom = y;
    }
    if (bottom < 0)
        return {0, 0, 1, 1};
    window.width = right - window.x + 1;
    window.height = bottom - window.y + 1;
    return window;
}

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

void convert(const float* source, std::size_t count, half* target)
{
    toHalves(source, count, target);
}

void convert(const float* source, std::size_t count, float* target)
{
    std::copy_n(source, count, target);
}

/// Each pixel's channels to their place among those of all layers.
template <int Channels, typename Value>
void spread(const Value* source, int width, Value* target, std::size_t stride)
{
    for (int x = 0; x < width; ++x, source += Channels, target += stride)
        std::memcpy(static_cast<void*>(target), source, Channels * sizeof(Value));
}

/// A row with every value brought to what the file can hold.
template <typename Value>
ExrReport fitRow(const float* source, std::size_t count, std::vector<float>& fitted)
{
    constexpr float largest = Numbers<Value>::largest;
    ExrReport report;
    fitted.assign(source, source + count);
    for (float& value : fitted) {
        if (!std::isfinite(value)) {
            ++report.nonFinite;
            value = std::isnan(value) ? 0.0f : std::copysign(largest, value);
        } else if (std::fabs(value) > largest) {
            ++report.clamped;
            value = std::copysign(largest, value);
        }
    }
    return report;
}

template <typename Value>
ExrReport convertRow(const float* source, int width, int channels, Value* target, std::size_t stride)
{
    const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    int unfit = 0; // counted without a branch, for vectors; what is not a number is not smaller either
    for (std::size_t i = 0; i < count; ++i)
        unfit += !(std::fabs(source[i]) <= Numbers<Value>::largest);
    ExrReport report;
    std::vector<float> fitted;
    if (unfit > 0) {
        report = fitRow<Value>(source, count, fitted);
        source = fitted.data();
    }
    std::vector<Value> row(count);
    convert(source, count, row.data());
    using Spread = void (*)(const Value*, int, Value*, std::size_t);
    constexpr Spread spreads[] = {spread<1, Value>, spread<2, Value>, spread<3, Value>, spread<4, Value>};
    spreads[channels - 1](row.data(), width, target, stride); // checkRules: at most four
    return report;
}

template <typename Value>
std::vector<Part<Value>> toParts(const std::vector<ExrLayer>& layers, const ExrOptions& options, Window window,
                                 ExrReport& report)
{
    std::vector<Part<Value>> parts;
    std::vector<std::vector<const ExrLayer*>> members;
    for (const ExrLayer& layer : layers) {
        if (parts.empty() || options.parts == ExrParts::OnePerLayer) {
            parts.push_back({layer.name, {}, nullptr, true});
            members.emplace_back();
        }
        Part<Value>& part = parts.back();
        part.channels.insert(part.channels.end(), layer.channels.begin(), layer.channels.end());
        part.isData = part.isData && layer.isData;
        members.back().push_back(&layer);
    }
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Part<Value>& part = parts[p];
        const std::size_t stride = part.channels.size();
        const std::size_t rowSize = stride * static_cast<std::size_t>(window.width);
        part.pixels = std::make_unique_for_overwrite<Value[]>(rowSize * static_cast<std::size_t>(window.height));
        std::size_t offset = 0;
        for (const ExrLayer* layer : members[p]) {
            std::atomic<std::int64_t> clamped{0};
            std::atomic<std::int64_t> nonFinite{0};
            parallelFor(0, window.height, [&](std::int64_t y) {
                const int channels = layer->image.channels();
                const ExrReport row =
                    convertRow(layer->image.row(window.y + static_cast<int>(y)) + window.x * channels, window.width,
                               channels, part.pixels.get() + static_cast<std::size_t>(y) * rowSize + offset, stride);
                clamped += row.clamped;
                nonFinite += row.nonFinite;
            });
            report += {clamped.load(), nonFinite.load(), false};
            offset += layer->channels.size();
        }
    }
    return parts;
}

template <typename Value>
OIIO::ImageSpec specOf(const Part<Value>& part, Resolution size, Window window, const ExrHeader& header,
                       const ExrOptions& options, bool multiPart)
{
    OIIO::ImageSpec spec(window.width, window.height, static_cast<int>(part.channels.size()), Numbers<Value>::type);
    spec.x = window.x;
    spec.y = window.y;
    spec.full_width = size.width;
    spec.full_height = size.height;
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

template <typename Value>
void writeParts(const std::filesystem::path& path, const std::filesystem::path& temporary,
                const std::vector<Part<Value>>& parts, const std::vector<OIIO::ImageSpec>& specs)
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
        if (!output->write_image(Numbers<Value>::type, parts[p].pixels.get()))
            fail(path, "cannot be written", output->geterror());
    }
    if (!output->close())
        fail(path, "cannot be finished", output->geterror());
}

/// For each channel of the file, its place in the part: EXR sorts channels by name.
template <typename Value>
std::vector<std::size_t> placesOf(const std::filesystem::path& path, const OIIO::ImageSpec& spec,
                                  const Part<Value>& part)
{
    std::vector<std::size_t> places(part.channels.size());
    for (std::size_t c = 0; c < part.channels.size(); ++c) {
        const auto found = std::find(spec.channelnames.begin(), spec.channelnames.end(), part.channels[c]);
        if (found == spec.channelnames.end())
            fail(path, "was written but lacks the channel " + part.channels[c], {});
        places[static_cast<std::size_t>(found - spec.channelnames.begin())] = c;
    }
    return places;
}

/// A channel of the file in which two runs of pixels differ; nothing if they are the same.
template <typename Value>
std::optional<std::size_t> difference(const Value* read, const Value* written, std::size_t pixels,
                                      const std::vector<std::size_t>& places)
{
    const std::size_t count = places.size();
    for (std::size_t i = 0; i < pixels; ++i, read += count, written += count) {
        for (std::size_t c = 0; c < count; ++c) {
            if (!Numbers<Value>::same(read[c], written[places[c]]))
                return c;
        }
    }
    return std::nullopt;
}

/// Which channels have been one and the same value so far.
template <typename Value>
class FlatChannels {
public:
    explicit FlatChannels(std::size_t channels) : flat_(channels, true), left_(channels) {}

    void look(const Value* pixels, std::size_t count)
    {
        const std::size_t channels = flat_.size();
        if (first_.empty())
            first_.assign(pixels, pixels + channels);
        for (std::size_t i = 0; i < count && left_ > 0; ++i, pixels += channels) {
            for (std::size_t c = 0; c < channels; ++c) {
                if (flat_[c] && static_cast<float>(pixels[c]) != static_cast<float>(first_[c])) {
                    flat_[c] = false;
                    --left_;
                }
            }
        }
    }
    bool isFlat(std::size_t channel) const { return flat_[channel]; }

private:
    std::vector<bool> flat_;
    std::size_t left_;
    std::vector<Value> first_;
};

// A full disk or a dying one can pass every write; only reading tells. In strips, which are compared while they are in
// the processor's cache; each has several of EXR's blocks of 16 lines, for as many threads. Gives the names of the
// channels that are one value in all their pixels.
template <typename Value>
std::set<std::string> readBack(const std::filesystem::path& path, const std::filesystem::path& temporary,
                               const std::vector<Part<Value>>& parts, Window window, bool lossy)
{
    constexpr int strip = 64;
    std::set<std::string> flat;
    const auto input = OIIO::ImageInput::open(temporary.string());
    if (!input)
        fail(path, "was written but cannot be read back", OIIO::geterror());
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const Part<Value>& part = parts[p];
        if (!input->seek_subimage(static_cast<int>(p), 0))
            fail(path, "was written but lacks the layer " + part.name, input->geterror());
        const OIIO::ImageSpec& spec = input->spec();
        if (spec.x != window.x || spec.y != window.y || spec.width != window.width || spec.height != window.height ||
            spec.nchannels != static_cast<int>(part.channels.size()) || spec.format != Numbers<Value>::type)
            fail(path, "was written but reads back with another size", {});
        const auto places = placesOf(path, spec, part);
        const std::size_t rowSize = places.size() * static_cast<std::size_t>(window.width);
        std::vector<Value> pixels(rowSize * strip);
        FlatChannels<Value> flatChannels(places.size());
        for (int y = 0; y < window.height; y += strip) {
            const int lines = std::min(strip, window.height - y);
            if (!input->read_native_scanlines(static_cast<int>(p), 0, window.y + y, window.y + y + lines, 0,
                                              pixels.data()))
                fail(path, "was written but cannot be read back", input->geterror());
            flatChannels.look(pixels.data(), static_cast<std::size_t>(lines) * static_cast<std::size_t>(window.width));
            if (lossy)
                continue;
            const auto other =
                difference(pixels.data(), part.pixels.get() + static_cast<std::size_t>(y) * rowSize,
                           static_cast<std::size_t>(lines) * static_cast<std::size_t>(window.width), places);
            if (other)
                fail(path, "was written but reads back with other pixels in " + part.channels[places[*other]], {});
        }
        for (std::size_t c = 0; c < places.size(); ++c) {
            if (flatChannels.isFlat(c))
                flat.insert(part.channels[places[c]]);
        }
    }
    return flat;
}

template <typename Value>
ExrReport writeAs(const std::filesystem::path& path, const std::vector<ExrLayer>& layers, const ExrHeader& header,
                  const ExrOptions& options)
{
    const Resolution size = layers.front().image.resolution();
    const Window window =
        options.window == ExrWindow::Data ? dataWindow(layers) : Window{0, 0, size.width, size.height};
    ExrReport report;
    const std::vector<Part<Value>> parts = toParts<Value>(layers, options, window, report);
    std::vector<OIIO::ImageSpec> specs;
    specs.reserve(parts.size());
    for (const Part<Value>& part : parts)
        specs.push_back(specOf(part, size, window, header, options, parts.size() > 1));

    AtomicFile file(path);
    writeParts(path, file.temporaryPath(), parts, specs);
    const auto flat = readBack(path, file.temporaryPath(), parts, window, isLossy(options.compression));
    report.flat = std::any_of(layers.begin(), layers.end(), [&](const ExrLayer& layer) {
        return std::all_of(layer.channels.begin(), layer.channels.end(),
                           [&](const std::string& channel) { return flat.contains(channel); });
    });
    file.commit();
    return report;
}

} // namespace

ExrReport writeExr(const std::filesystem::path& path, const std::vector<ExrLayer>& layers, const ExrHeader& header,
                   const ExrOptions& options)
{
    checkRules(layers, options);
    refuseExisting(path, options.existing);

    return options.depth == ExrDepth::Half ? writeAs<half>(path, layers, header, options)
                                           : writeAs<float>(path, layers, header, options);
}

} // namespace unividx::pictures
