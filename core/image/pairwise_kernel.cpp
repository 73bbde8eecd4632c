#include "core/image/pairwise_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace unividx {

namespace {

/// Calls `run(count, here, there)` for each row's pixels that have a partner: first indices and how many.
template <typename Run>
void eachRow(Resolution size, int stepX, int stepY, const Run& run)
{
    const int first = std::max(0, -stepX);
    const int count = std::min(size.width, size.width - stepX) - first;
    if (count <= 0)
        return;
    for (int y = 0; y + stepY < size.height; ++y) {
        const std::ptrdiff_t here = std::ptrdiff_t(y) * size.width + first;
        run(count, here, here + std::ptrdiff_t(stepY) * size.width + stepX);
    }
}

} // namespace

PairwiseKernel::PairwiseKernel(const Image& features, float sigma, int stride) : size_(features.resolution())
{
    const auto pixels = static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(size_.height);
    const int channels = features.channels();
    const int reach = std::max(1, static_cast<int>(std::floor(2 * sigma / static_cast<float>(stride))));
    for (int j = 0; j <= reach; ++j) {
        for (int i = j == 0 ? 1 : -reach; i <= reach; ++i) {
            Step step{i * stride, j * stride, std::vector<float>(pixels, 0.0F)};
            const float distance = static_cast<float>(step.x * step.x + step.y * step.y) / (sigma * sigma);
            eachRow(size_, step.x, step.y, [&](int count, std::ptrdiff_t here, std::ptrdiff_t there) {
                const float* a = features.data() + here * channels;
                const float* b = features.data() + there * channels;
                float* weights = step.weights.data() + here;
                for (int pixel = 0; pixel < count; ++pixel, a += channels, b += channels) {
                    float difference = distance;
                    for (int channel = 0; channel < channels; ++channel)
                        difference += (a[channel] - b[channel]) * (a[channel] - b[channel]);
                    weights[pixel] = std::exp(-0.5F * difference);
                }
            });
            steps_.push_back(std::move(step));
        }
    }
}

void PairwiseKernel::add(const std::vector<float>& values, std::vector<float>& sums) const
{
    for (const Step& step : steps_) {
        eachRow(size_, step.x, step.y, [&](int count, std::ptrdiff_t here, std::ptrdiff_t there) {
            const float* weights = step.weights.data() + here;
            // In two loops, as the runs of one row may overlap.
            for (int i = 0; i < count; ++i)
                sums[static_cast<std::size_t>(here + i)] += weights[i] * values[static_cast<std::size_t>(there + i)];
            for (int i = 0; i < count; ++i)
                sums[static_cast<std::size_t>(there + i)] += weights[i] * values[static_cast<std::size_t>(here + i)];
        });
    }
}

int strideFor(float sigma, float perSigma)
{
    return std::max(1, static_cast<int>(std::lround(sigma / perSigma)));
}

} // namespace unividx
