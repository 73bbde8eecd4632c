#include "core/comp/evaluate.h"

#include "core/base/error.h"
#include "core/comp/edges.h"
#include "core/comp/evaluate_matte.h"
#include "core/comp/grade.h"
#include "core/comp/grain.h"
#include "core/comp/tile_program.h"
#include "core/image/blur.h"
#include "core/image/crop.h"
#include "core/image/resize.h"
#include "core/image/upsample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace unividx {

namespace {

using namespace detail;

Image inverse(const Image& matte)
{
    std::vector<float> pixels(matte.data(), matte.data() + matte.byteSize() / sizeof(float));
    for (float& value : pixels)
        value = 1.0f - value;
    return Image(matte.resolution(), 1, std::move(pixels));
}

Image grey(const Image& matte)
{
    std::vector<float> pixels;
    const std::size_t count = matte.byteSize() / sizeof(float);
    pixels.reserve(3 * count);
    for (std::size_t i = 0; i < count; ++i)
        pixels.insert(pixels.end(), 3, matte.data()[i]);
    return Image(matte.resolution(), 3, std::move(pixels));
}

/// The mean of a picture's colour by weight, on a small copy; for the match of a picture to its background.
std::array<double, 3> meanColor(const Image& rgb, const Image& weight)
{
    std::array<double, 3> sum{};
    double total = 1e-9;
    for (int y = 0; y < rgb.height(); y += 4) {
        for (int x = 0; x < rgb.width(); x += 4) {
            const double w = weight.empty() ? 1.0 : weight.at(x, y, 0);
            for (int c = 0; c < 3; ++c)
                sum[static_cast<std::size_t>(c)] += w * std::max(0.0f, rgb.at(x, y, c));
            total += w;
        }
    }
    for (double& value : sum)
        value /= total;
    return sum;
}

class Evaluation {
public:
    Evaluation(const CompStack& stack, const PreparedFrame& prepared)
        : stack_(stack), prepared_(prepared), frame_(prepared.frame),
          scale_(prepared.scale), state_{prepared.frame.source, prepared.frame.albedo, prepared.frame.irradiance},
          matte_(prepared.frame.alpha)
    {
    }

    /// `frontAlone`: up to where the picture meets a background.
    CompResult run(bool frontAlone)
    {
        for (const CompNode& node : stack_.nodes) {
            if (node.bypass)
                continue;
            const auto* background = std::get_if<BackgroundNode>(&node.settings);
            if (frontAlone && background) {
                addMatch(*background);
                break;
            }
            name_ = node.name.empty() ? std::string(kindOf(node.settings).name) : node.name;
            std::visit([this](const auto& settings) { add(settings); }, node.settings);
        }
        coverByMatte();
        flush();
        if (showMatte_)
            state_.picture = premultiply(straightPicture(grey(currentMatte())));
        return {state_.picture, matte_, state_.albedo, state_.irradiance};
    }

private:
    float at(const Curve& curve) const { return curve.at(frame_.frame); }

    void flush() { program_.run(state_, frame_.normal); }

    const Image& require(const Image& layer, const char* what) const
    {
        if (layer.empty())
            throw Error(ErrorKind::Usage, "the node \"" + name_ + "\" needs the layer " + what +
                                              ", which this clip does not have; make it, lock it, or bypass the node");
        return layer;
    }

    Image currentMatte() const { return matte_.empty() ? alphaOf(frame_.source) : matte_; }

    /// How much of a node each pixel gets; empty for all.
    Image weightOf(Where where) const
    {
        if (where == Where::Everywhere)
            return {};
        return where == Where::InsideMatte ? currentMatte() : inverse(currentMatte());
    }

    /// After a matte node the matte takes the place of the picture's alpha: when it meets a background, or at the end.
    void coverByMatte()
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

    void add(const SourceNode& node)
    {
        if (node.layer == CompLayer::Source)
            return;
        flush();
        const auto show = [&](const Image& rgb) { state_.picture = premultiply(straightPicture(rgb)); };
        switch (node.layer) {
        case CompLayer::Source:
            break;
        case CompLayer::Albedo:
            show(require(state_.albedo, "albedo"));
            break;
        case CompLayer::Irradiance:
            show(require(state_.irradiance, "irradiance"));
            break;
        case CompLayer::Normal:
            show(require(frame_.normal, "normal"));
            break;
        case CompLayer::Alpha:
            show(grey(require(frame_.alpha, "alpha")));
            break;
        case CompLayer::Foreground:
            show(require(frame_.foreground, "foreground"));
            break;
        case CompLayer::Background:
            show(require(frame_.background, "background"));
            break;
        }
    }

