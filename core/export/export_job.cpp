#include "core/export/export_job.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/output_lock.h"
#include "core/color/color_transform.h"
#include "core/comp/picture.h"
#include "core/export/bitmap_font.h"
#include "core/export/contact_sheet.h"
#include "core/export/export_names.h"
#include "core/export/export_sidecar.h"
#include "core/image/crop.h"
#include "core/image/upsample.h"
#include "core/layers/layer_format.h"
#include "core/media/ffmpeg_movie_join.h"
#include "core/media/movie_parts.h"
#include "core/media/quantize.h"
#include "core/media/sequence_attributes.h"
#include "core/media/source_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

namespace unividx {

namespace {

constexpr std::string_view mainLayer = "picture";

// The channels of a layer in an EXR. The main image is plain; model layers have their table's names, others their own.
std::vector<std::string> channelsOf(const ExportLayer& layer, int channels, ChannelNaming naming)
{
    std::string prefix = layer.name;
    std::vector<std::string> suffixes{"R", "G", "B", "A"};
    if (layer.kind == PictureKind::Vector) {
        prefix = "N";
        suffixes = {"X", "Y", "Z"};
    } else if (layer.kind == PictureKind::Matte) {
        suffixes = {"A"};
    }
    for (const LayerFormat& format : layerFormats()) {
        if (format.modality == layer.name && !format.prefix.empty())
            prefix = format.prefix;
    }
    if (naming == ChannelNaming::Plain && layer.kind == PictureKind::Vector)
        suffixes = {"R", "G", "B"};
    const bool plain = naming == ChannelNaming::Plain || layer.name == mainLayer;
    std::vector<std::string> names;
    for (int c = 0; c < channels; ++c)
        names.push_back((plain ? "" : prefix + ".") + suffixes[static_cast<std::size_t>(c)]);
    return names;
}

std::string partName(const ExportLayer& layer)
{
    if (layer.name == mainLayer)
        return "rgba";
    for (const LayerFormat& format : layerFormats()) {
        if (format.modality == layer.name && !format.prefix.empty())
            return std::string(format.prefix);
    }
    return layer.name;
}

Image threeChannels(const Image& image)
{
    if (image.channels() >= 3)
        return selectChannels(image, 0, 3);
    std::vector<float> pixels;
    const std::size_t count = image.byteSize() / sizeof(float);
    pixels.reserve(3 * count);
    for (std::size_t i = 0; i < count; ++i)
        pixels.insert(pixels.end(), 3, image.data()[i]);
    return Image(image.resolution(), 3, std::move(pixels));
}

class Exporter {
public:
    Exporter(const ExportRequest& request, const PictureSource& pictures, JobContext& job)
        : request_(request), settings_(request.settings), pictures_(pictures), job_(job),
          layers_(chosenLayers(request)), fingerprint_(detail::fingerprint(request, layers_))
    {
        const auto problems = findProblems(settings_);
        if (!problems.empty())
            throw Error(ErrorKind::Usage, "the export cannot be done: " + problems.front());
        const bool linear = settings_.format == ExportFormat::Exr;
        const std::string_view space = settings_.colorSpace.empty() ? (linear ? sceneLinearRole : modelColorSpace)
                                                                    : std::string_view(settings_.colorSpace);
        toFile_ = makeTransform(sceneLinearRole, space);
        colorSpace_ = makeTransform(space, space).to();
        if (linear)
            chromaticities_ = chromaticitiesOf(space);
        for (const ExportLayer& layer : layers_)
            places_.push_back(static_cast<std::size_t>(std::find(request.layers.begin(), request.layers.end(), layer) -
                                                       request.layers.begin()));
    }

    ExportResult run()
    {
        checkTargets();
        const std::vector<std::int64_t> columns = settings_.format == ExportFormat::Sheet
                                                      ? sampleFrames(request_.frames, settings_.sheetColumns)
                                                      : std::vector<std::int64_t>();
        job_.plan(request_.frames.count, request_.frames.count);
        for (std::int64_t frame = request_.frames.first; frame < request_.frames.end(); ++frame) {
            job_.enter(Stage::Writing);
            const bool skipped = settings_.format == ExportFormat::Sheet &&
                                 std::find(columns.begin(), columns.end(), frame) == columns.end();
            if (isComplete(frame))
                ++result_.kept;
            else if (!skipped)
                writeFrame(frame);
            job_.finishFrames(1);
            job_.advance(1);
        }
        finish(columns);
        return result_;
    }

private:
    std::filesystem::path pathOf(const ExportLayer& layer, std::optional<std::int64_t> frame) const
    {
        return request_.folder / exportPath(request_, layer.name, frame);
    }

