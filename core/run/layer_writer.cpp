#include "core/run/layer_writer.h"

#include "core/base/error.h"
#include "core/color/model_split.h"
#include "core/layers/layer_format.h"
#include "core/media/quantize.h"
#include "core/media/sequence_png.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

bool isExr(LayerFileFormat format)
{
    return extensionOf(format) == "exr";
}

int channelsOf(Decoding decoding)
{
    return decoding == Decoding::Matte ? 1 : 3;
}

template <typename Change>
Image changed(const Image& image, int channels, Change change)
{
    const auto pixelCount = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
    std::vector<float> pixels(pixelCount * static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < pixelCount; ++i)
        change(image.data() + i * static_cast<std::size_t>(image.channels()),
               pixels.data() + i * static_cast<std::size_t>(channels), i);
    return Image(image.resolution(), channels, std::move(pixels));
}

Image withAlpha(const Image& color, const Image& matte, AlphaState state)
{
    return changed(color, 4, [&](const float* in, float* out, std::size_t i) {
        const float alpha = matte.data()[i];
        for (int c = 0; c < 3; ++c)
            out[c] = state == AlphaState::Premultiplied ? in[c] * alpha : in[c];
        out[3] = alpha;
    });
}

} // namespace

struct LayerWriter::Sinks {
    LayerWriterOptions options;
    ColorTransform toLinear; ///< only for EXR
    std::optional<Chromaticities> chromaticities;
    std::array<std::unique_ptr<MovieWriter>, 4> movies;
    WrittenLayers written;
    ReadBackFiles readBack;

    const Modality& modality(std::size_t row) const { return options.family->modalities[row]; }
    std::filesystem::path pathOf(std::string_view layer, std::int64_t frame) const
    {
        return options.output.file(layer, frame);
    }
    /// The same, with the folder that the pattern names: not made before there is something to write.
    std::filesystem::path newPath(std::string_view layer, std::int64_t frame) const
    {
        std::filesystem::path path = pathOf(layer, frame);
        makeFolder(path.parent_path());
        return path;
    }
    std::vector<std::string_view> fileLayers() const; ///< the layer word of every file of a frame

    Image matteOf(const std::array<Image, 4>& layers) const;
    ExrLayer exrLayer(std::size_t row, const std::array<Image, 4>& layers, const Image& excess) const;
    ExrHeader exrHeader(std::int64_t frame) const;
    void writeExrs(std::int64_t frame, const std::array<Image, 4>& layers, const Image& excess);
    void writePngLayer(std::size_t row, std::int64_t frame, const std::array<Image, 4>& layers) const;
    void writeMovieFrame(std::size_t row, std::int64_t frame, const Image& layer);
    Timecode timecodeAt(std::int64_t frame) const;
};

std::vector<std::string_view> LayerWriter::Sinks::fileLayers() const
{
    if (holdsAllLayers(options.format))
        return {allLayersWord};
    std::vector<std::string_view> names;
    for (std::size_t row = 0; row < 4; ++row) {
        if (options.rows[row])
            names.push_back(modality(row).name);
    }
    return names;
}

Image LayerWriter::Sinks::matteOf(const std::array<Image, 4>& layers) const
{
    for (std::size_t row = 0; row < 4; ++row) {
        if (modality(row).decoding == Decoding::Matte)
            return layers[row];
    }
    return {};
}

Timecode LayerWriter::Sinks::timecodeAt(std::int64_t frame) const
{
    if (!options.firstTimecode)
        return timecodeOfFrame(std::max<std::int64_t>(0, frame), options.rate, false);
    const std::int64_t first = frameOfTimecode(*options.firstTimecode, options.rate);
    return timecodeOfFrame(std::max<std::int64_t>(0, first + frame - options.firstFrame), options.rate,
                           options.firstTimecode->dropFrame);
}

