#include "core/comp/blend.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/vector_clones.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

struct ClearOp {
    static float value(float, float, float, float) { return 0.0f; }
};
struct SourceOp {
    static float value(float s, float, float, float) { return s; }
};
struct DestinationOp {
    static float value(float, float d, float, float) { return d; }
};
struct OverOp {
    static float value(float s, float d, float a, float) { return s + d * (1.0f - a); }
};
struct UnderOp {
    static float value(float s, float d, float, float b) { return s * (1.0f - b) + d; }
};
struct InOp {
    static float value(float s, float, float, float b) { return s * b; }
};
struct MaskOp {
    static float value(float, float d, float a, float) { return d * a; }
};
struct OutOp {
    static float value(float s, float, float, float b) { return s * (1.0f - b); }
};
struct StencilOp {
    static float value(float, float d, float a, float) { return d * (1.0f - a); }
};
struct AtopOp {
    static float value(float s, float d, float a, float b) { return s * b + d * (1.0f - a); }
};
struct DestinationAtopOp {
    static float value(float s, float d, float a, float b) { return s * (1.0f - b) + d * a; }
};
struct XorOp {
    static float value(float s, float d, float a, float b) { return s * (1.0f - b) + d * (1.0f - a); }
};
struct PlusOp {
    static float value(float s, float d, float, float) { return s + d; }
};
struct ScreenOp {
    static float value(float s, float d, float, float)
    {
        const bool inside = s >= 0.0f && s <= 1.0f && d >= 0.0f && d <= 1.0f;
        return inside ? s + d - s * d : std::max(s, d);
    }
};
struct MultiplyOp {
    static float value(float s, float d, float a, float b) { return s * d + s * (1.0f - b) + d * (1.0f - a); }
};

// Coverage follows the colour's formula, and adds up to one at most.
template <typename Op>
inline void blendLoop(const PremultipliedRow& front, const PremultipliedRow& behind)
{
    const float* fronts[3] = {front.red, front.green, front.blue};
    float* behinds[3] = {behind.red, behind.green, behind.blue};
    const float* a = front.alpha;
    float* b = behind.alpha;
    for (int c = 0; c < 3; ++c) {
        const float* s = fronts[c];
        float* d = behinds[c];
        for (std::size_t i = 0; i < behind.count; ++i)
            d[i] = Op::value(s[i], d[i], a[i], b[i]);
    }
    for (std::size_t i = 0; i < behind.count; ++i)
        b[i] = std::min(1.0f, Op::value(a[i], b[i], a[i], b[i]));
}

template <typename Op>
void blendRow(const PremultipliedRow& front, const PremultipliedRow& behind)
{
    blendLoop<Op>(front, behind);
}

UNIVIDX_VECTOR_CLONES void overRow(const PremultipliedRow& front, const PremultipliedRow& behind)
{
    blendLoop<OverOp>(front, behind);
}

} // namespace

const std::vector<BlendMode>& blendModes()
{
    static const std::vector<BlendMode> modes{
        {Blend::Clear, "clear", "0", "", &blendRow<ClearOp>},
        {Blend::Source, "source", "S", "copy", &blendRow<SourceOp>},
        {Blend::Destination, "destination", "D", "", &blendRow<DestinationOp>},
        {Blend::Over, "over", "S + D (1 - a)", "over", &overRow},
        {Blend::Under, "under", "S (1 - b) + D", "under", &blendRow<UnderOp>},
        {Blend::In, "in", "S b", "in", &blendRow<InOp>},
        {Blend::Mask, "mask", "D a", "mask", &blendRow<MaskOp>},
        {Blend::Out, "out", "S (1 - b)", "out", &blendRow<OutOp>},
        {Blend::Stencil, "stencil", "D (1 - a)", "stencil", &blendRow<StencilOp>},
        {Blend::Atop, "atop", "S b + D (1 - a)", "atop", &blendRow<AtopOp>},
        {Blend::DestinationAtop, "destination-atop", "S (1 - b) + D a", "", &blendRow<DestinationAtopOp>},
        {Blend::Xor, "xor", "S (1 - b) + D (1 - a)", "xor", &blendRow<XorOp>},
        {Blend::Plus, "plus", "S + D", "plus", &blendRow<PlusOp>},
        {Blend::Screen, "screen", "S + D - S D", "screen", &blendRow<ScreenOp>},
        {Blend::Multiply, "multiply", "S D + S (1 - b) + D (1 - a)", "", &blendRow<MultiplyOp>},
    };
    return modes;
}

const BlendMode& blendMode(Blend mode)
{
    return blendModes()[static_cast<std::size_t>(mode)];
}

const BlendMode* findBlend(std::string_view name)
{
    for (const BlendMode& mode : blendModes()) {
        if (mode.name == name)
            return &mode;
    }
    return nullptr;
}

Premultiplied merge(const Premultiplied& front, const Premultiplied& behind, Blend mode)
{
    if (front.resolution() != behind.resolution() || front.empty())
        throw Error(ErrorKind::Internal, "pictures of different sizes were merged");
    const auto width = static_cast<std::size_t>(front.width());
    std::vector<float> pixels(width * static_cast<std::size_t>(front.height()) * 4);
    const BlendMode& row = blendMode(mode);
    parallelFor(0, front.height(), [&](std::int64_t y) {
        std::vector<float> scratch(8 * width);
        const auto rowAt = [&](std::size_t first) {
            float* start = scratch.data() + first * width;
            return PremultipliedRow{start, start + width, start + 2 * width, start + 3 * width, width};
        };
        const PremultipliedRow s = rowAt(0);
        const PremultipliedRow d = rowAt(4);
        loadRow(front.image().row(static_cast<int>(y)), s);
        loadRow(behind.image().row(static_cast<int>(y)), d);
        row.row(s, d);
        storeRow(d, pixels.data() + static_cast<std::size_t>(y) * width * 4);
    });
    return Premultiplied(Image(front.resolution(), 4, std::move(pixels)));
}

} // namespace unividx
