#include "core/layers/timecode_bits.h"

#include <array>

namespace unividx
{

namespace
{

// Frames a second as a clock face has them: 24 for 24000/1001.
std::int64_t nominalRate(FrameRate rate)
{
    return rate.denominator > 0 ? (rate.numerator + rate.denominator - 1) / rate.denominator : 0;
}

std::uint32_t bcd(std::int64_t value)
{
    return static_cast<std::uint32_t>((value / 10) << 4 | value % 10);
}

std::optional<std::uint32_t> pack(std::int64_t hours, std::int64_t minutes, std::int64_t seconds, std::int64_t frames,
                                  bool dropFrame, std::int64_t rate)
{
    if (rate < 1 || rate > 60 || hours > 23 || minutes > 59 || seconds > 59 || frames >= rate)
        return std::nullopt;
    std::uint32_t field = 0;
    if (rate > 39) {
        field = static_cast<std::uint32_t>(frames % 2);
        frames /= 2;
    }
    return bcd(frames) | (dropFrame ? 1u << 6 : 0u) | bcd(seconds) << 8 | field << 15 | bcd(minutes) << 16 |
           bcd(hours) << 24;
}

} // namespace

std::optional<std::uint32_t> timecodeBits(std::string_view text, FrameRate rate)
{
    if (text.size() != 11)
        return std::nullopt;
    std::array<std::int64_t, 4> numbers{};
    for (std::size_t i = 0; i < 4; ++i) {
        const char tens = text[3 * i];
        const char ones = text[3 * i + 1];
        if (tens < '0' || tens > '9' || ones < '0' || ones > '9')
            return std::nullopt;
        numbers[i] = (tens - '0') * 10 + (ones - '0');
    }
    if (text[2] != ':' || text[5] != ':' || (text[8] != ':' && text[8] != ';'))
        return std::nullopt;
    return pack(numbers[0], numbers[1], numbers[2], numbers[3], text[8] == ';', nominalRate(rate));
}

std::optional<std::uint32_t> timecodeBits(std::int64_t frame, FrameRate rate)
{
    const std::int64_t nominal = nominalRate(rate);
    if (frame < 0 || nominal < 1)
        return std::nullopt;
    const std::int64_t seconds = frame / nominal;
    return pack(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60, frame % nominal, false, nominal);
}

} // namespace unividx
