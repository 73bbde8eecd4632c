#include "core/comp/evaluate_matte.h"

#include "core/base/parallel.h"
#include "core/color/srgb_rows.h"
#include "core/comp/matte_tools.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx::detail {

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

Image inverse(const Image& matte)
{
    std::vector<float> pixels(matte.data(), matte.data() + matte.byteSize() / sizeof(float));
    for (float& value : pixels)
        value = 1.0f - value;
    return Image(matte.resolution(), 1, std::move(pixels));
}

Image beginning(const MatteNode& node, const PreparedFrame& prepared, const Image& before)
{
    const CompFrame& frame = prepared.frame;
    if (node.from == MatteNode::From::Everything)
        return Image(frame.source.resolution(), 1,
                     std::vector<float>(frame.source.image().byteSize() / sizeof(float) / 4, 1.0f));
    if (node.from == MatteNode::From::Before)
        return before;
    const Image matte = frame.alpha.empty() ? alphaOf(frame.source) : frame.alpha;
    const int wanted = static_cast<int>(std::lround(node.temporal.at(frame.frame)));
    const int reach = std::min<int>(wanted, (static_cast<int>(frame.mattesAround.size()) - 1) / 2);
    if (reach < 1)
        return matte;
    const auto middle = frame.mattesAround.begin() + static_cast<std::ptrdiff_t>(frame.mattesAround.size() / 2);
    return medianMatte({middle - reach, middle + reach + 1});
}

} // namespace

Image evaluateMatte(const MatteNode& node, const PreparedFrame& prepared, const Image& before, Image& guide)
{
    const std::int64_t frame = prepared.frame.frame;
    const float scale = prepared.scale;
    const auto at = [frame](const Curve& curve) { return curve.at(frame); };
    Image matte = beginning(node, prepared, before);
    if (node.inverted)
        matte = inverse(matte);
    matte = matteLevels(matte, at(node.black), at(node.white), at(node.gamma));
    matte = despeckleMatte(matte, at(node.despeckle) * scale * scale);
    matte = fillMatteHoles(matte, at(node.holes) * scale * scale);
    matte = growMatte(matte, at(node.grow) * scale);
    if (at(node.refineRadius) > 0.0f && at(node.refineAmount) > 0.0f) {
        if (guide.empty())
            guide = displayed(prepared.frame.source);
        const int radius = std::max(1, static_cast<int>(std::lround(at(node.refineRadius) * scale)));
        matte = refineMatte(matte, guide, {radius, std::max(1e-9f, at(node.refineEpsilon))}, at(node.refineAmount));
    }
    matte = featherMatte(matte, at(node.feather) * scale);
    matte = applyShapes(matte, node.shapes, frame, scale);
    return applyStrokes(matte, node.strokes, frame, scale);
}

} // namespace unividx::detail
