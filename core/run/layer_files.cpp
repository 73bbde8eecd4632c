#include "core/run/layer_files.h"

#include "core/base/atomic_file.h"
#include "core/layers/display_picture.h"
#include "core/media/source_files.h"
#include "core/run/run_names.h"

#include <utility>

namespace unividx {

namespace {

LayerWriterOptions writerOptions(const LayerFilesSettings& settings)
{
    LayerWriterOptions options;
    options.family = settings.family;
    options.rows = settings.rows;
    options.output = settings.output;
    options.format = settings.format;
    options.rate = settings.rate;
    options.firstFrame = settings.frames.first;
    if (!settings.timecode.empty())
        options.firstTimecode = parseTimecode(settings.timecode);
    options.existing = settings.overwrite ? ExistingFile::Replace : ExistingFile::Refuse;
    options.attributes = settings.provenance;
    return options;
}

} // namespace

std::string publishedName(const Family& family, std::size_t row)
{
    const Modality& modality = family.modalities[row];
    return std::string(modality.letter == 'R' ? modality.name : modality.adapter);
}

LayerFilesSettings filesOf(const RunSpec& spec, const RunSetup& setup)
{
    LayerFilesSettings settings;
    settings.output = namesOf(spec, setup.shot);
    settings.format = spec.format;
    settings.names = spec.names;
    settings.family = setup.choice.task.family;
    settings.rows = setup.choice.kept;
    settings.frames = setup.job.request.frames;
    settings.rate = setup.rate;
    settings.timecode = setup.timecode;
    settings.overwrite = spec.overwrite;
    settings.sources = setup.filesRead();
    return settings;
}

LayerFiles::LayerFiles(LayerFilesSettings settings) : settings_(std::move(settings))
{
    const NewFolder unlessRefused(settings_.output.folder);
    makeFolder(settings_.output.folder);
    requireWritableFolder(settings_.output.folder); // shows now, not after an hour of work
    if (settings_.names == FileNames::Shot) {
        writer_ = std::make_unique<LayerWriter>(writerOptions(settings_));
        writer_->checkTargets(settings_.checked.value_or(settings_.frames));
        refuseReplacingClips(writer_->filesOf(settings_.frames), settings_.sources);
        return;
    }
    MovieOptions options;
    options.rate = settings_.rate;
    options.existing = settings_.overwrite ? ExistingFile::Replace : ExistingFile::Refuse;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!settings_.rows[row])
            continue;
        movieFiles_.push_back(settings_.output.folder / (publishedName(*settings_.family, row) + "_gen.mp4"));
        refuseReplacingClips({movieFiles_.back()}, settings_.sources);
        refuseExisting(movieFiles_.back(), options.existing);
        movies_[row] = std::make_unique<MovieWriter>(movieFiles_.back(), options);
    }
}

LayerFiles::~LayerFiles() = default;

std::vector<std::filesystem::path> LayerFiles::filesOf(FrameRange frames) const
{
    return writer_ ? writer_->filesOf(frames) : movieFiles_;
}

std::vector<std::filesystem::path> LayerFiles::layerFiles() const
{
    return writer_ ? writer_->layerFiles() : movieFiles_;
}

void LayerFiles::write(const FinishedFrame& frame)
{
    if (writer_)
        writer_->write(frame.frame, frame.layers, frame.excess);
    else
        writeMovies(frame);
}

void LayerFiles::writeMovies(const FinishedFrame& frame)
{
    for (std::size_t row = 0; row < 4; ++row) {
        if (movies_[row])
            movies_[row]->write(displayPicture(frame.layers[row], settings_.family->modalities[row].decoding));
    }
    ++movieFrames_;
}

WrittenLayers LayerFiles::finish()
{
    if (writer_)
        return writer_->finish();
    for (const auto& movie : movies_) {
        if (movie)
            movie->finish();
    }
    return {movieFiles_, movieFrames_, {}};
}

std::vector<LayerToCheck> LayerFiles::toCheck() const
{
    std::vector<LayerToCheck> layers;
    for (const auto& file : layerFiles())
        layers.push_back({file, settings_.frames});
    if (!writer_ || settings_.format == LayerFileFormat::Mp4)
        return layers;
    for (std::int64_t frame = settings_.frames.first; frame < settings_.frames.end(); ++frame) {
        const auto files = writer_->filesOf({frame, 1}); // in the order of the layers
        for (std::size_t i = 0; i < files.size(); ++i) {
            const auto flat = writer_->readBack().flat(files[i]);
            if (!flat)
                continue;
            layers[i].readBack.insert(frame);
            layers[i].varies = layers[i].varies || !*flat;
        }
    }
    return layers;
}

} // namespace unividx
