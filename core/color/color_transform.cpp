#include "core/color/color_transform.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/color/color_config.h"
#include "core/color/srgb.h"
#include "core/color/srgb_rows.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace unividx {

/// Either the standard's sRGB curve (bundled config), or a processor.
struct ColorTransform::Steps {
    float (*curve)(float) = nullptr;
    void (*curveOfRow)(const float* in, float* out, std::size_t count) = nullptr; ///< the same, many values at once
    detail::ocio::ConstCPUProcessorRcPtr processor;

    void applyTo(float* rgb, int pixels) const
    {
        if (curveOfRow) {
            curveOfRow(rgb, rgb, 3 * static_cast<std::size_t>(pixels));
            return;
        }
        detail::ocio::PackedImageDesc description(rgb, pixels, 1, 3);
        processor->apply(description);
    }
};

std::string ColorTransform::description() const
{
    return from_.empty() ? "none" : from_ + " -> " + to_;
}

Image ColorTransform::apply(const Image& image, AlphaState alpha) const
{
    const int channels = image.channels();
    if (isIdentity() || image.empty())
        return image;
    if (channels != 3 && channels != 4)
        throw Error(ErrorKind::Internal, "a colour transform was applied to something that is not a colour picture");
    const int width = image.width();
    std::vector<float> pixels(image.data(), image.data() + image.byteSize() / sizeof(float));
    parallelFor(0, image.height(), [&](std::int64_t y) {
        float* row = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width * channels);
        if (channels == 3) {
            steps_->applyTo(row, width);
            return;
        }
        std::vector<float> rgb(static_cast<std::size_t>(width) * 3);
        const auto factor = [&](int x) {
            const float a = row[x * 4 + 3];
            return alpha == AlphaState::Premultiplied && a > 0.0f ? a : 1.0f;
        };
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c)
                rgb[static_cast<std::size_t>(3 * x + c)] = row[x * 4 + c] / factor(x);
        }
        steps_->applyTo(rgb.data(), width);
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c)
                row[x * 4 + c] = rgb[static_cast<std::size_t>(3 * x + c)] * factor(x);
        }
    });
    return Image(image.resolution(), channels, std::move(pixels));
}

ColorTransform makeTransform(std::string_view from, std::string_view to)
{
    const detail::LoadedConfig active = detail::activeConfig();
    auto steps = std::make_shared<ColorTransform::Steps>();
    steps->processor = detail::makeProcessor(active, from, to);

    const auto nameOf = [&](std::string_view name) {
        const std::string found = detail::resolveSpace(active.config, name);
        return found.empty() ? detail::resolveSpace(detail::bundledConfig().config, name) : found;
    };
    ColorTransform transform;
    transform.from_ = nameOf(from);
    transform.to_ = nameOf(to);
    // OpenColorIO joins the pieces of the curve where their slopes meet, a little beside the standard's breaks. Between
    // the two spaces of every run we keep to the standard's own numbers.
    if (active.isBundled && transform.from_ == "srgb_texture" && transform.to_ == "lin_rec709")
        std::tie(steps->curve, steps->curveOfRow) = std::pair(&srgbToLinear, &srgbToLinearRow);
    if (active.isBundled && transform.from_ == "lin_rec709" && transform.to_ == "srgb_texture")
        std::tie(steps->curve, steps->curveOfRow) = std::pair(&linearToSrgb, &linearToSrgbRow);
    if (steps->curve || !steps->processor->isNoOp())
        transform.steps_ = std::move(steps);
    return transform;
}

float (*ColorTransform::channelCurve() const)(float)
{
    return steps_ ? steps_->curve : nullptr;
}

ColorTransform makeDisplayTransform(std::string_view from, const DisplayView& view)
{
    const detail::LoadedConfig active = detail::activeConfig();
    auto steps = std::make_shared<ColorTransform::Steps>();
    steps->processor = detail::makeViewProcessor(active, from, view.display, view.view);
    ColorTransform transform;
    transform.from_ = detail::resolveSpace(active.config, from);
    transform.to_ = view.display + " / " + view.view;
    if (!steps->processor->isNoOp())
        transform.steps_ = std::move(steps);
    return transform;
}

std::vector<DisplayView> displayViews()
{
    const detail::LoadedConfig active = detail::activeConfig();
    std::vector<DisplayView> all;
    for (int d = 0; d < active.config->getNumDisplays(); ++d) {
        const char* display = active.config->getDisplay(d);
        for (int v = 0; v < active.config->getNumViews(display); ++v)
            all.push_back({display, active.config->getView(display, v)});
    }
    const std::string usual = active.config->getDefaultDisplay();
    const DisplayView first{usual, active.config->getDefaultView(usual.c_str())};
    std::stable_partition(all.begin(), all.end(), [&](const DisplayView& view) { return view == first; });
    return all;
}

