#include "core/media/frame_times.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace unividx {

namespace {

constexpr std::array<FrameRate, 18> usualRates{{{24000, 1001},
                                                {24, 1},
                                                {25, 1},
                                                {30000, 1001},
                                                {30, 1},
                                                {48000, 1001},
                                                {48, 1},
                                                {50, 1},
                                                {60000, 1001},
                                                {60, 1},
                                                {8, 1},
                                                {10, 1},
                                                {12, 1},
                                                {15, 1},
                                                {100, 1},
                                                {120000, 1001},
                                                {120, 1},
                                                {15000, 1001}}};

bool isUsual(FrameRate rate)
{
    return std::find(usualRates.begin(), usualRates.end(), rate) != usualRates.end();
}

/// The usual rate within `tolerance` (a fraction) of `perSecond`, if there is one.
std::optional<FrameRate> usualNear(double perSecond, double tolerance)
{
    std::optional<FrameRate> best;
    double bestError = tolerance;
    for (const FrameRate rate : usualRates) {
        const double error = std::abs(rate.perSecond() / perSecond - 1);
        if (error <= bestError) {
            best = rate;
            bestError = error;
        }
    }
    return best;
}

/// Thousandths of a frame a second are finer than any measurement here.
FrameRate rounded(double perSecond)
{
    const auto thousandths = static_cast<std::int64_t>(std::clamp(std::round(perSecond * 1000), 1.0, 1e9));
    const std::int64_t divisor = std::gcd(thousandths, std::int64_t{1000});
    return {thousandths / divisor, 1000 / divisor};
}

bool isPlausible(FrameRate rate)
{
    return rate.numerator > 0 && rate.denominator > 0 && rate.perSecond() >= 0.01 && rate.perSecond() <= 1000;
}

bool isConstant(const std::vector<std::int64_t>& times, TimeBase timeBase, FrameRate rate)
{
    for (std::size_t i = 0; i < times.size(); ++i)
        if (slotOf(times[i], times.front(), timeBase, rate) != static_cast<std::int64_t>(i))
            return false;
    return true;
}

double secondsBetween(std::int64_t from, std::int64_t to, TimeBase timeBase)
{
    return static_cast<double>((static_cast<long double>(to) - static_cast<long double>(from)) *
                               static_cast<long double>(timeBase.numerator) /
                               static_cast<long double>(timeBase.denominator));
}

} // namespace

std::int64_t slotOf(std::int64_t time, std::int64_t first, TimeBase timeBase, FrameRate rate)
{
    // 64 bits of mantissa: exact for any sane clock, and a damaged one cannot overflow.
    const long double ticks = static_cast<long double>(time) - static_cast<long double>(first);
    const long double slot =
        ticks * static_cast<long double>(timeBase.numerator) * static_cast<long double>(rate.numerator) /
        (static_cast<long double>(timeBase.denominator) * static_cast<long double>(rate.denominator));
    constexpr long double limit = 1e15L;
    return static_cast<std::int64_t>(std::floor(std::clamp(slot, -limit, limit) + 0.5L));
}

RateChoice chooseRate(const std::vector<std::int64_t>& times, TimeBase timeBase, const std::vector<FrameRate>& declared)
{
    std::vector<FrameRate> plausible;
    std::copy_if(declared.begin(), declared.end(), std::back_inserter(plausible), isPlausible);
    const double duration = times.size() < 2 ? 0 : secondsBetween(times.front(), times.back(), timeBase);
    if (!(duration > 0))
        return plausible.empty() ? RateChoice{{24, 1}, false} : RateChoice{plausible.front()};
    const double mean = static_cast<double>(times.size() - 1) / duration;

    // A usual rate that the file itself names, then the usual one the times measure, then whatever fits.
    std::vector<FrameRate> candidates;
    std::copy_if(plausible.begin(), plausible.end(), std::back_inserter(candidates), isUsual);
    if (const auto usual = usualNear(mean, 0.0005))
        candidates.push_back(*usual);
    candidates.insert(candidates.end(), plausible.begin(), plausible.end());
    candidates.push_back(rounded(mean));
    for (const FrameRate rate : candidates) {
        // Few frames fit many rates: what the file names must agree with what is measured.
        if (isConstant(times, timeBase, rate) &&
            std::abs(rate.perSecond() / mean - 1) < 0.6 / static_cast<double>(times.size() - 1) + 0.002)
            return {rate, true, false};
    }

    std::vector<double> steps;
    steps.reserve(times.size());
    for (std::size_t i = 1; i < times.size(); ++i)
        steps.push_back(secondsBetween(times[i - 1], times[i], timeBase));
    RateChoice choice;
    choice.variable = true;
    const auto [shortest, longest] = std::minmax_element(steps.begin(), steps.end());
    choice.fastest = 1 / std::max(*shortest, 1e-6);
    choice.slowest = 1 / std::max(*longest, 1e-6);
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    const double median = std::clamp(1 / std::max(*middle, 1e-6), 0.01, 1000.0);
    choice.rate = usualNear(median, 0.03).value_or(rounded(median));
    return choice;
}

} // namespace unividx
