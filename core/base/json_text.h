#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace unividx {

/// Watches a parser of JSON that nobody vouches for: values are copied, compared and written recursively, so depth is
/// bounded, and each takes memory many times its text. The limits are `nesting` and `values` of core/base/limits.h.
class JsonGuard {
public:
    JsonGuard(std::string name, ErrorKind kind) : name_(std::move(name)), kind_(kind) {}

    /// Throws: the kind, with `name`, once a limit is passed.
    void operator()(int depth, nlohmann::json::parse_event_t event);

private:
    std::string name_;
    ErrorKind kind_;
    std::int64_t values_ = 0;
};

/// Parses JSON of which nothing is known; the one way this program does. `name`: of the file, for the error.
/// Throws: `kind` with `name` and what is wrong where.
nlohmann::json parseJson(std::string_view text, const std::string& name, ErrorKind kind = ErrorKind::Input);

} // namespace unividx
