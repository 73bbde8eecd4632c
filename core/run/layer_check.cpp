#include "core/run/layer_check.h"

#include "core/base/error.h"
#include "core/media/media_reader.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace unividx {

namespace {

/// Whether a layer has been one value so far, channel by channel: a file's alpha of ones beside its colour says
/// nothing.
class Constancy {
public:
    /// Throws: Output.
    void look(const Image& image, const std::string& place)
    {
        const float* values = image.data();
        const std::size_t count = image.byteSize() / sizeof(float);
        const auto channels = static_cast<std::size_t>(image.channels());
        if (first_.empty())
            first_.assign(values, values + std::min(channels, count));
        for (std::size_t i = 0; i < count; ++i) {
            if (!std::isfinite(values[i]))
                throw Error(ErrorKind::Output, place +
                                                   " holds values that are not numbers; run it again, and check the "
                                                   "package with `unividx model check`");
            varies_ = varies_ || values[i] != first_[i % channels];
        }
    }
    bool varies() const { return varies_; }

private:
    std::vector<float> first_;
    bool varies_ = false;
};

/// Movies count from 1001 where they have no time code, so a movie's frames are told by their number alone.
FrameRange framesIn(const MediaInfo& info, const LayerToCheck& layer)
{
    const bool movie = !info.codec.empty();
    // Other runs may have left frames of the same name before and behind these.
    const auto hole = std::find_if(info.holes.begin(), info.holes.end(),
                                   [&](std::int64_t frame) { return layer.frames.contains(frame); });
    if (hole != info.holes.end())
        throw Error(ErrorKind::Output, layer.file.string() + ": frame " + std::to_string(*hole) +
                                           " was written and is gone; was something removed? Run it again");
    const bool complete =
        !info.truncated && (movie ? info.frames.count == layer.frames.count
                                  : info.frames.first <= layer.frames.first && info.frames.end() >= layer.frames.end());
    if (!complete)
        throw Error(ErrorKind::Output,
                    layer.file.string() + ": was written but has " + std::to_string(info.frames.count) +
                        " frames from " + std::to_string(info.frames.first) + " on, not all " +
                        std::to_string(layer.frames.count) + "; was something removed? Run it again");
    return movie ? info.frames : layer.frames;
}

void checkLayer(const LayerToCheck& layer, const std::string& name, const std::function<void()>& pause)
{
    const auto reader = openMedia(layer.file, {name});
    const FrameRange frames = framesIn(reader->info(), layer);
    Constancy constancy;
    for (std::int64_t frame = frames.first; frame < frames.end(); ++frame) {
        if (pause)
            pause();
        if (!layer.varies || !layer.readBack.contains(frame))
            constancy.look(reader->read(frame), layer.file.string() + ": frame " + std::to_string(frame));
    }
    if (!layer.varies && !constancy.varies())
        throw Error(ErrorKind::Output, layer.file.string() + (name.empty() ? "" : " (" + name + ")") +
                                           ": is one and the same value in every pixel of every frame; is there "
                                           "anything to see in the clip?");
}

} // namespace

void checkLayers(const std::vector<LayerToCheck>& layers, const std::function<void()>& pause)
{
    for (const LayerToCheck& layer : layers) {
        try {
            std::vector<std::string> names = openMedia(layer.file)->info().layers;
            if (names.empty())
                names.emplace_back(); // the file's main image
            for (const std::string& name : names)
                checkLayer(layer, name, pause);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Output)
                throw;
            throw Error(ErrorKind::Output,
                        layer.file.string() + ": was written but does not read back (" + error.what() + ")");
        }
    }
}

bool isReadable(const std::filesystem::path& picture)
{
    try {
        const auto reader = openMedia(picture);
        return !reader->read(reader->info().frames.first).empty();
    } catch (const Error&) {
        return false; // which is the answer
    }
}

} // namespace unividx
