#include "core/base/limits.h"

#include "core/base/error.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <string>

namespace unividx {

namespace {

constexpr std::array<LimitName, 12> names{{{"picture-side", &Limits::pictureSide},
                                           {"picture-pixels", &Limits::picturePixels},
                                           {"movie-pixels", &Limits::moviePixels},
                                           {"channels", &Limits::channels},
                                           {"picture-parts", &Limits::pictureParts},
                                           {"compression", &Limits::compression},
                                           {"free-bytes", &Limits::freeBytes},
                                           {"frames", &Limits::frames},
                                           {"held-frames", &Limits::heldFrames},
                                           {"nesting", &Limits::nesting},
                                           {"values", &Limits::values},
                                           {"text-bytes", &Limits::textBytes}}};

/// Products of two limits stay within 64 bits.
constexpr std::int64_t largestLimit = 1'000'000'000'000;

[[noreturn]] void refuse(std::string_view piece)
{
    std::string known;
    for (const LimitName& limit : names)
        known += (known.empty() ? "" : ", ") + std::string(limit.name);
    throw Error(ErrorKind::Usage, "UNIVIDX_LIMITS: \"" + std::string(piece) +
                                      "\" is not NAME=VALUE with a value from 1 to 1000000000000; the names are " +
                                      known);
}

void apply(std::string_view piece, Limits& limits)
{
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos)
        refuse(piece);
    const std::string_view text = piece.substr(equals + 1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > largestLimit)
        refuse(piece);
    for (const LimitName& limit : names) {
        if (limit.name == piece.substr(0, equals)) {
            limits.*limit.value = value;
            return;
        }
    }
    refuse(piece);
}

} // namespace

std::span<const LimitName> limitNames()
{
    return names;
}

Limits parseLimits(std::string_view text)
{
    Limits limits;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        apply(text.substr(0, comma), limits);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return limits;
}

const Limits& limits()
{
    static const Limits limits = [] {
        const char* text = std::getenv("UNIVIDX_LIMITS");
        return parseLimits(text ? text : "");
    }();
    return limits;
}

} // namespace unividx