    void add(const MatteNode& node)
    {
        matte_ = evaluateMatte(node, prepared_, currentMatte(), guide_);
        cutOut_ = true;
    }

    void add(const DespillNode& node)
    {
        const DespillOptions options{node.screen, node.method, at(node.amount), at(node.keepLuminance)};
        if (options.amount == 0.0f)
            return;
        program_.add([options, weight = weightOf(node.where)](Tile& tile) {
            const float* share = tile.in(weight);
            if (!share) {
                despillRow(tile.picture(), options);
                return;
            }
            const ColorRow changed = tile.scratchColor(0);
            const ColorRow picture = tile.picture();
            const float* from[3] = {picture.red, picture.green, picture.blue};
            float* to[3] = {changed.red, changed.green, changed.blue};
            float* into[3] = {picture.red, picture.green, picture.blue};
            for (std::size_t c = 0; c < 3; ++c)
                std::copy(from[c], from[c] + tile.count, to[c]);
            despillRow(changed, options);
            for (std::size_t c = 0; c < 3; ++c)
                mixRow(into[c], to[c], share, tile.count);
        });
    }

    void add(const EdgeNode& node)
    {
        const float radius = at(node.radius) * scale_;
        if (!(radius > 0.0f))
            return;
        flush();
        const Straight straight = unpremultiply(state_.picture);
        const Image color = extendEdges(colorOf(straight), currentMatte(), radius);
        state_.picture = premultiply(straightPicture(color, alphaOf(straight)));
    }

    Grade gradeOf(const GradeNode& node) const
    {
        Grade grade;
        grade.lift = {at(node.liftRed), at(node.liftGreen), at(node.liftBlue)};
        grade.gamma = {at(node.gammaRed), at(node.gammaGreen), at(node.gammaBlue)};
        grade.gain = {at(node.gainRed), at(node.gainGreen), at(node.gainBlue)};
        grade.saturation = at(node.saturation);
        grade.hueCentre = at(node.hueCentre);
        grade.hueWidth = at(node.hueWidth);
        grade.hueShift = at(node.hueShift);
        grade.hueSaturation = at(node.hueSaturation);
        grade.hueGain = at(node.hueGain);
        return grade;
    }

    void add(const GradeNode& node)
    {
        const Grade grade = gradeOf(node);
        if (grade.isNeutral())
            return;
        const Image weight = weightOf(node.where);
        if (node.target == GradeNode::Target::Picture) {
            program_.add([grade, weight](Tile& tile) { gradeRow(tile.picture(), grade, tile.in(weight)); });
            return;
        }
        require(state_.albedo, "albedo");
        require(state_.irradiance, "irradiance");
        const bool albedo = node.target == GradeNode::Target::Albedo;
        const ProductOptions product{node.space, at(node.productGain)};
        program_.add([grade, weight, albedo, product](Tile& tile) {
            const ColorRow before = albedo ? tile.albedo : tile.irradiance;
            const ColorRow after = tile.scratchColor(0);
            copyColor(before, after);
            gradeRow(after, grade, tile.in(weight));
            rebuildRow(tile.picture(),
                       {tile.albedo, tile.irradiance, albedo ? after : tile.albedo, albedo ? tile.irradiance : after},
                       product, 1.0f, nullptr);
            copyColor(after, before);
        });
        if (albedo)
            program_.changesAlbedo();
        else
            program_.changesIrradiance();
    }

    static void copyColor(const ColorRow& from, const ColorRow& to)
    {
        std::copy(from.red, from.red + from.count, to.red);
        std::copy(from.green, from.green + from.count, to.green);
        std::copy(from.blue, from.blue + from.count, to.blue);
    }

