#pragma once

#include "core/image/image.h"

#include <array>
#include <utility>
#include <vector>

namespace unividx::testing_metrics {

using Rgb = std::array<float, 3>;

/// One row of pixels with these colours.
inline Image pixels(const std::vector<Rgb>& values)
{
    std::vector<float> flat;
    for (const Rgb& value : values)
        flat.insert(flat.end(), value.begin(), value.end());
    return {{static_cast<int>(values.size()), 1}, 3, std::move(flat)};
}

/// Rows of a matte, all of one length.
inline Image matte(const std::vector<std::vector<float>>& rows)
{
    std::vector<float> flat;
    for (const auto& row : rows)
        flat.insert(flat.end(), row.begin(), row.end());
    return {{static_cast<int>(rows.front().size()), static_cast<int>(rows.size())}, 1, std::move(flat)};
}

/// A picture whose three channels are `value(x, y)`.
template <typename Value>
Image grey(Resolution size, const Value& value)
{
    std::vector<float> flat;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x)
            flat.insert(flat.end(), 3, static_cast<float>(value(x, y)));
    }
    return {size, 3, std::move(flat)};
}

} // namespace unividx::testing_metrics
