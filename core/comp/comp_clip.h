#pragma once

#include "core/comp/evaluate.h"
#include "core/media/media_reader.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace unividx {

/// A clip's files, for its compositing.
struct CompFiles {
    std::filesystem::path source;
    std::string sourceLayer;                           ///< of a multi-layer EXR; empty: its main image
    std::map<CompLayer, std::filesystem::path> layers; ///< made of it: their frames have its numbers, or begin with it
    std::filesystem::path plate;                       ///< a new background; empty: none
    std::int64_t plateOffset = 0;                      ///< added to the source's number
    std::string sourceColor;                           ///< colour space; empty: what the file or `$OCIO` says

    bool operator==(const CompFiles&) const = default;
};

/// Reads a clip's frames with their layers, as the compositor takes them: colour scene-linear through the colour
/// config, premultiplied where there is alpha; mattes and vectors as numbers. A layer that is shorter than the source
/// shows its end; a still stays. The plate fills the source's picture and loses what stands over at its sides.
///
/// Thread: one at a time. Frames it gave must not be evaluated after it is gone: they ask it for panoramas.
class CompClip {
public:
    /// Throws: Input naming the file that cannot be read.
    explicit CompClip(const CompFiles& files);

    const MediaInfo& info() const { return source_->info(); }
    bool has(CompLayer layer) const { return layer == CompLayer::Source || readers_.contains(layer); }

    /// A frame with the layers that `needs` names and there are, and those of `also`. At the source's size.
    /// Throws: Input naming file and frame.
    CompFrame read(std::int64_t frame, const StackNeeds& needs, const std::vector<CompLayer>& also = {});

private:
    Image readLayer(CompLayer layer, std::int64_t frame);

    std::unique_ptr<MediaReader> source_;
    std::map<CompLayer, std::unique_ptr<MediaReader>> readers_;
    std::unique_ptr<MediaReader> plate_;
    std::int64_t plateOffset_ = 0;
    std::map<std::string, Image> environments_; ///< panoramas, each read once
};

/// "source", "albedo", ... in the order of CompLayer.
const std::vector<std::string_view>& compLayerNames();

} // namespace unividx
