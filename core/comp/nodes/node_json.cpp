#include "core/comp/nodes/node_json.h"

#include "core/time/frame_range.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::detail {

float readNumber(ObjectReader& reader, const std::string& key, float fallback, float low, float high)
{
    const auto value = reader.numberIfThere(key);
    if (!value)
        return fallback;
    if (!(*value >= low && *value <= high))
        reader.fail(key, "is not between " + std::to_string(low) + " and " + std::to_string(high));
    return static_cast<float>(*value);
}

std::int64_t readFrame(ObjectReader& reader, const std::string& key)
{
    const std::int64_t frame = reader.integer(key);
    if (std::abs(frame) > frameLimit)
        reader.fail(key, "is a frame number that is too large");
    return frame;
}

std::vector<float> readRow(ObjectReader& owner, const std::string& key, const Json& value, std::size_t size)
{
    const bool valid = value.is_array() && value.size() == size &&
                       std::all_of(value.begin(), value.end(), [](const Json& element) { return element.is_number(); });
    if (!valid)
        owner.fail(key, "has a row that is not " + std::to_string(size) + " numbers");
    std::vector<float> row;
    for (const Json& element : value)
        row.push_back(element.get<float>());
    return row;
}

const Json& readList(ObjectReader& owner, const std::string& key)
{
    const Json& list = owner.require(key);
    if (!list.is_array())
        owner.fail(key, "is not a list");
    return list;
}

OrderedJson curveJson(const Curve& curve)
{
    if (curve.keys.empty())
        return curve.constant;
    OrderedJson keys = OrderedJson::array();
    for (const Key& key : curve.keys)
        keys.push_back({{"frame", key.frame}, {"value", key.value}, {"to", wordOf(interpolationWords, key.to)}});
    return {{"value", curve.constant}, {"keys", std::move(keys)}};
}

Curve readCurve(ObjectReader& owner, const std::string& key, const Curve& fallback, float low, float high)
{
    const Json* value = owner.find(key);
    if (!value)
        return fallback;
    if (!value->is_object())
        return readNumber(owner, key, 0.0f, low, high);
    ObjectReader reader(*value, owner.place() + "." + key);
    Curve curve = readNumber(reader, "value", fallback.constant, low, high);
    for (ObjectReader& entry : reader.objects("keys")) {
        Key read;
        read.frame = readFrame(entry, "frame");
        read.value = readNumber(entry, "value", 0.0f, low, high);
        read.to = static_cast<Interpolation>(
            readWord(entry, "to", interpolationWords, static_cast<int>(Interpolation::Smooth)));
        curve.keys.push_back(read);
    }
    return curve;
}

} // namespace unividx::detail
