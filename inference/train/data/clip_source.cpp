#include "inference/train/data/clip_source.h"

#include "core/base/error.h"
#include "inference/train/data/folder_clips.h"
#include "inference/train/data/procedural_clips.h"
#include "inference/train/data/still_clips.h"

namespace unividx {

std::uint64_t mixedSeed(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t x = a * 0x9E3779B97F4A7C15ULL + b + 0x632BE59BD9B4E019ULL; // splitmix64's finaliser
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

std::unique_ptr<ClipSource> openClipSource(const DataSource& source, std::uint64_t seed)
{
    if (source.kind == DataSource::Kind::Procedural)
        return std::make_unique<ProceduralClips>(seed, source.degrade);
    if (source.kind == DataSource::Kind::Stills)
        return std::make_unique<StillClips>(source, seed);
    return std::make_unique<FolderClips>(source, seed);
}

ClipMix::ClipMix(const std::vector<DataSource>& sources, const std::vector<const Family*>& families, std::uint64_t seed)
    : seed_(seed)
{
    for (const DataSource& source : sources)
        parts_.push_back({openClipSource(source, seed), source.share});
    for (const Family* family : families) {
        bool found = false;
        for (const Part& part : parts_)
            found = found || part.source->has(*family);
        if (!found) {
            throw Error(ErrorKind::Input, "no source of the training data has clips of the " +
                                              std::string(family->name) +
                                              " family with all their layers; add one, or leave the family out");
        }
    }
}

TrainingClip ClipMix::clip(const Family& family, std::int64_t index, const TrainingShape& shape)
{
    return sourceOf(family, index).clip(family, index, shape);
}

std::string ClipMix::cacheName(const Family& family, std::int64_t index, const TrainingShape& shape) const
{
    const std::string key = sourceOf(family, index).key();
    return std::string(family.name) + "-" + (key.empty() ? "" : key + "-") + std::to_string(seed_) + "-" +
           std::to_string(index) + "-" + std::to_string(shape.resolution.width) + "x" +
           std::to_string(shape.resolution.height) + "x" + std::to_string(shape.frames);
}

ClipSource& ClipMix::sourceOf(const Family& family, std::int64_t index) const
{
    double sum = 0;
    for (const Part& part : parts_)
        sum += part.source->has(family) ? part.share : 0;
    const std::uint64_t bits = mixedSeed(seed_ ^ 0x5eedU, static_cast<std::uint64_t>(index));
    double draw = static_cast<double>(bits >> 11) * 0x1p-53 * sum;
    ClipSource* last = nullptr;
    for (const Part& part : parts_) {
        if (!part.source->has(family))
            continue;
        last = part.source.get();
        draw -= part.share;
        if (draw < 0)
            break;
    }
    return *last;
}

} // namespace unividx
