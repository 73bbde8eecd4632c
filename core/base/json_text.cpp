#include "core/base/json_text.h"

#include "core/base/limits.h"

namespace unividx {

using Json = nlohmann::json;

void JsonGuard::operator()(int depth, Json::parse_event_t event)
{
    const Limits& most = limits();
    if (depth > most.nesting)
        throw Error(kind_, name_ + ": its values nest deeper than " + std::to_string(most.nesting) +
                               " levels; it is damaged, or raise nesting in UNIVIDX_LIMITS");
    const bool begins = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start ||
                        event == Json::parse_event_t::value;
    if (begins && ++values_ > most.values)
        throw Error(kind_, name_ + ": it holds more than " + std::to_string(most.values) +
                               " values; it is damaged, or raise values in UNIVIDX_LIMITS");
}

Json parseJson(std::string_view text, const std::string& name, ErrorKind kind)
{
    JsonGuard guard(name, kind);
    const auto watch = [&](int depth, Json::parse_event_t event, Json&) {
        guard(depth, event);
        return true;
    };
    try {
        return Json::parse(text, watch);
    } catch (const Json::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 3, column 1: ..." -> what stands behind the bracket
        const std::string reason = error.what();
        const std::size_t bracket = reason.find("] ");
        throw Error(kind, name + ": is damaged or cut off: " +
                              (bracket == std::string::npos ? reason : reason.substr(bracket + 2)));
    }
}

} // namespace unividx
