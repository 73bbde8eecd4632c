#include "inference/train/scene/srgb.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unividx::scene {

namespace {

constexpr int tableSize = 2048;

// Indexed by the square root: the encoding is nearly straight there, so few entries are enough.
std::array<float, tableSize + 2> makeTable()
{
    std::array<float, tableSize + 2> table{};
    for (int i = 0; i < tableSize + 2; ++i) {
        const double root = static_cast<double>(std::min(i, tableSize)) / tableSize;
        const double linear = root * root;
        table[static_cast<std::size_t>(i)] =
            static_cast<float>(linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055);
    }
    return table;
}

} // namespace

float srgbEncode(float linear)
{
    static const std::array<float, tableSize + 2> table = makeTable();
    const float position = std::sqrt(std::clamp(linear, 0.0F, 1.0F)) * tableSize;
    const int index = static_cast<int>(position);
    const float low = table[static_cast<std::size_t>(index)];
    return low + (table[static_cast<std::size_t>(index) + 1] - low) * (position - static_cast<float>(index));
}

float srgbDecode(float encoded)
{
    const float value = std::clamp(encoded, 0.0F, 1.0F);
    return value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
}

} // namespace unividx::scene
