#include "core/comp/evaluation.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/color/srgb_rows.h"
#include "core/image/crop.h"
#include "core/image/resize.h"
#include "core/image/upsample.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

namespace detail {

namespace {

Image displayed(const Premultiplied& picture)
{
    const auto width = static_cast<std::size_t>(picture.width());
    std::vector<float> pixels(width * static_cast<std::size_t>(picture.height()) * 3);
    parallelFor(0, picture.height(), [&](std::int64_t y) {
        const float* in = picture.image().row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * width * 3;
        for (std::size_t x = 0; x < width; ++x, in += 4) {
            for (std::size_t c = 0; c < 3; ++c)
                out[3 * x + c] = std::clamp(in[c], 0.0f, 1.0f);
        }
        linearToSrgbRow(out, out, width * 3);
    });
    return Image(picture.resolution(), 3, std::move(pixels));
}

} // namespace

Image greyPicture(const Image& matte)
{
    std::vector<float> pixels;
    const std::size_t count = matte.byteSize() / sizeof(float);
    pixels.reserve(3 * count);
    for (std::size_t i = 0; i < count; ++i)
        pixels.insert(pixels.end(), 3, matte.data()[i]);
    return Image(matte.resolution(), 3, std::move(pixels));
}

Image invertedMatte(const Image& matte)
{
    std::vector<float> pixels(matte.data(), matte.data() + matte.byteSize() / sizeof(float));
    for (float& value : pixels)
        value = 1.0f - value;
    return Image(matte.resolution(), 1, std::move(pixels));
}

Evaluation::Evaluation(const CompStack& stack, const PreparedFrame& prepared)
    : stack_(stack), prepared_(prepared),
      frame_(prepared.frame), state_{prepared.frame.source, prepared.frame.albedo, prepared.frame.irradiance},
      matte_(prepared.frame.alpha)
{
}

CompResult Evaluation::run(bool frontAlone)
{
    for (const CompNode& node : stack_.nodes) {
        if (node.bypass)
            continue;
        name_ = nodeName(node);
        const auto* background = std::get_if<BackgroundNode>(&node.settings);
        if (frontAlone && background) {
            matchToBackground(*background, *this);
            break;
        }
        evaluateNode(node.settings, *this);
    }
    coverByMatte();
    flush();
    if (showMatte_)
        state_.picture = premultiply(straightPicture(greyPicture(currentMatte())));
    return {state_.picture, matte_, state_.albedo, state_.irradiance};
}

const Image& Evaluation::require(const Image& layer, const char* what) const
{
    if (layer.empty())
        throw Error(ErrorKind::Usage, "the node \"" + name_ + "\" needs the layer " + what +
                                          ", which this clip does not have; make it, lock it, or bypass the node");
    return layer;
}

void Evaluation::failWithoutPlate() const
{
    throw Error(ErrorKind::Usage, "the node \"" + name_ + "\" needs a background file; choose one");
}

void Evaluation::setMatte(Image matte)
{
    matte_ = std::move(matte);
    cutOut_ = true;
}

void Evaluation::coverByMatte()
{
    if (!cutOut_)
        return;
    cutOut_ = false;
    covered_ = true;
    program_.add([matte = currentMatte()](Tile& tile) {
        const float* from = tile.in(matte);
        std::copy(from, from + tile.count, tile.color.alpha);
    });
}

Image Evaluation::weightOf(Where where) const
{
    if (where == Where::Everywhere)
        return {};
    return where == Where::InsideMatte ? currentMatte() : invertedMatte(currentMatte());
}

const Image& Evaluation::displayedSource()
{
    if (displayedSource_.empty())
        displayedSource_ = displayed(frame_.source);
    return displayedSource_;
}

} // namespace detail

PreparedFrame prepareFrame(const CompFrame& frame, Resolution size)
{
    if (frame.source.empty())
        throw Error(ErrorKind::Internal, "a frame without a source was composited");
    PreparedFrame prepared{frame, static_cast<float>(size.height) / static_cast<float>(frame.source.height()), 0};
    const auto sized = [&](const Image& image, int channels) {
        if (image.empty())
            return image;
        if (image.channels() != channels)
            throw Error(ErrorKind::Internal, "a layer has the wrong number of channels");
        FinitePicture finite = finitePicture(image);
        prepared.replaced += finite.replaced;
        return resizeArea(finite.image, size);
    };
    const auto sizedMatte = [&](const Image& image) {
        const Image matte = sized(image, 1);
        return matte.empty() ? matte : clampValues(matte, 0.0f, 1.0f);
    };
    CompFrame& out = prepared.frame;
    out.source = Premultiplied(sized(frame.source.image(), 4));
    out.plate = Premultiplied(sized(frame.plate.image(), 4));
    out.albedo = sized(frame.albedo, 3);
    out.irradiance = sized(frame.irradiance, 3);
    out.background = sized(frame.background, 3);
    out.normal = sized(frame.normal, 3);
    if (!out.normal.empty())
        out.normal = normalizeVectors(out.normal);
    out.alpha = sizedMatte(frame.alpha);
    for (Image& matte : out.mattesAround)
        matte = sizedMatte(matte);
    // A foreground is only as sure as its matte: it is made smaller premultiplied.
    if (!frame.foreground.empty() && !frame.alpha.empty() && frame.foreground.resolution() != size &&
        frame.foreground.resolution() == frame.alpha.resolution()) {
        const FinitePicture color = finitePicture(frame.foreground);
        const FinitePicture matte = finitePicture(frame.alpha);
        const Premultiplied cut = premultiply(straightPicture(color.image, matte.image));
        out.foreground = colorOf(unpremultiply(Premultiplied(resizeArea(cut.image(), size))));
        prepared.replaced += color.replaced;
    } else {
        out.foreground = sized(frame.foreground, 3);
    }
    return prepared;
}

CompResult evaluate(const CompStack& stack, const PreparedFrame& prepared)
{
    return detail::Evaluation(stack, prepared).run(false);
}

CompResult evaluateFront(const CompStack& stack, const PreparedFrame& prepared)
{
    return detail::Evaluation(stack, prepared).run(true);
}

} // namespace unividx