ExrLayer LayerWriter::Sinks::exrLayer(std::size_t row, const std::array<Image, 4>& layers, const Image& excess) const
{
    const LayerFormat& format = layerFormat(modality(row).name);
    const Image matte = matteOf(layers);
    ExrLayer layer;
    layer.name = format.prefix.empty() ? "rgba" : std::string(format.prefix);
    layer.isData = format.decoding != Decoding::Color;
    layer.image = layers[row];
    bool hasAlpha = false;
    if (format.decoding == Decoding::Color) {
        layer.image = toLinear.apply(layer.image);
        if (format.highlights == Highlights::Everywhere)
            layer.image = scaleByExcess(layer.image, excess);
        if (format.highlights == Highlights::OutsideMatte && !matte.empty())
            layer.image = scaleByExcess(
                layer.image, excess, changed(matte, 1, [](const float* in, float* out, auto) { *out = 1.0f - *in; }));
        hasAlpha = format.premultipliedByMatte && !matte.empty();
        if (hasAlpha)
            layer.image = withAlpha(layer.image, matte, AlphaState::Premultiplied);
    } else if (format.decoding == Decoding::UnitNormal) {
        if (options.flipNormalY)
            layer.image = changed(layer.image, 3, [](const float* in, float* out, auto) {
                out[0] = in[0];
                out[1] = -in[1];
                out[2] = in[2];
            });
        if (options.normals == NormalEncoding::ZeroToOne)
            layer.image = encodeNormals(layer.image);
    }
    const bool plain = options.naming == ChannelNaming::Plain && !holdsAllLayers(options.format);
    layer.channels = plain ? format.plainChannels(hasAlpha) : format.channels(hasAlpha);
    return layer;
}

ExrHeader LayerWriter::Sinks::exrHeader(std::int64_t frame) const
{
    ExrHeader header;
    header.frame = frame;
    header.rate = options.rate;
    header.timecode = timecodeAt(frame);
    header.chromaticities = chromaticities;
    header.colorSpace = toLinear.to();
    header.owner = options.owner;
    header.comments = options.comments;
    header.attributes = options.attributes;
    header.attributes["colorTransform"] = toLinear.description();
    header.attributes["colorConfig"] = activeColorConfig();
    return header;
}

void LayerWriter::Sinks::writeExrs(std::int64_t frame, const std::array<Image, 4>& layers, const Image& excess)
{
    ExrHeader header = exrHeader(frame);
    std::vector<ExrLayer> together;
    const auto write = [&](std::string_view name, const std::vector<ExrLayer>& contents, ExrOptions exr) {
        exr.existing = options.existing;
        const std::filesystem::path file = newPath(name, frame);
        const ExrReport report = writeExr(file, contents, header, exr);
        written.changed += report;
        readBack.add(file, report.flat);
    };
    for (std::size_t row = 0; row < 4; ++row) {
        if (!options.rows[row])
            continue;
        ExrLayer layer = exrLayer(row, layers, excess);
        if (modality(row).decoding == Decoding::UnitNormal)
            header.attributes["normals"] = std::string("camera space, +X right, ") +
                                           (options.flipNormalY ? "+Y down" : "+Y up") + ", +Z to the camera, " +
                                           (options.normals == NormalEncoding::Signed ? "signed" : "0 to 1");
        if (holdsAllLayers(options.format)) {
            together.push_back(std::move(layer));
            continue;
        }
        ExrOptions exr;
        exr.compression = layer.isData ? ExrCompression::Zip : options.colorCompression;
        header.attributes["layer"] = modality(row).name;
        write(modality(row).name, {layer}, exr);
    }
    if (!together.empty()) {
        ExrOptions exr;
        exr.parts = options.format == LayerFileFormat::ExrMultipart ? ExrParts::OnePerLayer : ExrParts::Single;
        write(allLayersWord, together, exr);
    }
}

void LayerWriter::Sinks::writePngLayer(std::size_t row, std::int64_t frame, const std::array<Image, 4>& layers) const
{
    const LayerFormat& format = layerFormat(modality(row).name);
    const Image matte = matteOf(layers);
    PngOptions png;
    png.depth = options.format == LayerFileFormat::Png16 ? PngDepth::Sixteen : PngDepth::Eight;
    png.isData = format.decoding != Decoding::Color;
    png.existing = options.existing;
    png.attributes = options.attributes;
    Image picture = layers[row];
    if (format.decoding == Decoding::UnitNormal)
        picture = encodeNormals(picture);
    else if (format.premultipliedByMatte && !matte.empty())
        picture = withAlpha(picture, matte, AlphaState::Straight);
    writePng(newPath(modality(row).name, frame), picture, png);
}

