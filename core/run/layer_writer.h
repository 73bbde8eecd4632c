#pragma once

#include "core/image/image.h"
#include "core/layers/output_names.h"
#include "core/media/exr_writer.h"
#include "core/media/ffmpeg_movie_writer.h"
#include "core/media/read_back_files.h"
#include "core/run/layer_file_format.h"
#include "core/task/task.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"
#include "core/time/timecode.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// Channel names in files that hold one layer. By layer: `albedo.R`, `N.X`, `alpha.A`, `fg.R`, as in files of many
/// layers, so a compositor can merge them without renaming. Plain: R, G, B (normals too), for programs that show
/// nothing but a main image. The main image (rgb) is plain in both.
enum class ChannelNaming { ByLayer, Plain };

/// How normals stand in EXR files; PNG and movies are always 0 to 1.
enum class NormalEncoding { Signed, ZeroToOne };

struct LayerWriterOptions {
    const Family* family = &intrinsicFamily;
    ModalitySet rows; ///< which are written; the others may be given as help (a locked matte for the foreground)
    /// Folders are made if they are missing. The extension is the format's; an empty pattern is its usual one.
    OutputNames output;
    LayerFileFormat format = LayerFileFormat::Exr;
    FrameRate rate;
    std::int64_t firstFrame = 1001;        ///< number of the first frame that will be written
    std::optional<Timecode> firstTimecode; ///< of that frame; else frame numbers stand for time code
    ExistingFile existing = ExistingFile::Refuse;
    ChannelNaming naming = ChannelNaming::ByLayer;
    NormalEncoding normals = NormalEncoding::Signed;
    bool flipNormalY = false;                              ///< +Y down, as some renderers have it
    ExrCompression colorCompression = ExrCompression::Zip; ///< of files with nothing but colour; data is always ZIP
    ChromaSampling chroma = ChromaSampling::Half;
    int movieQuality = 12;
    std::string owner;
    std::string comments;
    std::map<std::string, std::string> attributes; ///< provenance: task, seed, weights hash ...
};

/// What has been written.
struct WrittenLayers {
    std::vector<std::filesystem::path> files; ///< one a layer: a movie, or a sequence's name with ####
    std::int64_t frames = 0;
    ExrReport changed; ///< values that did not fit the half range
};

/// Takes finished layers frame by frame and makes files of them: the one place where the model's values become a
/// file's. Colour (display-referred sRGB in [0, 1], straight) becomes scene-linear in EXR through the colour config
/// and stays as it is elsewhere; a foreground is premultiplied in EXR and RGBA with straight alpha in PNG where the
/// matte is at hand; mattes and normals are numbers and never colour managed.
///
/// Every picture file is complete and checked when `write` returns. Thread: one at a time.
class LayerWriter {
public:
    /// Throws: Output if the folder cannot be made; Usage or Input if the colour config is of no use.
    explicit LayerWriter(LayerWriterOptions options);
    ~LayerWriter();
    LayerWriter(const LayerWriter&) = delete;
    LayerWriter& operator=(const LayerWriter&) = delete;

    /// The files of some frames: one a layer and frame, or one of them all where layers share one; for a movie one a
    /// layer.
    std::vector<std::filesystem::path> filesOf(FrameRange frames) const;

    /// One a layer: a movie, or a sequence's name with ####.
    std::vector<std::filesystem::path> layerFiles() const;

    /// For saying so before the work begins. Throws: Output naming the first file of `frames` that exists and may
    /// not be replaced.
    void checkTargets(FrameRange frames) const;

    /// The layers of one frame, one image a row as `Decoding` says, all of one size; empty where there is none. A row
    /// that is to be written must be there. `excess` is what splitForModel kept aside of the source (scene-linear, same
    /// size): in EXR it brightens irradiance, foreground and, outside the matte, background.
    ///
    /// Throws: Output naming the file; Internal if images are missing or misshaped.
    void write(std::int64_t frame, const std::array<Image, 4>& layers, const Image& excess = {});

    /// Completes movies (they have no name before) and says what is there. To be called after a cancel too, so that
    /// the frames that were done are kept. Throws: Output naming the file.
    WrittenLayers finish();

    /// The EXR files that were written so far.
    const ReadBackFiles& readBack() const;

private:
    struct Sinks;
    std::unique_ptr<Sinks> sinks_;
};

} // namespace unividx
