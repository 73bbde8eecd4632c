#include "core/media/cut_signature.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace unividx::detail {

namespace {

constexpr int width = CutSignature::width;
constexpr int height = CutSignature::height;

/// Adds one pixel's weight to two neighbouring bins, so that noise does not make histograms jump.
void count(float* bins, int size, float value, float weight)
{
    const float place = std::clamp(value, 0.0f, 1.0f) * static_cast<float>(size - 1);
    const int low = std::min(static_cast<int>(place), size - 2);
    const float share = place - static_cast<float>(low);
    bins[low] += weight * (1 - share);
    bins[low + 1] += weight * share;
}

void measureDeviation(CutSignature& signature)
{
    double sum = 0;
    double squares = 0;
    for (const float value : signature.luminance) {
        sum += value;
        squares += static_cast<double>(value) * value;
    }
    const double mean = sum / CutSignature::pixels;
    signature.mean = static_cast<float>(mean);
    signature.deviation = static_cast<float>(std::sqrt(std::max(0.0, squares / CutSignature::pixels - mean * mean)));
}

float histogramDistance(const CutSignature& a, const CutSignature& b)
{
    float sum = 0;
    for (std::size_t i = 0; i < a.histogram.size(); ++i)
        sum += std::abs(a.histogram[i] - b.histogram[i]);
    return sum / 6; // three histograms, each at most 2 apart
}

/// The mean absolute difference where both pictures are, the second moved by (dx, dy).
float shiftedDifference(const CutSignature& a, const CutSignature& b, int dx, int dy)
{
    constexpr float little = 0.02f; // a deviation below which noise would count as structure
    const float scaleA = 1 / std::max(a.deviation, little);
    const float scaleB = 1 / std::max(b.deviation, little);
    float sum = 0;
    int counted = 0;
    for (int y = std::max(0, -dy); y < height - std::max(0, dy); ++y) {
        for (int x = std::max(0, -dx); x < width - std::max(0, dx); x += 1) {
            const float first = (a.luminance[static_cast<std::size_t>(y * width + x)] - a.mean) * scaleA;
            const float second = (b.luminance[static_cast<std::size_t>((y + dy) * width + x + dx)] - b.mean) * scaleB;
            sum += std::abs(first - second);
        }
        counted += width - std::abs(dx);
    }
    return sum / static_cast<float>(counted);
}

} // namespace

CutSignature cutSignature(const Image& frame, std::int64_t number)
{
    CutSignature signature;
    signature.number = number;
    constexpr int samples = 4; // of each cell, each way; what is finer says nothing about shots
    constexpr float weight = 1.0f / (CutSignature::pixels * samples * samples);
    for (int y = 0; y < height * samples; ++y) {
        const int row =
            static_cast<int>((static_cast<std::int64_t>(2 * y + 1) * frame.height()) / (2 * height * samples));
        const float* pixels = frame.row(std::min(row, frame.height() - 1));
        for (int x = 0; x < width * samples; ++x) {
            const int column =
                static_cast<int>((static_cast<std::int64_t>(2 * x + 1) * frame.width()) / (2 * width * samples));
            const float* rgb = pixels + std::min(column, frame.width() - 1) * frame.channels();
            const float luminance = 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
            signature.luminance[static_cast<std::size_t>((y / samples) * width + x / samples)] +=
                luminance / (samples * samples);
            count(signature.histogram.data(), 32, luminance, weight);
            count(signature.histogram.data() + 32, 16, 0.5f + (rgb[0] - luminance), weight);
            count(signature.histogram.data() + 48, 16, 0.5f + (rgb[2] - luminance), weight);
        }
    }
    measureDeviation(signature);
    return signature;
}

float structureDistance(const CutSignature& a, const CutSignature& b)
{
    // Coarse to fine: the difference is smooth in the shift, as the pictures are small.
    int bestX = 0;
    int bestY = 0;
    float best = shiftedDifference(a, b, 0, 0);
    for (const int step : {4, 2, 1}) {
        const int fromX = bestX;
        const int fromY = bestY;
        for (int dy = -step; dy <= step; dy += step) {
            for (int dx = -step; dx <= step; dx += step) {
                const float difference = shiftedDifference(a, b, fromX + dx, fromY + dy);
                if (difference < best) {
                    best = difference;
                    bestX = fromX + dx;
                    bestY = fromY + dy;
                }
            }
        }
    }
    return best;
}

float cutDistance(const CutSignature& a, const CutSignature& b)
{
    return std::sqrt(histogramDistance(a, b) * structureDistance(a, b));
}

Mixture mixtureOf(const CutSignature& middle, const CutSignature& before, const CutSignature& after)
{
    double along = 0;
    double apart = 1e-9;
    for (std::size_t i = 0; i < middle.luminance.size(); ++i) {
        const double difference = after.luminance[i] - before.luminance[i];
        along += (middle.luminance[i] - before.luminance[i]) * difference;
        apart += difference * difference;
    }
    Mixture mixture;
    mixture.share = static_cast<float>(along / apart);
    double left = 0;
    for (std::size_t i = 0; i < middle.luminance.size(); ++i) {
        const double difference = after.luminance[i] - before.luminance[i];
        const double residual = middle.luminance[i] - before.luminance[i] - mixture.share * difference;
        left += residual * residual;
    }
    mixture.residual = static_cast<float>(std::sqrt(left / apart));
    return mixture;
}

} // namespace unividx::detail
