#include "core/media/timecode_bits.h"

namespace unividx {

namespace {

std::uint32_t bcd(int value)
{
    return static_cast<std::uint32_t>((value / 10) << 4 | value % 10);
}

} // namespace

std::optional<std::uint32_t> timecodeBits(const Timecode& timecode, FrameRate rate)
{
    if (rate.denominator <= 0)
        return std::nullopt;
    // As a clock face has it: 24 for 24000/1001.
    const std::int64_t nominal = (rate.numerator + rate.denominator - 1) / rate.denominator;
    int frames = timecode.frames;
    const auto outside = [](int value, std::int64_t count) { return value < 0 || value >= count; };
    if (nominal < 1 || nominal > 60 || outside(frames, nominal) || outside(timecode.seconds, 60) ||
        outside(timecode.minutes, 60) || outside(timecode.hours, 24))
        return std::nullopt;
    std::uint32_t field = 0;
    if (nominal > 39) {
        field = static_cast<std::uint32_t>(frames % 2);
        frames /= 2;
    }
    return bcd(frames) | (timecode.dropFrame ? 1u << 6 : 0u) | bcd(timecode.seconds) << 8 | field << 15 |
           bcd(timecode.minutes) << 16 | bcd(timecode.hours) << 24;
}

} // namespace unividx