    void add(const RelightNode& node)
    {
        const float keep = std::clamp(at(node.keepOriginal), 0.0f, 1.0f);
        std::vector<LightShader> shaders = shadersOf(node.lights, frame_.frame, frame_.environments, lightSource());
        if (shaders.empty() && keep == 1.0f)
            return;
        require(state_.albedo, "albedo");
        require(state_.irradiance, "irradiance");
        require(frame_.normal, "normal");
        const ProductOptions product{node.space, at(node.productGain)};
        program_.add([shaders = std::move(shaders), keep, product, weight = weightOf(node.where),
                      size = frame_.source.resolution()](Tile& tile) {
            const ColorRow after = tile.scratchColor(0);
            copyColor(tile.irradiance, after);
            float* channels[3] = {after.red, after.green, after.blue};
            if (keep != 1.0f) {
                for (float* channel : channels) {
                    for (std::size_t i = 0; i < tile.count; ++i)
                        channel[i] *= keep;
                }
            }
            const PlaneRow plane = planeRow(size, tile.y);
            for (const LightShader& shader : shaders)
                shader.addRow(tile.normal, plane.x + static_cast<float>(tile.x) * plane.step, plane.step, plane.y,
                              after);
            const float* share = tile.in(weight);
            rebuildRow(tile.picture(), {tile.albedo, tile.irradiance, tile.albedo, after}, product, keep, share);
            if (!share) {
                copyColor(after, tile.irradiance);
                return;
            }
            mixRow(tile.irradiance.red, after.red, share, tile.count);
            mixRow(tile.irradiance.green, after.green, share, tile.count);
            mixRow(tile.irradiance.blue, after.blue, share, tile.count);
        });
        program_.changesIrradiance();
    }

    /// What lights of the kind Background take their light from.
    Image lightSource() const
    {
        if (!frame_.plate.empty())
            return frame_.plate.image();
        return frame_.background;
    }

    Premultiplied behind(const BackgroundNode& node) const
    {
        const Resolution size = frame_.source.resolution();
        switch (node.from) {
        case BackgroundNode::From::CleanPlate:
            return premultiply(straightPicture(require(frame_.background, "background")));
        case BackgroundNode::From::File:
            if (frame_.plate.empty())
                throw Error(ErrorKind::Usage, "the node \"" + name_ + "\" needs a background file; choose one");
            return frame_.plate;
        case BackgroundNode::From::Color: {
            std::vector<float> pixels;
            const auto count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
            pixels.reserve(4 * count);
            const std::array<float, 4> color{at(node.red), at(node.green), at(node.blue), 1.0f};
            for (std::size_t i = 0; i < count; ++i)
                pixels.insert(pixels.end(), color.begin(), color.end());
            return Premultiplied(Image(size, 4, std::move(pixels)));
        }
        case BackgroundNode::From::Nothing:
            break;
        }
        return {};
    }

    void add(const BackgroundNode& node)
    {
        // Without a matte node the alpha layer cuts the picture out, before the first background.
        cutOut_ = cutOut_ || (!covered_ && !matte_.empty());
        if (node.from == BackgroundNode::From::Nothing) {
            coverByMatte();
            return;
        }
        Premultiplied plate = behind(node);
        const float defocus = at(node.defocus) * scale_ / 2.0f; // a disc's standard deviation is half its radius
        plate = Premultiplied(gaussianBlur(plate.image(), defocus));
        addMatch(node);
        coverByMatte();
        const float wrap = at(node.wrap);
        Image weight;
        Image light;
        if (wrap > 0.0f) {
            weight = lightWrapWeight(currentMatte(), at(node.wrapWidth) * scale_, wrap);
            light = gaussianBlur(plate.image(), 0.5f * at(node.wrapWidth) * scale_);
        }
        program_.add([plate, weight, light, blend = blendMode(node.blend).row](Tile& tile) {
            const auto scratchRow = [&](std::size_t first) {
                return PremultipliedRow{tile.scratch[first], tile.scratch[first + 1], tile.scratch[first + 2],
                                        tile.scratch[first + 3], tile.count};
            };
            const PremultipliedRow front = premultiplyRow(tile.color);
            if (const float* share = tile.in(weight)) {
                const PremultipliedRow glow = scratchRow(4);
                loadRow(light.row(tile.y) + tile.x * 4, glow);
                float* colors[3] = {front.red, front.green, front.blue};
                const float* glows[3] = {glow.red, glow.green, glow.blue};
                for (std::size_t c = 0; c < 3; ++c) {
                    for (std::size_t i = 0; i < tile.count; ++i)
                        colors[c][i] += share[i] * (front.alpha[i] * glows[c][i] - colors[c][i]);
                }
            }
            const PremultipliedRow rest = scratchRow(0);
            loadRow(plate.image().row(tile.y) + tile.x * 4, rest);
            blend(front, rest);
            std::copy(rest.red, rest.red + tile.count, front.red);
            std::copy(rest.green, rest.green + tile.count, front.green);
            std::copy(rest.blue, rest.blue + tile.count, front.blue);
            std::copy(rest.alpha, rest.alpha + tile.count, front.alpha);
            unpremultiplyRow(front);
        });
    }

