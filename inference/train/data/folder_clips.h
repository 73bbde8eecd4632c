#pragma once

#include "core/layers/clip_folder.h"
#include "inference/train/data/clip_source.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx {

/// Clips on disk, one folder each, as `findLayersIn` reads them: a movie, sequence or folder of pictures a modality,
/// and a `caption.txt` where there is one. Every number draws a clip, a stretch of it, a part of the picture of the
/// asked aspect ratio and whether it is mirrored (a mirrored normal points the other way).
///
/// Colour is read as `run` reads inputs: scene-linear files as display-referred sRGB in [0, 1], a premultiplied
/// foreground as a straight one. A clip with a matte and a foreground alone is put before one of the source's
/// backgrounds, on the encoded values: rgb = alpha * foreground + (1 - alpha) * background.
///
/// What cannot be read is reported once, left out and counted; the next clip takes its place.
class FolderClips final : public ClipSource {
public:
    /// Throws: Input if the folder cannot be read, or holds no clip with all layers of a family.
    FolderClips(const DataSource& source, std::uint64_t seed);

    bool has(const Family& family) const override;
    std::string key() const override;

    /// Throws: Input if no clip of the family, or no background, can be read any more.
    TrainingClip clip(const Family& family, std::int64_t index, const TrainingShape& shape) override;

    /// Folders and backgrounds that could not be used so far.
    std::int64_t leftOut() const { return leftOut_; }

private:
    struct Found {
        std::filesystem::path path;
        ClipFolder layers;
        bool bad = false;
    };
    struct Background {
        std::filesystem::path path;
        bool bad = false;
    };

    void look(const std::filesystem::path& folder);
    void report(const std::string& why);
    bool usable(const ClipFolder& clip, const Family& family) const;
    TrainingClip read(const Found& found, const Family& family, std::uint64_t draw, const TrainingShape& shape);
    std::vector<Image> background(std::uint64_t draw, const TrainingShape& shape);

    DataSource source_;
    std::uint64_t seed_;
    std::map<const Family*, std::vector<Found>> clips_;
    std::vector<Background> backgrounds_;
    std::int64_t leftOut_ = 0;
};

} // namespace unividx
