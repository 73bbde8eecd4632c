#include "core/comp/rows.h"

#include "core/base/vector_clones.h"

#include <algorithm>

namespace unividx {

UNIVIDX_VECTOR_CLONES PremultipliedRow premultiplyRow(const StraightRow& row)
{
    float* red = row.red;
    float* green = row.green;
    float* blue = row.blue;
    const float* alpha = row.alpha;
    for (std::size_t i = 0; i < row.count; ++i) {
        red[i] *= alpha[i];
        green[i] *= alpha[i];
        blue[i] *= alpha[i];
    }
    return {row.red, row.green, row.blue, row.alpha, row.count};
}

UNIVIDX_VECTOR_CLONES StraightRow unpremultiplyRow(const PremultipliedRow& row)
{
    float* red = row.red;
    float* green = row.green;
    float* blue = row.blue;
    const float* alpha = row.alpha;
    for (std::size_t i = 0; i < row.count; ++i) {
        const float divisor = alpha[i] != 0.0f ? alpha[i] : 1.0f;
        red[i] /= divisor;
        green[i] /= divisor;
        blue[i] /= divisor;
    }
    return {row.red, row.green, row.blue, row.alpha, row.count};
}

void loadColor(const float* pixels, int channels, const ColorRow& row)
{
    for (std::size_t i = 0; i < row.count; ++i, pixels += channels) {
        row.red[i] = pixels[0];
        row.green[i] = pixels[1];
        row.blue[i] = pixels[2];
    }
}

void loadRow(const float* pixels, const PremultipliedRow& row)
{
    for (std::size_t i = 0; i < row.count; ++i, pixels += 4) {
        row.red[i] = pixels[0];
        row.green[i] = pixels[1];
        row.blue[i] = pixels[2];
        row.alpha[i] = pixels[3];
    }
}

void storeRow(const PremultipliedRow& row, float* pixels)
{
    for (std::size_t i = 0; i < row.count; ++i, pixels += 4) {
        pixels[0] = row.red[i];
        pixels[1] = row.green[i];
        pixels[2] = row.blue[i];
        pixels[3] = row.alpha[i];
    }
}

UNIVIDX_VECTOR_CLONES void mixRow(float* value, const float* changed, const float* weight, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        value[i] += (changed[i] - value[i]) * weight[i];
}

void mixColor(const ColorRow& value, const ColorRow& changed, const float* weight)
{
    mixRow(value.red, changed.red, weight, value.count);
    mixRow(value.green, changed.green, weight, value.count);
    mixRow(value.blue, changed.blue, weight, value.count);
}

void copyColor(const ColorRow& from, const ColorRow& to)
{
    std::copy(from.red, from.red + from.count, to.red);
    std::copy(from.green, from.green + from.count, to.green);
    std::copy(from.blue, from.blue + from.count, to.blue);
}

} // namespace unividx