std::string activeColorConfig()
{
    return detail::activeConfig().source;
}

bool hasColorSpace(std::string_view space)
{
    return !detail::resolveSpace(detail::activeConfig().config, space).empty() ||
           !detail::resolveSpace(detail::bundledConfig().config, space).empty();
}

ColorEncoding encodingOf(std::string_view space)
{
    const detail::LoadedConfig active = detail::activeConfig();
    const detail::ocio::ConstColorSpaceRcPtr found = detail::findSpace(active, space);
    const std::string encoding = found->getEncoding();
    if (found->isData() || encoding == "data")
        return ColorEncoding::Data;
    if (encoding == "scene-linear" || encoding == "log" || encoding == "hdr-video")
        return ColorEncoding::Scene;
    return ColorEncoding::Display;
}

std::optional<std::string> spaceByFileRule(const std::string& path)
{
    const detail::LoadedConfig active = detail::activeConfig();
    if (active.isBundled || active.config->filepathOnlyMatchesDefaultRule(path.c_str()))
        return std::nullopt;
    return std::string(active.config->getColorSpaceFromFilepath(path.c_str()));
}

std::vector<ColorSpaceChoice> inputColorSpaces()
{
    const detail::LoadedConfig active = detail::activeConfig();
    std::vector<ColorSpaceChoice> choices;
    const int count =
        active.config->getNumColorSpaces(detail::ocio::SEARCH_REFERENCE_SPACE_SCENE, detail::ocio::COLORSPACE_ACTIVE);
    for (int i = 0; i < count; ++i) {
        const char* name = active.config->getColorSpaceNameByIndex(detail::ocio::SEARCH_REFERENCE_SPACE_SCENE,
                                                                   detail::ocio::COLORSPACE_ACTIVE, i);
        if (encodingOf(name) == ColorEncoding::Data)
            continue;
        const detail::ocio::ConstColorSpaceRcPtr space = active.config->getColorSpace(name);
        const bool named = active.isBundled && space->getNumAliases() > 0;
        choices.push_back({name, named ? space->getAlias(0) : name, space->getFamily()});
    }
    return choices;
}

std::vector<std::string> colorSpaceNames()
{
    const detail::LoadedConfig active = detail::activeConfig();
    std::vector<std::string> names;
    for (int i = 0; i < active.config->getNumColorSpaces(); ++i)
        names.emplace_back(active.config->getColorSpaceNameByIndex(i));
    return names;
}

std::optional<Chromaticities> chromaticitiesOf(std::string_view linearSpace)
{
    ColorTransform toRec709;
    try {
        toRec709 = makeTransform(linearSpace, "lin_rec709");
    } catch (const Error& failure) {
        if (failure.kind() == ErrorKind::Input)
            throw;
        return std::nullopt; // a config without a way to Rec.709: nothing can be said
    }
    // Columns: red, green, blue, white, and white at half strength to see whether the space is linear at all.
    const Image probe({5, 1}, 3, {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0.5f, 0.5f, 0.5f});
    const Image seen = toRec709.apply(probe);
    for (int c = 0; c < 3; ++c) {
        if (std::fabs(seen.at(4, 0, c) - 0.5f * seen.at(3, 0, c)) > 1e-3f)
            return std::nullopt;
    }
    // Rec.709 (D65) to CIE XYZ. Source: ITU-R BT.709-6, item 1.3 and 1.4.
    constexpr double toXyz[3][3] = {{0.4123907993, 0.3575843394, 0.1804807884},
                                    {0.2126390059, 0.7151686788, 0.0721923154},
                                    {0.0193308187, 0.1191947798, 0.9505321522}};
    Chromaticities result{};
    for (int color = 0; color < 4; ++color) {
        double xyz[3] = {};
        for (int i = 0; i < 3; ++i) {
            for (int c = 0; c < 3; ++c)
                xyz[i] += toXyz[i][c] * seen.at(color, 0, c);
        }
        const double sum = xyz[0] + xyz[1] + xyz[2];
        if (!(std::fabs(sum) > 1e-9))
            return std::nullopt;
        result[static_cast<std::size_t>(2 * color)] = static_cast<float>(xyz[0] / sum);
        result[static_cast<std::size_t>(2 * color + 1)] = static_cast<float>(xyz[1] / sum);
    }
    return result;
}

} // namespace unividx
