#include "core/comp/curve.h"

#include <algorithm>

namespace unividx {

namespace {

auto keyAtOrAfter(std::vector<Key>& keys, std::int64_t frame)
{
    return std::lower_bound(keys.begin(), keys.end(), frame,
                            [](const Key& key, std::int64_t value) { return key.frame < value; });
}

} // namespace

float shareOfWay(std::int64_t frame, std::int64_t from, std::int64_t to, Interpolation interpolation)
{
    if (interpolation == Interpolation::Hold || to <= from)
        return 0.0f;
    const double t = std::clamp(static_cast<double>(frame - from) / static_cast<double>(to - from), 0.0, 1.0);
    return static_cast<float>(interpolation == Interpolation::Linear ? t : t * t * (3.0 - 2.0 * t));
}

float Curve::at(std::int64_t frame) const
{
    if (keys.empty())
        return constant;
    const auto after = std::upper_bound(keys.begin(), keys.end(), frame,
                                        [](std::int64_t value, const Key& key) { return value < key.frame; });
    if (after == keys.begin())
        return keys.front().value;
    const Key& from = *std::prev(after);
    if (after == keys.end())
        return from.value;
    return from.value + (after->value - from.value) * shareOfWay(frame, from.frame, after->frame, from.to);
}

Curve withKey(Curve curve, Key key)
{
    const auto place = keyAtOrAfter(curve.keys, key.frame);
    if (place != curve.keys.end() && place->frame == key.frame)
        *place = key;
    else
        curve.keys.insert(place, key);
    return curve;
}

Curve withoutKey(Curve curve, std::int64_t frame)
{
    const auto place = keyAtOrAfter(curve.keys, frame);
    if (place == curve.keys.end() || place->frame != frame)
        return curve;
    if (curve.keys.size() == 1)
        curve.constant = place->value;
    curve.keys.erase(place);
    return curve;
}

} // namespace unividx
