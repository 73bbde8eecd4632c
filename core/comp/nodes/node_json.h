#pragma once

#include "core/base/json_object.h"
#include "core/base/path_base.h"
#include "core/comp/curve.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// Private to core/comp: values of nodes as JSON. What is read is checked; every failure is Input with the place.
namespace unividx::detail {

using OrderedJson = nlohmann::ordered_json;

/// Where a node is written to or read from.
struct JsonTarget {
    OrderedJson& object;
    const PathBase& base;
};
struct JsonSource {
    ObjectReader& object;
    const PathBase& base;
};

inline constexpr std::array<std::string_view, 3> interpolationWords{"hold", "linear", "smooth"};

/// Index of the word under `key`; `fallback` if the key is not there.
template <typename Words>
int readWord(ObjectReader& reader, const std::string& key, const Words& words, int fallback)
{
    if (!reader.find(key))
        return fallback;
    const std::string word = reader.text(key);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word)
            return static_cast<int>(i);
    }
    reader.fail(key, "is '" + word + "', which this version does not know");
}

template <typename Words, typename Value>
std::string wordOf(const Words& words, Value value)
{
    return std::string(words[static_cast<std::size_t>(value)]);
}

float readNumber(ObjectReader& reader, const std::string& key, float fallback, float low, float high);
std::int64_t readFrame(ObjectReader& reader, const std::string& key);
/// The elements of an array as floats, `size` of them.
std::vector<float> readRow(ObjectReader& owner, const std::string& key, const Json& value, std::size_t size);
const Json& readList(ObjectReader& owner, const std::string& key);

OrderedJson curveJson(const Curve& curve);
Curve readCurve(ObjectReader& owner, const std::string& key, const Curve& fallback, float low, float high);

} // namespace unividx::detail
