#include "core/time/timecode.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace unividx {

namespace {

/// Labels a second: 30 for 30000/1001.
std::int64_t labelsPerSecond(FrameRate rate)
{
    if (rate.numerator <= 0 || rate.denominator <= 0)
        return 1;
    return std::max<std::int64_t>(1, (rate.numerator + rate.denominator / 2) / rate.denominator);
}

/// Labels skipped at the start of each minute but every tenth: 2 at 29.97, 4 at 59.94, none elsewhere.
std::int64_t labelsDropped(FrameRate rate, bool dropFrame)
{
    const std::int64_t labels = labelsPerSecond(rate);
    return dropFrame && labels % 30 == 0 && rate.denominator != 1 ? labels / 15 : 0;
}

} // namespace

std::optional<Timecode> parseTimecode(std::string_view text)
{
    std::array<int, 4> fields{};
    bool drop = false;
    std::size_t at = 0;
    for (std::size_t field = 0; field < fields.size(); ++field) {
        const std::size_t begin = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 3)
            fields[field] = fields[field] * 10 + (text[at++] - '0');
        if (at == begin)
            return std::nullopt;
        if (field == 3)
            break;
        if (at == text.size())
            return std::nullopt;
        const char separator = text[at++];
        if (field == 2 && (separator == ';' || separator == '.'))
            drop = true;
        else if (separator != ':')
            return std::nullopt;
    }
    if (at != text.size() || fields[0] > 99 || fields[1] > 59 || fields[2] > 59)
        return std::nullopt;
    return Timecode{fields[0], fields[1], fields[2], fields[3], drop};
}

std::string formatTimecode(const Timecode& timecode)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d%c%02d", timecode.hours, timecode.minutes, timecode.seconds,
                  timecode.dropFrame ? ';' : ':', timecode.frames);
    return text.data();
}

std::int64_t frameOfTimecode(const Timecode& timecode, FrameRate rate)
{
    const std::int64_t labels = labelsPerSecond(rate);
    const std::int64_t dropped = labelsDropped(rate, timecode.dropFrame);
    const std::int64_t minutes = std::int64_t{timecode.hours} * 60 + timecode.minutes;
    std::int64_t frames = timecode.frames;
    if (dropped > 0 && timecode.minutes % 10 != 0 && timecode.seconds == 0)
        frames = std::max(frames, dropped);
    return (minutes * 60 + timecode.seconds) * labels + frames - dropped * (minutes - minutes / 10);
}

Timecode timecodeOfFrame(std::int64_t frame, FrameRate rate, bool dropFrame)
{
    const std::int64_t labels = labelsPerSecond(rate);
    const std::int64_t dropped = labelsDropped(rate, dropFrame);
    if (dropped > 0) {
        const std::int64_t minute = labels * 60 - dropped;     // frames in a minute that skips labels
        const std::int64_t tenMinutes = minute * 10 + dropped; // its first minute skips none
        const std::int64_t rest = frame % tenMinutes;
        frame += frame / tenMinutes * dropped * 9;
        if (rest >= labels * 60)
            frame += dropped * ((rest - labels * 60) / minute + 1);
    }
    Timecode timecode;
    timecode.frames = static_cast<int>(frame % labels);
    const std::int64_t seconds = frame / labels;
    timecode.seconds = static_cast<int>(seconds % 60);
    timecode.minutes = static_cast<int>(seconds / 60 % 60);
    timecode.hours = static_cast<int>(seconds / 3600 % 24);
    timecode.dropFrame = dropped > 0;
    return timecode;
}

} // namespace unividx
