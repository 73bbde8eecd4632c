#include "core/run/hint_source.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/layers/open_layer.h"
#include "core/run/condition_source.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr std::size_t cacheBytes = std::size_t(64) << 20;

/// One hint with its reader.
struct OpenedHint {
    std::function<HintPicture(std::int64_t)> picture;
    FrameRange frames; ///< of the run, for which there is a picture, holes aside
    std::vector<std::int64_t> holes;
    std::optional<std::int64_t> only; ///< the picture's number in its file, whatever the run's frame is

    bool covers(std::int64_t frame) const
    {
        return frames.contains(frame) && std::find(holes.begin(), holes.end(), frame) == holes.end();
    }
};

std::string spanOf(FrameRange range)
{
    return range.count == 1 ? "frame " + std::to_string(range.first)
                            : "frames " + std::to_string(range.first) + "-" + std::to_string(range.last());
}

OpenedHint opened(const LayerHint& hint, const Modality& modality, FrameRange frames, const NoteSink& note)
{
    const std::shared_ptr<MediaReader> reader =
        withCache(withStraightColor(openLayer(hint.path, modality.name)), cacheBytes);
    const MediaInfo& info = reader->info();
    if (info.frames.empty())
        throw Error(ErrorKind::Input, hint.path + ": there is no frame in it");
    if (info.channels != 4)
        note(hint.path + ": has no alpha, so all of it counts as known " + std::string(modality.name));
    OpenedHint made{hintPictures(reader, modality.decoding), info.frames, info.holes, {}};
    if (hint.frame || isStillImage(info)) {
        made.only = info.frames.first;
        made.holes.clear();
        made.frames = hint.frame ? FrameRange{*hint.frame, 1} : frames;
        return made;
    }
    const std::int64_t first = std::max(frames.first, info.frames.first);
    if (first >= std::min(frames.end(), info.frames.end()))
        throw Error(ErrorKind::Input, hint.path + ": has " + spanOf(info.frames) + ", and the run " + spanOf(frames) +
                                          "; number the hints as the frames they belong to");
    return made;
}

/// `over` on top of `under`, at the size of `under`.
HintPicture joined(const HintPicture& under, const HintPicture& over)
{
    const Resolution size = under.values.resolution();
    const Image values = resizeBilinear(over.values, size);
    const Image known = resizeBilinear(over.known, size);
    std::vector<float> pixels(under.values.data(), under.values.data() + under.values.byteSize() / sizeof(float));
    std::vector<float> masks(under.known.data(), under.known.data() + under.known.byteSize() / sizeof(float));
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const float top = known.data()[i];
        const float rest = masks[i] * (1 - top);
        const float sum = top + rest;
        for (std::size_t channel = 0; sum > 0 && channel < 3; ++channel) {
            float& value = pixels[3 * i + channel];
            value = (values.data()[3 * i + channel] * top + value * rest) / sum;
        }
        masks[i] = sum;
    }
    return {Image(size, 3, std::move(pixels)), Image(size, 1, std::move(masks))};
}

/// A row's hints. Readers are used by one thread at a time.
class RowHints {
public:
    void add(OpenedHint hint) { hints_.push_back(std::move(hint)); }

    std::optional<HintPicture> at(std::int64_t frame)
    {
        const std::lock_guard lock(mutex_);
        std::optional<HintPicture> all;
        for (const OpenedHint& hint : hints_) {
            if (!hint.covers(frame))
                continue;
            HintPicture picture = hint.picture(hint.only.value_or(frame));
            all = all ? joined(*all, picture) : std::move(picture);
        }
        return all;
    }

private:
    std::mutex mutex_;
    std::vector<OpenedHint> hints_;
};

} // namespace

std::array<HintSource, 4> openHints(const RunSpec& spec, FrameRange frames, const NoteSink& note)
{
    std::array<std::shared_ptr<RowHints>, 4> rows;
    for (const LayerHint& hint : spec.hints) {
        const Modality& modality = spec.family->modalities[hint.row];
        if (!rows[hint.row])
            rows[hint.row] = std::make_shared<RowHints>();
        rows[hint.row]->add(opened(hint, modality, frames, note));
    }
    std::array<HintSource, 4> sources;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[row])
            sources[row] = [hints = rows[row]](std::int64_t frame) { return hints->at(frame); };
    }
    return sources;
}

} // namespace unividx
