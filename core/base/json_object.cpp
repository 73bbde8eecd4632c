#include "core/base/json_object.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace unividx::detail {

namespace {

std::string reason(const std::exception& error)
{
    // "[json.exception.parse_error.101] parse error at line 3, column 1: ..." -> what stands behind the bracket
    const std::string text = error.what();
    const std::size_t bracket = text.find("] ");
    return bracket == std::string::npos ? text : text.substr(bracket + 2);
}

} // namespace

std::string dumpJson(const nlohmann::ordered_json& value, const std::string& name)
{
    try {
        return value.dump(1) + "\n";
    } catch (const nlohmann::ordered_json::exception& error) {
        throw Error(ErrorKind::Output, name + ": cannot be written: " + reason(error));
    }
}

ObjectReader::ObjectReader(const Json& object, std::string place) : object_(object), place_(std::move(place))
{
    if (!object_.is_object())
        throw Error(ErrorKind::Input, place_ + ": is not an object");
}

const Json* ObjectReader::find(const std::string& key)
{
    used_.insert(key);
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
}

const Json& ObjectReader::require(const std::string& key)
{
    const Json* value = find(key);
    if (!value)
        fail(key, "is missing");
    return *value;
}

std::string ObjectReader::text(const std::string& key, const std::string& fallback)
{
    const Json* value = find(key);
    if (!value)
        return fallback;
    if (!value->is_string())
        fail(key, "is not text");
    return value->get<std::string>();
}

bool ObjectReader::flag(const std::string& key, bool fallback)
{
    const Json* value = find(key);
    if (!value)
        return fallback;
    if (!value->is_boolean())
        fail(key, "is neither true nor false");
    return value->get<bool>();
}

std::int64_t ObjectReader::integer(const std::string& key)
{
    require(key);
    return *integerIfThere(key);
}

std::optional<std::int64_t> ObjectReader::integerIfThere(const std::string& key)
{
    const Json* value = find(key);
    if (!value)
        return std::nullopt;
    const bool fits = value->is_number_unsigned() ? value->get<std::uint64_t>() <= std::uint64_t(INT64_MAX)
                                                  : value->is_number_integer();
    if (!fits)
        fail(key, "is not a whole number");
    return value->get<std::int64_t>();
}

std::uint64_t ObjectReader::natural(const std::string& key, std::uint64_t fallback)
{
    const Json* value = find(key);
    if (!value)
        return fallback;
    if (!value->is_number_unsigned())
        fail(key, "is not a whole number from 0 on");
    return value->get<std::uint64_t>();
}

std::optional<double> ObjectReader::numberIfThere(const std::string& key)
{
    const Json* value = find(key);
    if (!value)
        return std::nullopt;
    if (!value->is_number())
        fail(key, "is not a number");
    return value->get<double>();
}

FrameRange ObjectReader::range(const std::string& key)
{
    const Json& value = require(key);
    const bool isPair =
        value.is_array() && value.size() == 2 && value[0].is_number_integer() && value[1].is_number_integer();
    if (!isPair)
        fail(key, "is not [first frame, number of frames]");
    const double first = value[0].get<double>();
    const double count = value[1].get<double>();
    if (std::abs(first) > frameLimit || count < 0 || count > frameLimit)
        fail(key, "has frame numbers that are too large");
    return {value[0].get<std::int64_t>(), value[1].get<std::int64_t>()};
}

FrameRate ObjectReader::rate(const std::string& key)
{
    constexpr std::int64_t largest = 100'000'000;
    const Json& value = require(key);
    const bool isPair =
        value.is_array() && value.size() == 2 && value[0].is_number_unsigned() && value[1].is_number_unsigned();
    if (!isPair)
        fail(key, "is not a rate [frames, seconds]");
    const std::uint64_t frames = value[0].get<std::uint64_t>();
    const std::uint64_t seconds = value[1].get<std::uint64_t>();
    if (frames == 0 || seconds == 0 || frames > largest || seconds > largest)
        fail(key, "is not a rate above 0");
    const std::uint64_t common = std::gcd(frames, seconds);
    return {static_cast<std::int64_t>(frames / common), static_cast<std::int64_t>(seconds / common)};
}

std::vector<ObjectReader> ObjectReader::objects(const std::string& key)
{
    std::vector<ObjectReader> readers;
    const Json* value = find(key);
    if (!value)
        return readers;
    if (!value->is_array())
        fail(key, "is not a list");
    for (std::size_t i = 0; i < value->size(); ++i)
        readers.emplace_back((*value)[i], placeOf(key) + "[" + std::to_string(i) + "]");
    return readers;
}

std::vector<std::string> ObjectReader::texts(const std::string& key)
{
    std::vector<std::string> texts;
    const Json* value = find(key);
    if (!value)
        return texts;
    if (!value->is_array())
        fail(key, "is not a list");
    for (const Json& element : *value) {
        if (!element.is_string())
            fail(key, "has an element that is not text");
        texts.push_back(element.get<std::string>());
    }
    return texts;
}

std::string ObjectReader::rest() const
{
    Json rest = Json::object();
    for (const auto& [key, value] : object_.items()) {
        if (!used_.contains(key))
            rest[key] = value;
    }
    return rest.empty() ? std::string() : rest.dump();
}

void ObjectReader::fail(const std::string& key, const std::string& what) const
{
    throw Error(ErrorKind::Input, placeOf(key) + " " + what);
}

std::string ObjectReader::placeOf(const std::string& key) const
{
    // The file's name ends in ": ", a value's place goes on with a dot.
    return place_.ends_with(": ") ? place_ + key : place_ + "." + key;
}

void addRest(nlohmann::ordered_json& object, const std::string& extra)
{
    if (extra.empty())
        return;
    const auto rest = nlohmann::ordered_json::parse(extra, nullptr, false);
    if (!rest.is_object())
        return;
    for (const auto& [key, value] : rest.items()) {
        if (!object.contains(key))
            object[key] = value;
    }
}

nlohmann::ordered_json rangeJson(FrameRange range)
{
    return nlohmann::ordered_json::array({range.first, range.count});
}

std::string pathText(const std::filesystem::path& path)
{
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

std::filesystem::path pathFrom(const std::string& text)
{
    return {std::u8string(text.begin(), text.end())};
}

} // namespace unividx::detail
