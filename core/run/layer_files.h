#pragma once

#include "core/run/generate_job.h"
#include "core/run/layer_check.h"
#include "core/run/layer_writer.h"
#include "core/run/run_setup.h"
#include "core/run/run_spec.h"
#include "core/task/task.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// What the files of one run have in common.
struct LayerFilesSettings {
    OutputNames output; ///< its folders are made if they are not there
    LayerFileFormat format = LayerFileFormat::Exr;
    FileNames names = FileNames::Shot;
    const Family* family = nullptr;
    ModalitySet rows; ///< the layers there will be
    FrameRange frames;
    std::optional<FrameRange>
        checked; ///< of these, what this run writes and may find nothing in place of; not set: all
    FrameRate rate;
    std::string timecode; ///< of the first frame; empty if the source has none
    bool overwrite = false;
    std::vector<std::filesystem::path> sources;    ///< clips that are read; none of their files is ever replaced
    std::map<std::string, std::string> provenance; ///< into each header as `unividx/<key>`
};

/// The modality's word in the published scripts' file names: `pha` in `pha_gen.mp4`.
/// Source: UniVidX, scripts/inference_univid_*.py.
std::string publishedName(const Family& family, std::size_t row);

/// The files of a run, without provenance, which the engine knows.
LayerFilesSettings filesOf(const RunSpec& spec, const RunSetup& setup);

/// The files of a run: a sequence or a movie a layer.
class LayerFiles {
public:
    /// Makes the folder and sees that files can be written there and none is in the way, before any work is done.
    /// Throws: Output naming the folder or the file.
    explicit LayerFiles(LayerFilesSettings settings);
    ~LayerFiles();
    LayerFiles(const LayerFiles&) = delete;
    LayerFiles& operator=(const LayerFiles&) = delete;

    /// The files of some frames: one a layer and frame, or for a movie one a layer.
    std::vector<std::filesystem::path> filesOf(FrameRange frames) const;

    /// One a layer: a movie, or a sequence's name with ####.
    std::vector<std::filesystem::path> layerFiles() const;

    /// Throws: Output naming the file.
    void write(const FinishedFrame& frame);

    /// Puts movies under their final names, also those of a run that was stopped; the frames of sequences are complete
    /// one by one. Throws: Output.
    WrittenLayers finish();

    /// One a layer, with what this object has written and read back so far.
    std::vector<LayerToCheck> toCheck() const;

private:
    void writeMovies(const FinishedFrame& frame);

    LayerFilesSettings settings_;
    std::unique_ptr<LayerWriter> writer_;
    std::array<std::unique_ptr<MovieWriter>, 4> movies_; ///< with published names: by row
    std::vector<std::filesystem::path> movieFiles_;
    std::int64_t movieFrames_ = 0;
};

} // namespace unividx
