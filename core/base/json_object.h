#pragma once

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Private to core: JSON with errors that name the place.
namespace unividx::detail {

using Json = nlohmann::json;

using unividx::parseJson;

/// Text of a value. Throws: Output with `name` if a string is not UTF-8.
std::string dumpJson(const nlohmann::ordered_json& value, const std::string& name);

/// Reads an object key by key. Every failure is Input with the place of the value: "clips[3].place".
class ObjectReader {
public:
    ObjectReader(const Json& object, std::string place);

    bool has(const std::string& key) const { return object_.contains(key); }
    const std::string& place() const { return place_; }

    const Json* find(const std::string& key); ///< null if it is not there
    const Json& require(const std::string& key);

    std::string text(const std::string& key, const std::string& fallback = {});
    bool flag(const std::string& key, bool fallback = false);
    std::int64_t integer(const std::string& key);
    std::optional<std::int64_t> integerIfThere(const std::string& key);
    std::uint64_t natural(const std::string& key, std::uint64_t fallback);
    std::optional<double> numberIfThere(const std::string& key);
    FrameRange range(const std::string& key);
    FrameRate rate(const std::string& key);

    /// An array's elements; none if the key is not there.
    std::vector<ObjectReader> objects(const std::string& key);
    std::vector<std::string> texts(const std::string& key);

    /// The keys nobody asked for, as the text of an object; empty if there are none.
    std::string rest() const;

    [[noreturn]] void fail(const std::string& key, const std::string& what) const;

private:
    std::string placeOf(const std::string& key) const;

    const Json& object_;
    std::string place_;
    std::set<std::string> used_;
};

/// Adds the keys of `extra` that `object` does not have.
void addRest(nlohmann::ordered_json& object, const std::string& extra);

nlohmann::ordered_json rangeJson(FrameRange range);

/// UTF-8 with forward slashes.
std::string pathText(const std::filesystem::path& path);
std::filesystem::path pathFrom(const std::string& text);

} // namespace unividx::detail
