#include "core/layers/open_layer.h"

#include "core/layers/layer_format.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// Colour that a file holds multiplied by its alpha, as colour that is not: where alpha is 0 it is black.
class StraightReader final : public MediaReader {
public:
    explicit StraightReader(std::unique_ptr<MediaReader> reader) : reader_(std::move(reader)) {}

    const MediaInfo& info() const override { return reader_->info(); }

    Image read(std::int64_t frame) override
    {
        const Image image = reader_->read(frame);
        std::vector<float> pixels(image.data(), image.data() + image.byteSize() / sizeof(float));
        for (std::size_t i = 0; i + 3 < pixels.size(); i += 4) {
            for (std::size_t channel = 0; channel < 3; ++channel)
                pixels[i + channel] = pixels[i + 3] > 0 ? pixels[i + channel] / pixels[i + 3] : 0;
        }
        return {image.resolution(), 4, std::move(pixels)};
    }

private:
    std::unique_ptr<MediaReader> reader_;
};

} // namespace

std::unique_ptr<MediaReader> openLayer(const std::filesystem::path& path, std::string_view modality,
                                       const std::string& layer)
{
    auto reader = openMedia(path, {layer});
    const std::string prefix(layerFormat(modality).prefix);
    const auto& layers = reader->info().layers;
    if (!layer.empty() || prefix.empty() || std::find(layers.begin(), layers.end(), prefix) == layers.end())
        return reader;
    return openMedia(path, {prefix});
}

std::unique_ptr<MediaReader> withStraightColor(std::unique_ptr<MediaReader> reader)
{
    if (reader->info().channels == 4 && reader->info().premultiplied)
        return std::make_unique<StraightReader>(std::move(reader));
    return reader;
}

std::unique_ptr<MediaReader> openStraightLayer(const LayerPlace& place, std::string_view modality)
{
    auto reader = openLayer(place.path, modality, place.layer);
    return layerFormat(modality).premultipliedByMatte ? withStraightColor(std::move(reader)) : std::move(reader);
}

} // namespace unividx