void LayerWriter::Sinks::writeMovieFrame(std::size_t row, std::int64_t frame, const Image& layer)
{
    if (!movies[row]) {
        MovieOptions movie;
        movie.rate = options.rate;
        movie.chroma = options.chroma;
        movie.quality = options.movieQuality;
        movie.existing = options.existing;
        // Without a time code a movie starts at 1001; with one, its frames keep their numbers.
        if (options.firstTimecode || frame != 1001)
            movie.timecode = timecodeAt(frame);
        for (const auto& [key, value] : options.attributes)
            movie.comment += (movie.comment.empty() ? "" : "; ") + key + "=" + value;
        movies[row] = std::make_unique<MovieWriter>(newPath(modality(row).name, frame), movie);
    }
    switch (modality(row).decoding) {
    case Decoding::Color:
        movies[row]->write(layer);
        break;
    case Decoding::Matte:
        movies[row]->write(
            changed(layer, 3, [](const float* in, float* out, auto) { out[0] = out[1] = out[2] = *in; }));
        break;
    case Decoding::UnitNormal:
        movies[row]->write(encodeNormals(layer));
        break;
    }
}

LayerWriter::LayerWriter(LayerWriterOptions options) : sinks_(std::make_unique<Sinks>())
{
    sinks_->options = std::move(options);
    if (isExr(sinks_->options.format)) {
        sinks_->toLinear = makeTransform(modelColorSpace, sceneLinearRole);
        sinks_->chromaticities = chromaticitiesOf(sceneLinearRole);
    }
    OutputNames& output = sinks_->options.output;
    if (output.pattern.empty())
        output.pattern = usualPattern(sinks_->options.format);
    output.values.tokens["extension"] = extensionOf(sinks_->options.format);
    makeFolder(output.folder);
}

LayerWriter::~LayerWriter() = default;

std::vector<std::filesystem::path> LayerWriter::filesOf(FrameRange frames) const
{
    std::vector<std::filesystem::path> files;
    const bool movie = sinks_->options.format == LayerFileFormat::Mp4;
    const std::int64_t end = movie ? std::min(frames.end(), frames.first + 1) : frames.end();
    for (const std::string_view layer : sinks_->fileLayers()) {
        for (std::int64_t frame = frames.first; frame < end; ++frame)
            files.push_back(sinks_->pathOf(layer, frame));
    }
    return files;
}

std::vector<std::filesystem::path> LayerWriter::layerFiles() const
{
    std::vector<std::filesystem::path> files;
    const LayerWriterOptions& options = sinks_->options;
    for (const std::string_view layer : sinks_->fileLayers())
        files.push_back(options.output.file(layer));
    return files;
}

void LayerWriter::checkTargets(FrameRange frames) const
{
    for (const std::filesystem::path& file : filesOf(frames))
        refuseExisting(file, sinks_->options.existing);
}

void LayerWriter::write(std::int64_t frame, const std::array<Image, 4>& layers, const Image& excess)
{
    Resolution size;
    for (std::size_t row = 0; row < 4; ++row) {
        const Image& layer = layers[row];
        if (layer.empty() && !sinks_->options.rows[row])
            continue;
        if (size == Resolution{})
            size = layer.resolution();
        if (layer.empty() || layer.resolution() != size ||
            layer.channels() != channelsOf(sinks_->modality(row).decoding))
            throw Error(ErrorKind::Internal, "frame " + std::to_string(frame) + ": the layer " +
                                                 std::string(sinks_->modality(row).name) + " is missing or misshaped");
    }
    if (isExr(sinks_->options.format)) {
        sinks_->writeExrs(frame, layers, excess);
    } else {
        for (std::size_t row = 0; row < 4; ++row) {
            if (!sinks_->options.rows[row])
                continue;
            if (sinks_->options.format == LayerFileFormat::Mp4)
                sinks_->writeMovieFrame(row, frame, layers[row]);
            else
                sinks_->writePngLayer(row, frame, layers);
        }
    }
    ++sinks_->written.frames;
}

WrittenLayers LayerWriter::finish()
{
    for (const auto& movie : sinks_->movies) {
        if (movie)
            movie->finish();
    }
    WrittenLayers result = sinks_->written;
    if (result.frames > 0)
        result.files = layerFiles();
    return result;
}

const ReadBackFiles& LayerWriter::readBack() const
{
    return sinks_->readBack;
}

} // namespace unividx
