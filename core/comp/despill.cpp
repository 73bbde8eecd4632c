#include "core/comp/despill.h"

#include "core/base/parallel.h"
#include "core/base/vector_clones.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

namespace {

struct Average {
    static float limit(float a, float b) { return 0.5f * (a + b); }
};
struct Maximum {
    static float limit(float a, float b) { return std::max(a, b); }
};
struct Minimum {
    static float limit(float a, float b) { return std::min(a, b); }
};

struct Amounts {
    float taken;
    float givenBack; // to each channel, of what was taken
};

template <typename Method>
inline void limitRow(float* screen, float* first, float* second, std::size_t count, Amounts amounts)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float spill = std::max(0.0f, screen[i] - Method::limit(first[i], second[i])) * amounts.taken;
        const float grey = spill * amounts.givenBack;
        screen[i] = screen[i] - spill + grey;
        first[i] += grey;
        second[i] += grey;
    }
}

UNIVIDX_VECTOR_CLONES void averageRow(float* screen, float* a, float* b, std::size_t count, Amounts amounts)
{
    limitRow<Average>(screen, a, b, count, amounts);
}
UNIVIDX_VECTOR_CLONES void maximumRow(float* screen, float* a, float* b, std::size_t count, Amounts amounts)
{
    limitRow<Maximum>(screen, a, b, count, amounts);
}
UNIVIDX_VECTOR_CLONES void minimumRow(float* screen, float* a, float* b, std::size_t count, Amounts amounts)
{
    limitRow<Minimum>(screen, a, b, count, amounts);
}

} // namespace

void despillRow(const ColorRow& row, const DespillOptions& options)
{
    if (options.amount == 0.0f)
        return;
    constexpr void (*methods[])(float*, float*, float*, std::size_t, Amounts) = {averageRow, maximumRow, minimumRow};
    const bool green = options.screen == ScreenColor::Green;
    const float weight = green ? 0.7152f : 0.0722f; // of the screen's channel in luminance (BT.709)
    methods[static_cast<std::size_t>(options.method)](green ? row.green : row.blue, row.red,
                                                      green ? row.blue : row.green, row.count,
                                                      {options.amount, options.keepLuminance * weight});
}

Straight despill(const Straight& picture, const DespillOptions& options)
{
    const auto width = static_cast<std::size_t>(picture.width());
    std::vector<float> pixels(width * static_cast<std::size_t>(picture.height()) * 4);
    parallelFor(0, picture.height(), [&](std::int64_t y) {
        std::vector<float> scratch(3 * width);
        const ColorRow row{scratch.data(), scratch.data() + width, scratch.data() + 2 * width, width};
        const float* in = picture.image().row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * width * 4;
        loadColor(in, 4, row);
        despillRow(row, options);
        for (std::size_t x = 0; x < width; ++x) {
            out[4 * x] = row.red[x];
            out[4 * x + 1] = row.green[x];
            out[4 * x + 2] = row.blue[x];
            out[4 * x + 3] = in[4 * x + 3];
        }
    });
    return Straight(Image(picture.resolution(), 4, std::move(pixels)));
}

} // namespace unividx