    /// Says what is in the way before any work is done, and finds the files that are there already.
    void checkTargets()
    {
        const std::vector<std::filesystem::path> targets = exportTargets(request_);
        std::vector<std::filesystem::path> written = targets;
        written.push_back(sidecarPath());
        refuseReplacingClips(written, request_.sources);
        names_ = std::make_unique<OutputLock>(request_.folder, targets);
        for (const auto& path : targets) {
            refuseExisting(path, ExistingFile::Replace); // its name alone
            std::error_code ignored; // what cannot be looked at is made again, and says why it cannot be written
            if (!std::filesystem::exists(path, ignored))
                continue;
            if (isOurs(path))
                ours_.insert(path);
            else
                checkOthers(path);
        }
        removeLeftovers(written); // of an export that was killed
        if (settings_.format == ExportFormat::Movie)
            openMovies();
    }

    /// Whether a file that is there is one of this very export's.
    bool isOurs(const std::filesystem::path& path) const
    {
        const bool resumes = settings_.existing == ExportExisting::Resume;
        if (settings_.format == ExportFormat::Sheet || (!resumes && request_.order.empty()))
            return false;
        if (settings_.format == ExportFormat::Movie) {
            const auto facts = readMovieFacts(path, CountFrames::No);
            return facts && saysOurs(facts->comment);
        }
        auto attributes = readOwnAttributes(path);
        return attributes["export"] == fingerprint_ && (resumes || attributes["order"] == request_.order);
    }

    /// The same of a movie, or a part of one, by its comment.
    bool saysOurs(const std::string& comment) const
    {
        const bool resumes = settings_.existing == ExportExisting::Resume;
        const auto says = [&](const std::string& what) { return comment.find(what) != std::string::npos; };
        return (resumes || !request_.order.empty()) && says("export=" + fingerprint_) &&
               (resumes || says("order=" + request_.order));
    }

    /// The movies that are not whole yet, with what there is of them.
    void openMovies()
    {
        movies_.resize(layers_.size());
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            const auto path = pathOf(layers_[i], {});
            if (ours_.contains(path))
                continue;
            makeFolder(path.parent_path());
            movies_[i] = std::make_unique<PartedMovie>(path, movieOptions(path), request_.frames.count,
                                                       [&](const MoviePart& part) {
                                                           const bool ours = saysOurs(part.comment);
                                                           if (!ours)
                                                               checkOthersPart(part.file.parent_path());
                                                           return ours;
                                                       });
        }
    }

    void checkOthersPart(const std::filesystem::path& folder) const
    {
        if (settings_.existing == ExportExisting::Replace)
            return;
        const bool resumes = settings_.existing == ExportExisting::Resume;
        throw Error(ErrorKind::Output, folder.string() + ": has parts of " + (resumes ? "another export's" : "a") +
                                           " movie that was cut off; " + (resumes ? "" : "let the export resume, ") +
                                           "choose another folder, or replace what is there");
    }

    void checkOthers(const std::filesystem::path& path) const
    {
        if (settings_.existing == ExportExisting::Refuse)
            refuseExisting(path, ExistingFile::Refuse);
        if (settings_.existing == ExportExisting::Resume && (isSequence(request_) || !sidecarIsOurs()))
            throw Error(ErrorKind::Output, path.string() +
                                               ": is there already and belongs to another export; choose another "
                                               "folder, or replace what is there");
    }

    std::filesystem::path sidecarPath() const
    {
        return companionPath(request_, request_.preset.empty() ? "export" : request_.preset, ".json");
    }

