#include "core/comp/comp_clip.h"

#include "core/base/error.h"
#include "core/color/color_transform.h"
#include "core/image/crop.h"
#include "core/layers/condition_picture.h"
#include "core/layers/input_color.h"
#include "core/layers/open_layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

// As a modality's name, for the layer of a multi-layer EXR.
std::string_view modalityOf(CompLayer layer)
{
    return layer == CompLayer::Source ? "rgb" : compLayerNames()[static_cast<std::size_t>(layer)];
}

// Numbers are the source's where the layer has them; else it begins where the source does. Both ends are held.
std::int64_t frameIn(const MediaInfo& layer, const MediaInfo& source, std::int64_t frame)
{
    const bool sameNumbers = layer.frames.contains(source.frames.first);
    const std::int64_t wanted = sameNumbers ? frame : layer.frames.first + frame - source.frames.first;
    return std::clamp(wanted, layer.frames.first, layer.frames.last());
}

Image toSceneLinear(const Image& image, AlphaState state)
{
    static const ColorTransform fromDisplay = makeTransform(modelColorSpace, sceneLinearRole);
    return fromDisplay.apply(image, state);
}

Premultiplied sceneLinear(const Image& image, const MediaInfo& info)
{
    const AlphaState state = info.premultiplied ? AlphaState::Premultiplied : AlphaState::Straight;
    const Image linear = info.sceneLinear ? image : toSceneLinear(image, state);
    if (linear.channels() == 3)
        return premultiply(straightPicture(linear));
    return info.premultiplied ? Premultiplied(linear) : premultiply(Straight(linear));
}

Image signedVectors(const Image& encoded)
{
    std::vector<float> pixels(encoded.data(), encoded.data() + encoded.byteSize() / sizeof(float));
    for (float& value : pixels)
        value = 2.0f * value - 1.0f;
    return Image(encoded.resolution(), encoded.channels(), std::move(pixels));
}

Image fill(const Image& plate, Resolution size)
{
    const double wanted = static_cast<double>(size.width) / size.height;
    const double own = static_cast<double>(plate.width()) / plate.height();
    Resolution part = plate.resolution();
    if (own > wanted)
        part.width = std::max(1, static_cast<int>(std::lround(plate.height() * wanted)));
    else
        part.height = std::max(1, static_cast<int>(std::lround(plate.width() / wanted)));
    return crop(plate, (plate.width() - part.width) / 2, (plate.height() - part.height) / 2, part);
}

bool isColor(CompLayer layer)
{
    return layer != CompLayer::Alpha && layer != CompLayer::Normal;
}

} // namespace

const std::vector<std::string_view>& compLayerNames()
{
    static const std::vector<std::string_view> names{"source", "albedo",     "irradiance", "normal",
                                                     "alpha",  "foreground", "background"};
    return names;
}

CompClip::CompClip(const CompFiles& files)
    : source_(withInputColor(openMedia(files.source, {files.sourceLayer}), files.sourceColor)),
      plateOffset_(files.plateOffset)
{
    for (const auto& [layer, path] : files.layers)
        readers_[layer] =
            isColor(layer) ? withInputColor(openLayer(path, modalityOf(layer))) : openLayer(path, modalityOf(layer));
    if (!files.plate.empty())
        plate_ = withInputColor(openMedia(files.plate));
}

Image CompClip::readLayer(CompLayer layer, std::int64_t frame)
{
    const auto found = readers_.find(layer);
    if (found == readers_.end())
        return {};
    MediaReader& reader = *found->second;
    const Image picture = reader.read(frameIn(reader.info(), source_->info(), frame));
    const bool linear = reader.info().sceneLinear;
    if (layer == CompLayer::Alpha)
        return selectChannels(conditionPicture(picture, Decoding::Matte, linear, {}, {}), 0, 1);
    if (layer == CompLayer::Normal)
        return signedVectors(conditionPicture(picture, Decoding::UnitNormal, linear, {}, {}));
    if (picture.channels() == 3) // nothing to divide by
        return linear ? picture : toSceneLinear(picture, AlphaState::Straight);
    return colorOf(unpremultiply(sceneLinear(picture, reader.info())));
}

CompFrame CompClip::read(std::int64_t frame, const StackNeeds& needs, const std::vector<CompLayer>& also)
{
    CompFrame result;
    result.frame = frame;
    result.source = sceneLinear(source_->read(frame), source_->info());
    const auto wanted = [&](CompLayer layer) {
        const auto in = [layer](const std::vector<CompLayer>& list) {
            return std::find(list.begin(), list.end(), layer) != list.end();
        };
        return in(needs.layers) || in(also);
    };
    const std::pair<CompLayer, Image CompFrame::*> places[] = {
        {CompLayer::Albedo, &CompFrame::albedo},         {CompLayer::Irradiance, &CompFrame::irradiance},
        {CompLayer::Normal, &CompFrame::normal},         {CompLayer::Alpha, &CompFrame::alpha},
        {CompLayer::Foreground, &CompFrame::foreground}, {CompLayer::Background, &CompFrame::background}};
    for (const auto& [layer, member] : places) {
        if (wanted(layer))
            result.*member = readLayer(layer, frame);
    }
    if (needs.mattesAround > 0 && readers_.contains(CompLayer::Alpha)) {
        for (std::int64_t other = frame - needs.mattesAround; other <= frame + needs.mattesAround; ++other)
            result.mattesAround.push_back(
                readLayer(CompLayer::Alpha, std::clamp(other, info().frames.first, info().frames.last())));
    }
    if (plate_) {
        const MediaInfo& plate = plate_->info();
        const std::int64_t at =
            std::clamp(frameIn(plate, info(), frame) + plateOffset_, plate.frames.first, plate.frames.last());
        result.plate = sceneLinear(fill(plate_->read(at), info().resolution), plate);
    }
    result.environments = [this](const std::string& path) {
        auto [entry, isNew] = environments_.try_emplace(path);
        if (isNew) {
            const auto reader = withInputColor(openMedia(path));
            entry->second =
                unpremultiply(sceneLinear(reader->read(reader->info().frames.first), reader->info())).image();
        }
        return entry->second;
    };
    return result;
}

} // namespace unividx
