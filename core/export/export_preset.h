#pragma once

#include "core/layers/output_names.h"
#include "core/media/exr_writer.h"
#include "core/media/ffmpeg_movie_writer.h"
#include "core/media/sequence_png.h"
#include "core/run/layer_writer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

enum class ExportFormat { Exr, Png, Movie, Sheet };

/// How layers go into files: a file each, or all of a frame in one (EXR only).
enum class ExportLayout { PerLayer, Together, TogetherInParts };

/// What to do with files that are there already.
enum class ExportExisting {
    Refuse,
    Replace,
    Resume, ///< complete files of the same export stay, the rest is made; a file of another export is refused
};

/// Everything an export may be told. A preset is such a value under a name.
struct ExportSettings {
    ExportFormat format = ExportFormat::Exr;
    ExportLayout layout = ExportLayout::PerLayer;
    MovieCodec codec = MovieCodec::H264;
    ChromaSampling chroma = ChromaSampling::Half;
    int quality = 12; ///< of movies
    ExrDepth depth = ExrDepth::Half;
    PngDepth pngDepth = PngDepth::Sixteen;
    ExrCompression colorCompression = ExrCompression::Zip; ///< of files with nothing but colour
    ExrCompression dataCompression = ExrCompression::Zip;  ///< of files with data in them: never DWA
    ExrWindow window = ExrWindow::Whole;
    ChannelNaming naming = ChannelNaming::ByLayer;
    /// Of colour in the files: a space of the colour config. Empty: scene-linear in EXR, display-referred sRGB
    /// elsewhere.
    std::string colorSpace;
    /// Names below the export's folder, with tokens (core/layers/name_pattern.h). A sequence's name needs {frame}.
    std::string pattern = std::string(usualSequencePattern);
    int padding = 4;                         ///< digits of {frame}
    std::optional<std::int64_t> firstNumber; ///< of the first frame in the files; not set: the source's own
    std::vector<std::string> layers;         ///< which are written; empty: all there are
    std::string burnIn;                      ///< text in the lower left corner, with tokens; PNG and movies only
    ExportExisting existing = ExportExisting::Refuse;
    bool nukeScript = false; ///< a script that rebuilds the composite beside the files
    int sheetColumns = 6;

    bool operator==(const ExportSettings&) const = default;
};

struct ExportPreset {
    std::string_view name;
    std::string_view sentence;
    ExportSettings settings;
};
const std::vector<ExportPreset>& exportPresets();
const ExportPreset* findExportPreset(std::string_view name); ///< null if there is none

/// Settings that contradict each other, a sentence each: a sequence without {frame}, DWA for data, float PNG ...
std::vector<std::string> findProblems(const ExportSettings& settings);

/// ".exr", ".png", ".mp4", ".mov" without the dot.
std::string extensionOf(const ExportSettings& settings);

} // namespace unividx
