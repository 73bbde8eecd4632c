#include "core/media/chroma_upsample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace unividx {

namespace {

/// The cubic with B = 0, C = 0.6, at distance `x`.
double cubic(double x)
{
    constexpr double c = 0.6;
    x = std::abs(x);
    if (x < 1)
        return ((2 - c) * x - (3 - c)) * x * x + 1;
    if (x < 2)
        return -c * (((x - 5) * x + 8) * x - 4);
    return 0;
}

} // namespace

ChromaAxis::ChromaAxis(int shift, double offset, int samples) : shift_(shift), samples_(samples)
{
    const int period = 1 << shift;
    for (int pixel = 0; pixel < period; ++pixel) {
        const double position = (pixel - offset) / period;
        const double below = std::floor(position);
        Phase phase;
        phase.first = static_cast<int>(below) - 1;
        for (std::size_t tap = 0; tap < 4; ++tap)
            phase.weight[tap] = static_cast<float>(cubic(position - (below - 1 + static_cast<double>(tap))));
        phases_.push_back(phase);
    }
}

ChromaAxis::Taps ChromaAxis::taps(int position) const
{
    const Phase& phase = phases_[static_cast<std::size_t>(position & ((1 << shift_) - 1))];
    Taps taps;
    taps.weight = phase.weight;
    for (int tap = 0; tap < 4; ++tap)
        taps.at[static_cast<std::size_t>(tap)] = std::clamp((position >> shift_) + phase.first + tap, 0, samples_ - 1);
    return taps;
}

void ChromaAxis::upsample(const float* samples, int pixels, float* out) const
{
    if (shift_ == 0) {
        std::copy_n(samples, pixels, out);
        return;
    }
    const int period = 1 << shift_;
    // Samples whose taps all lie within the row need no clamping.
    const int safeEnd = std::min(samples_ - 3, pixels >> shift_);
    for (int phaseIndex = 0; phaseIndex < period; ++phaseIndex) {
        const Phase& phase = phases_[static_cast<std::size_t>(phaseIndex)];
        const auto [w0, w1, w2, w3] = phase.weight;
        for (int k = 2; k < safeEnd; ++k) {
            const float* in = samples + k + phase.first;
            out[k * period + phaseIndex] = w0 * in[0] + w1 * in[1] + w2 * in[2] + w3 * in[3];
        }
    }
    const auto clamped = [&](int from, int to) {
        for (int x = from; x < to; ++x) {
            const Taps t = taps(x);
            float sum = 0;
            for (std::size_t tap = 0; tap < 4; ++tap)
                sum += t.weight[tap] * samples[t.at[tap]];
            out[x] = sum;
        }
    };
    const int edge = std::min(pixels, 2 * period);
    clamped(0, edge);
    clamped(std::max(edge, safeEnd * period), pixels);
}

} // namespace unividx
