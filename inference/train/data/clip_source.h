#pragma once

#include "core/task/task.h"
#include "inference/train/data/data_source.h"
#include "inference/train/data/training_clip.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// One of a run's sources of clips. Clip number `index` of a family is the same clip whenever it is asked for, as long
/// as the files behind it are the same.
class ClipSource {
public:
    virtual ~ClipSource() = default;

    /// Whether it has clips of this family.
    virtual bool has(const Family& family) const = 0;

    /// Tells this source's clips from others' in a cache; empty for procedural scenes with camera faults.
    virtual std::string key() const = 0;

    /// Throws: Input if no clip can be made of it any more.
    virtual TrainingClip clip(const Family& family, std::int64_t index, const TrainingShape& shape) = 0;
};

/// Throws: Input if the source's folder cannot be read or holds nothing to learn from.
std::unique_ptr<ClipSource> openClipSource(const DataSource& source, std::uint64_t seed);

/// All sources of a run as one: which of them a clip comes from follows from its number and the sources' shares.
///
/// Thread: one at a time.
class ClipMix {
public:
    /// Throws: Input as openClipSource, or naming the family that no source has.
    ClipMix(const std::vector<DataSource>& sources, const std::vector<const Family*>& families, std::uint64_t seed);

    TrainingClip clip(const Family& family, std::int64_t index, const TrainingShape& shape);

    /// A file name for what is made of this clip, without an extension.
    std::string cacheName(const Family& family, std::int64_t index, const TrainingShape& shape) const;

private:
    ClipSource& sourceOf(const Family& family, std::int64_t index) const;

    struct Part {
        std::unique_ptr<ClipSource> source;
        double share = 1;
    };
    std::vector<Part> parts_;
    std::uint64_t seed_;
};

} // namespace unividx
