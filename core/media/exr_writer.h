#pragma once

#include "core/base/existing_file.h"
#include "core/color/color_transform.h"
#include "core/image/image.h"
#include "core/time/frame_rate.h"
#include "core/time/timecode.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// How an EXR is compressed. Data passes and files with data in them never get DWA, which is lossy for every
/// channel named R, G, B or Y, whatever it holds.
enum class ExrCompression { None, Zip, ZipScanline, Piz, Dwaa, Dwab };

enum class ExrParts { Single, OnePerLayer };

enum class ExrDepth { Half, Float };

/// Which pixels are stored: the whole picture, or the smallest rectangle outside of which every channel of every layer
/// is 0. The picture's size stays in the header (the display window), so both show the same.
enum class ExrWindow { Whole, Data };

/// One layer of a file. Pixels as they are to stand there: scene-linear and premultiplied, or data as numbers.
struct ExrLayer {
    std::string name;                  ///< part name in a multi-part file; "rgba" for the main image
    std::vector<std::string> channels; ///< one name a channel of `image`: "albedo.R"
    Image image;
    bool isData = false; ///< normals, mattes: no colour
};

/// What the header says beside the pixels.
struct ExrHeader {
    std::int64_t frame = 1001;
    FrameRate rate;
    std::optional<Timecode> timecode; ///< of this frame; else made from its number, counted from 00:00:00:00
    std::optional<Chromaticities> chromaticities; ///< of the colour layers
    std::string colorSpace;                       ///< of the colour layers, e.g. "lin_rec709"
    std::string owner;
    std::string comments;
    std::map<std::string, std::string> attributes; ///< written as `unividx/<key>`
};

struct ExrOptions {
    ExrCompression compression = ExrCompression::Zip;
    ExrParts parts = ExrParts::Single;
    ExrDepth depth = ExrDepth::Half;
    ExrWindow window = ExrWindow::Whole;
    ExistingFile existing = ExistingFile::Refuse;
    float dwaLevel = 45.0f;
};

/// What had to be changed to fit the file's numbers.
struct ExrReport {
    std::int64_t clamped = 0;   ///< values beyond +-65504, in half
    std::int64_t nonFinite = 0; ///< NaN became 0, infinities the largest number of their sign
    bool flat = false;          ///< a layer reads back as one and the same value in all its pixels

    ExrReport& operator+=(const ExrReport& other);
    bool operator==(const ExrReport&) const = default;
};

/// Writes one EXR: under a temporary name, read back and compared with what was to be written, then
/// renamed. All layers have the same size.
///
/// Throws: Output naming the file if it exists and may not be replaced, cannot be written (unwritable folder, full
/// disk), or does not read back the same; nothing is then left under its name. Usage if a channel or part name
/// breaks the rules ([A-Za-z][A-Za-z0-9_]*, 64 characters, 4 channels a layer, no plain Y) or lossy compression is
/// asked for a file with data in it. Internal if sizes and names do not match.
ExrReport writeExr(const std::filesystem::path& path, const std::vector<ExrLayer>& layers, const ExrHeader& header,
                   const ExrOptions& options = {});

} // namespace unividx
