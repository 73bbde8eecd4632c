#pragma once

#include "core/comp/comp_clip.h"
#include "core/comp/evaluate.h"
#include "core/comp/stack.h"
#include "core/export/export_job.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// Which of a clip's pictures an export is offered.
enum class CompositePictures {
    PictureAlone,
    All, ///< the layers there are, the matte and the layers as the nodes left them too
};

/// A stack over a clip, frame by frame, as pictures for an export.
///
/// Thread: one at a time.
class Composite {
public:
    /// `proxy`: share of the full size, above 0 and at most 1. The background's file is taken from the stack.
    /// Throws: Usage for another share, or a stack whose background has no file or two; Input naming the file that
    /// cannot be read.
    Composite(CompStack stack, CompFiles files, CompositePictures pictures, double proxy = 1.0);

    const CompStack& stack() const { return stack_; }
    const CompFiles& files() const { return files_; }
    const MediaInfo& info() const { return clip_.info(); }
    Resolution size() const { return size_; }
    const std::vector<ExportLayer>& layers() const { return layers_; }
    std::int64_t replaced() const { return replaced_; } ///< values of the inputs that were not finite, so far

    /// One image a layer, in their order. Throws: as CompClip::read and evaluate.
    std::vector<Image> pictures(std::int64_t frame);

    /// The named layers as the nodes left them (publishLayers has the names). Throws: Usage if there is no such layer.
    std::vector<Image> edited(std::int64_t frame, const std::vector<std::string>& layers);

    /// A frame with what the stack needs, and all there is where all pictures were asked for. At size().
    PreparedFrame prepare(std::int64_t frame);

private:
    CompStack stack_;
    bool allLayers_;
    CompFiles files_;
    CompClip clip_;
    Resolution size_;
    std::vector<ExportLayer> layers_;
    std::int64_t replaced_ = 0;
};

/// All pictures that a composite of these files can write.
std::vector<ExportLayer> compositeLayers(const CompStack& stack, const CompFiles& files);

/// Sets the new background of `files` to that of the stack's first background that takes a file; several are not read
/// at once. Throws: Usage if it has none, or two come from different files.
void addPlate(const CompStack& stack, CompFiles& files);

/// An export of a composite: all of its frames, at its size, under a recipe of the stack and the files. Who writes it
/// adds its version to the attributes.
ExportRequest exportRequestOf(const Composite& composite, const std::filesystem::path& folder, const std::string& shot);

/// The frames that are asked of a composite; none asked means all. `handles`: frames more on either side, where the
/// source has them. Throws: Usage if the source does not have what is asked.
FrameRange framesAsked(FrameRange asked, const Composite& composite, std::int64_t handles = 0);

/// Every file and sequence that a composite of these reads, also by nodes that are switched off.
std::vector<std::filesystem::path> sourcesOf(const CompStack& stack, const CompFiles& files);

/// What an export of a composite has written.
struct CompositeResult {
    ExportResult pictures;
    std::vector<std::filesystem::path> files; ///< of all: pictures, sidecar, Nuke script, timeline
    std::vector<std::string> notes;           ///< what the Nuke script does not rebuild, sentences
    FrameRange frames;
    std::int64_t replaced = 0; ///< values of the inputs that were not finite and were taken as 0
};

/// Writes the pictures, and beside them the Nuke script the settings ask for and, but for a sheet, an OpenTimelineIO
/// timeline `<shot>_<preset>.otio` of one clip with a media reference for every layer. Throws: as runExport.
CompositeResult exportComposite(Composite& composite, const ExportRequest& asked, JobContext& job);

/// Writes layers as the nodes left them, to be given to a model: "alpha" is the matte, "albedo" and "irradiance" those
/// that were graded and relit, "foreground" the picture as it meets its background, "background" what that is.
/// Half-float EXR, one a layer and frame, `<shot>_<layer>.<frame>.exr` as a take's are. Of `request` the layers and
/// settings are not looked at.
///
/// Throws: as runExport; Usage if the nodes have no such layer.
ExportResult publishLayers(Composite& composite, const std::vector<std::string>& layers, ExportRequest request,
                           JobContext& job);

} // namespace unividx