    /// Brightness and colour balance of what is inside the matte, taken some of the way to the background's.
    void addMatch(const BackgroundNode& node)
    {
        const float amount = std::clamp(at(node.match), 0.0f, 1.0f);
        if (!(amount > 0.0f) || node.from == BackgroundNode::From::Nothing)
            return;
        const Premultiplied plate = behind(node);
        flush();
        const std::array<double, 3> own = meanColor(colorOf(unpremultiply(state_.picture)), currentMatte());
        const std::array<double, 3> other = meanColor(colorOf(unpremultiply(plate)), {});
        Grade grade;
        for (std::size_t c = 0; c < 3; ++c) {
            const double ratio = (other[c] + 1e-3) / (own[c] + 1e-3);
            grade.gain[c] = static_cast<float>(std::clamp(std::pow(ratio, amount), 0.25, 4.0));
        }
        program_.add([grade](Tile& tile) { gradeRow(tile.picture(), grade, nullptr); });
    }

    void add(const GrainNode& node)
    {
        const float amount = at(node.amount);
        if (!(amount > 0.0f))
            return;
        const Image field = grainField(frame_.source.resolution(), frame_.frame, at(node.size) * scale_);
        program_.add([field, amount, weight = weightOf(node.where)](Tile& tile) {
            addGrainRow(tile.picture(), field.row(tile.y) + tile.x * 3, amount, tile.in(weight));
        });
    }

    void add(const OutNode& node) { showMatte_ = node.what == OutNode::What::Matte; }

    const CompStack& stack_;
    const PreparedFrame& prepared_;
    const CompFrame& frame_;
    float scale_;
    CompState state_;
    Image matte_;
    Image guide_; ///< of matte refinement
    TileProgram program_;
    std::string name_;     ///< of the node at hand
    bool cutOut_ = false;  ///< the matte is still to be put into the picture's alpha
    bool covered_ = false; ///< it has been
    bool showMatte_ = false;
};

} // namespace

PreparedFrame prepareFrame(const CompFrame& frame, Resolution size)
{
    if (frame.source.empty())
        throw Error(ErrorKind::Internal, "a frame without a source was composited");
    PreparedFrame prepared{frame, static_cast<float>(size.height) / static_cast<float>(frame.source.height()), 0};
    const auto sound = [&](const Image& image, int channels) {
        if (image.empty())
            return image;
        if (image.channels() != channels)
            throw Error(ErrorKind::Internal, "a layer has the wrong number of channels");
        FinitePicture finite = finitePicture(image);
        prepared.replaced += finite.replaced;
        return resizeArea(finite.image, size);
    };
    const auto soundMatte = [&](const Image& image) {
        const Image matte = sound(image, 1);
        return matte.empty() ? matte : clampValues(matte, 0.0f, 1.0f);
    };
    CompFrame& out = prepared.frame;
    out.source = Premultiplied(sound(frame.source.image(), 4));
    out.plate = Premultiplied(sound(frame.plate.image(), 4));
    out.albedo = sound(frame.albedo, 3);
    out.irradiance = sound(frame.irradiance, 3);
    out.background = sound(frame.background, 3);
    out.normal = sound(frame.normal, 3);
    if (!out.normal.empty())
        out.normal = normalizeVectors(out.normal);
    out.alpha = soundMatte(frame.alpha);
    for (Image& matte : out.mattesAround)
        matte = soundMatte(matte);
    // A foreground is only as sure as its matte: it is made smaller premultiplied.
    if (!frame.foreground.empty() && !frame.alpha.empty() && frame.foreground.resolution() != size &&
        frame.foreground.resolution() == frame.alpha.resolution()) {
        const FinitePicture color = finitePicture(frame.foreground);
        const FinitePicture matte = finitePicture(frame.alpha);
        const Premultiplied cut = premultiply(straightPicture(color.image, matte.image));
        out.foreground = colorOf(unpremultiply(Premultiplied(resizeArea(cut.image(), size))));
        prepared.replaced += color.replaced;
    } else {
        out.foreground = sound(frame.foreground, 3);
    }
    return prepared;
}

CompResult evaluate(const CompStack& stack, const PreparedFrame& prepared)
{
    return Evaluation(stack, prepared).run(false);
}

CompResult evaluateFront(const CompStack& stack, const PreparedFrame& prepared)
{
    return Evaluation(stack, prepared).run(true);
}

} // namespace unividx
