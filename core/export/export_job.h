#pragma once

#include "core/base/job_context.h"
#include "core/export/export_preset.h"
#include "core/image/image.h"
#include "core/layers/output_names.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

enum class PictureKind {
    Color,  ///< scene-linear: RGB, or RGBA premultiplied
    Matte,  ///< one channel, 0 to 1
    Vector, ///< signed unit vectors, camera space
};

/// A layer that an export can write.
struct ExportLayer {
    std::string name; ///< "picture" (the main image), "source", "albedo", "matte" ...
    PictureKind kind = PictureKind::Color;

    bool operator==(const ExportLayer&) const = default;
};

/// What one frame is made of: an image for each of the request's layers, in their order, all of one size.
using PictureSource = std::function<std::vector<Image>(std::int64_t frame)>;

struct ExportRequest {
    ExportSettings settings;
    std::string preset; ///< its name, for {preset} and the sidecar
    std::filesystem::path folder;
    std::string shot;
    std::string project;
    std::vector<ExportLayer> layers;     ///< that there are; settings.layers chooses of them
    Resolution resolution;               ///< for {width} and {height}
    FrameRange frames;                   ///< the source's numbers
    std::int64_t handles = 0;            ///< frames that are also written before and after, where the source has them
    std::optional<std::int64_t> version; ///< stands for {version}; not set: the next free one
    FrameRate rate;
    std::optional<Timecode> firstTimecode;
    std::map<std::string, std::string> attributes; ///< provenance, into headers and sidecar
    /// All that decides how the pixels come about (the nodes, the files) as text: two exports with the same text and
    /// settings make the same files, so one can go on where the other stopped. JSON; it goes into the sidecar.
    std::string recipe;
    /// This export's name among all there ever were (freshOrder), written into its files; may be empty. Files with it
    /// are never in its way: an export that was cut off is run again under the same name and keeps its complete frames,
    /// whatever is to become of others' files.
    std::string order;
    std::vector<std::filesystem::path> sources; ///< clips that are read for it; none of their files is ever replaced
};

struct ExportResult {
    std::vector<std::filesystem::path> files; ///< a movie, a sheet, or a sequence's name with ####
    std::filesystem::path sidecar;
    std::int64_t written = 0; ///< frames
    std::int64_t kept = 0;    ///< frames that were complete already (Resume, or of the same order)
    ExrReport changed;
};

/// Writes an export: every file under a temporary name, read back and compared, then renamed; at the end a sidecar
/// `<shot>_<preset>.json` that says what is where. A cancel leaves the frames that were done, of a movie its complete
/// parts (core/media/movie_parts.h), and Resume or the same order goes on there; a sheet begins anew.
///
/// `pictures` is asked for the frames that are to be made, in order. Colour is brought to the files' space through the
/// colour config; mattes and vectors are never colour managed; vectors are 0 to 1 in PNG and movies. Alpha:
/// premultiplied in EXR, straight in PNG and ProRes, over black in other movies.
///
/// Throws: Usage for settings that contradict each other; Output naming the file; Cancelled; what `pictures` throws.
ExportResult runExport(const ExportRequest& request, const PictureSource& pictures, JobContext& job);

} // namespace unividx