    /// Sheets do not say whose they are, nor do movies of earlier versions; what was written beside them does.
    bool sidecarIsOurs() const
    {
        std::ifstream file(sidecarPath(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        return text.find("\"fingerprint\": \"" + fingerprint_ + "\"") != std::string::npos;
    }

    bool isComplete(std::int64_t frame) const
    {
        if (settings_.format == ExportFormat::Movie)
            return std::all_of(movies_.begin(), movies_.end(),
                               [&](const auto& movie) { return !movie || movie->has(frame - request_.frames.first); });
        if (ours_.empty())
            return false;
        const auto targets = framePaths(request_, frame);
        return !targets.empty() &&
               std::all_of(targets.begin(), targets.end(), [&](const auto& path) { return ours_.contains(path); });
    }

    /// Of a frame that is made anew some files may be ours and whole already.
    ExistingFile existing(const std::filesystem::path& path) const
    {
        const bool refuses = settings_.existing == ExportExisting::Refuse && !ours_.contains(path);
        return refuses ? ExistingFile::Refuse : ExistingFile::Replace;
    }

    std::int64_t numberOf(std::int64_t frame) const
    {
        return settings_.firstNumber ? *settings_.firstNumber + frame - request_.frames.first : frame;
    }

    std::map<std::string, std::string> attributes() const
    {
        auto attributes = request_.attributes;
        attributes["export"] = fingerprint_;
        if (!request_.order.empty())
            attributes["order"] = request_.order;
        return attributes;
    }

    void writeFrame(std::int64_t frame)
    {
        const std::vector<Image> images = pictures_(frame);
        if (images.size() != request_.layers.size())
            throw Error(ErrorKind::Internal, "an export was given another number of layers than it was told");
        switch (settings_.format) {
        case ExportFormat::Exr:
            writeExrs(frame, images);
            break;
        case ExportFormat::Png:
            for (std::size_t i = 0; i < layers_.size(); ++i)
                writePngFile(frame, layers_[i], images[places_[i]]);
            break;
        case ExportFormat::Movie:
            for (std::size_t i = 0; i < layers_.size(); ++i)
                writeMovieFrame(frame, i, images[places_[i]]);
            break;
        case ExportFormat::Sheet:
            for (std::size_t i = 0; i < layers_.size(); ++i)
                addToSheet(i, images[places_[i]]);
            break;
        }
        ++result_.written;
    }

    ExrHeader headerOf(std::int64_t frame) const
    {
        ExrHeader header;
        header.frame = numberOf(frame);
        header.rate = request_.rate;
        if (request_.firstTimecode) {
            const std::int64_t first = frameOfTimecode(*request_.firstTimecode, request_.rate);
            header.timecode = timecodeOfFrame(std::max<std::int64_t>(0, first + frame - request_.frames.first),
                                              request_.rate, request_.firstTimecode->dropFrame);
        }
        header.chromaticities = chromaticities_;
        header.colorSpace = colorSpace_;
        header.attributes = attributes();
        header.attributes["colorConfig"] = activeColorConfig();
        header.attributes["normals"] = "camera space, +X right, +Y up, +Z to the camera, signed";
        return header;
    }

    void writeExrs(std::int64_t frame, const std::vector<Image>& images)
    {
        std::vector<ExrLayer> contents;
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            const ExportLayer& layer = layers_[i];
            ExrLayer exr;
            exr.name = partName(layer);
            exr.isData = layer.kind != PictureKind::Color;
            exr.image = exr.isData ? images[places_[i]] : toFile_.apply(images[places_[i]], AlphaState::Premultiplied);
            const bool alone = settings_.layout == ExportLayout::PerLayer;
            exr.channels = channelsOf(layer, exr.image.channels(), alone ? settings_.naming : ChannelNaming::ByLayer);
            contents.push_back(std::move(exr));
            if (alone)
                writeOne(frame, layer, contents);
        }
        if (!contents.empty())
            writeOne(frame, layers_.front(), contents);
    }

    void writeOne(std::int64_t frame, const ExportLayer& layer, std::vector<ExrLayer>& contents)
    {
        const bool anyData =
            std::any_of(contents.begin(), contents.end(), [](const ExrLayer& each) { return each.isData; });
        ExrOptions options;
        options.compression = anyData ? settings_.dataCompression : settings_.colorCompression;
        options.parts = settings_.layout == ExportLayout::TogetherInParts ? ExrParts::OnePerLayer : ExrParts::Single;
        options.depth = settings_.depth;
        options.window = settings_.window;
        const auto path = pathOf(layer, frame);
        options.existing = existing(path);
        makeFolder(path.parent_path());
        result_.changed += writeExr(path, contents, headerOf(frame), options);
        contents.clear();
    }

    /// A layer as it is looked at: colour in the files' space with straight alpha if there is one, vectors as 0 to 1.
    Image displayed(const ExportLayer& layer, const Image& image) const
    {
        if (layer.kind == PictureKind::Vector)
            return encodeNormals(image);
        if (layer.kind == PictureKind::Matte)
            return image;
        if (image.channels() != 4)
            return toFile_.apply(image);
        return toFile_.apply(unpremultiply(Premultiplied(image)).image(), AlphaState::Straight);
    }

    std::string textAt(std::int64_t frame, const ExportLayer& layer) const
    {
        PatternValues values = outputNamesOf(request_).values;
        values.tokens["layer"] = layer.name;
        values.frame = numberOf(frame);
        return expandText(settings_.burnIn, values);
    }

    void writePngFile(std::int64_t frame, const ExportLayer& layer, const Image& image)
    {
        PngOptions options;
        options.depth = settings_.pngDepth;
        options.isData = layer.kind != PictureKind::Color;
        options.attributes = attributes();
        Image picture = displayed(layer, image);
        if (!settings_.burnIn.empty() && !options.isData)
            picture = burnIn(picture, textAt(frame, layer));
        const auto path = pathOf(layer, frame);
        options.existing = existing(path);
        makeFolder(path.parent_path());
        writePng(path, picture, options);
    }

    MovieOptions movieOptions(const std::filesystem::path& path) const
    {
        const std::int64_t first = request_.frames.first;
        MovieOptions options;
        options.rate = request_.rate;
        options.codec = settings_.codec;
        options.chroma = settings_.chroma;
        options.quality = settings_.quality;
        options.timecode = headerOf(first).timecode;
        if (!options.timecode && numberOf(first) >= 0)
            options.timecode = timecodeOfFrame(numberOf(first), request_.rate, false);
        for (const auto& [key, value] : attributes())
            options.comment += (options.comment.empty() ? "" : "; ") + key + "=" + value;
        options.existing = existing(path);
        return options;
    }

    void writeMovieFrame(std::int64_t frame, std::size_t place, const Image& image)
    {
        const ExportLayer& layer = layers_[place];
        const std::int64_t index = frame - request_.frames.first;
        if (!movies_[place] || movies_[place]->has(index))
            return;
        const bool keepsAlpha = settings_.codec == MovieCodec::ProRes4444;
        Image picture;
        if (layer.kind == PictureKind::Color && image.channels() == 4 && !keepsAlpha)
            picture = toFile_.apply(selectChannels(image, 0, 3)); // premultiplied as it stands: over black
        else
            picture = displayed(layer, image);
        if (picture.channels() == 1 || (picture.channels() == 4 && !keepsAlpha))
            picture = threeChannels(picture);
        if (!settings_.burnIn.empty())
            picture = burnIn(picture, textAt(frame, layer));
        movies_[place]->write(index, picture);
    }

    void addToSheet(std::size_t place, const Image& image)
    {
        sheetRows_.resize(layers_.size());
        const ExportLayer& layer = layers_[place];
        Image picture = image;
        if (layer.kind == PictureKind::Color)
            picture = toFile_.apply(selectChannels(image, 0, 3));
        sheetRows_[place].label = layer.name;
        sheetRows_[place].frames.push_back(clampValues(
            threeChannels(layer.kind == PictureKind::Vector ? encodeNormals(picture) : picture), 0.0f, 1.0f));
    }

    void finish(const std::vector<std::int64_t>& columns)
    {
        for (const auto& movie : movies_) {
            if (movie)
                movie->finish([this] { job_.throwIfCancelled(); });
        }
        if (settings_.format == ExportFormat::Sheet) {
            SheetClip clip{request_.shot, {}, sheetRows_};
            for (const std::int64_t frame : columns)
                clip.columns.push_back(std::to_string(numberOf(frame)));
            const auto path = exportTargets(request_).front();
            makeFolder(path.parent_path());
            writePng(path, contactSheet({clip}), {PngDepth::Eight, false, existing(path), attributes()});
        }
        result_.files = exportedFiles(request_);
        result_.sidecar = sidecarPath();
        writeFileAtomically(result_.sidecar, detail::sidecarText(request_, layers_, result_));
    }

    const ExportRequest& request_;
    const ExportSettings& settings_;
    const PictureSource& pictures_;
    JobContext& job_;
    std::vector<ExportLayer> layers_;
    std::string fingerprint_;
    std::set<std::filesystem::path> ours_; ///< files of this export that are there and stay
    std::vector<std::size_t> places_;      ///< of the chosen layers among all
    ColorTransform toFile_;
    std::string colorSpace_;
    std::optional<Chromaticities> chromaticities_;
    std::vector<std::unique_ptr<PartedMovie>> movies_; ///< by chosen layer; null for one that is whole
    std::vector<SheetRow> sheetRows_;
    std::unique_ptr<OutputLock> names_;
    ExportResult result_;
};

} // namespace

ExportResult runExport(const ExportRequest& request, const PictureSource& pictures, JobContext& job)
{
    if (request.frames.empty() || request.layers.empty())
        throw Error(ErrorKind::Usage, "there is nothing to export");
    const NewFolder unlessRefused(request.folder);
    makeFolder(request.folder);
    const VersionedExport numbered(request);
    return Exporter(numbered.request, pictures, job).run();
}

} // namespace unividx
