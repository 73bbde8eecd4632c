#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

namespace unividx {

/// A JSON object read strictly: every entry has the right type, and one that nobody asked for is an error.
class JsonEntries {
public:
    JsonEntries(std::filesystem::path file, const nlohmann::json& json, std::string where)
        : file_(std::move(file)), json_(json), where_(where)
    {
        if (!json.is_object())
            throw fail("is no table");
    }

    bool has(const std::string& key) const { return json_.contains(key); }

    /// Replaces `value` if the entry is there.
    template <typename T>
    void read(const std::string& key, T& value)
    {
        if (const nlohmann::json* entry = find(key)) {
            const bool fits = std::is_same_v<T, bool>          ? entry->is_boolean()
                              : std::is_same_v<T, std::string> ? entry->is_string()
                              : std::is_floating_point_v<T>    ? entry->is_number()
                              : std::is_unsigned_v<T>          ? entry->is_number_unsigned()
                                                               : entry->is_number_integer();
            if (!fits)
                throw fail("has a '" + key + "' of the wrong type");
            if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
                const bool inRange = entry->is_number_unsigned() ? std::in_range<T>(entry->get<std::uint64_t>())
                                                                 : std::in_range<T>(entry->get<std::int64_t>());
                if (!inRange)
                    throw fail("has a '" + key + "' that is out of range");
            }
            value = entry->get<T>();
        }
    }

    std::string need(const std::string& key)
    {
        std::string value;
        read(key, value);
        if (value.empty())
            throw fail("lacks '" + key + "'");
        return value;
    }

    const nlohmann::json* find(const std::string& key)
    {
        known_.insert(key);
        const auto found = json_.find(key);
        return found == json_.end() ? nullptr : &*found;
    }

    void finish() const
    {
        for (const auto& [key, value] : json_.items()) {
            if (known_.count(key) == 0)
                throw fail("has an unknown entry '" + key + "'");
        }
    }

    Error fail(const std::string& what) const
    {
        return Error(ErrorKind::Model, file_.string() + ": " + (where_.empty() ? "it " : "'" + where_ + "' ") + what);
    }

private:
    std::filesystem::path file_;
    const nlohmann::json& json_;
    std::string where_;
    std::set<std::string> known_;
};

} // namespace unividx
