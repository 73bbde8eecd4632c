#include "core/image/albedo_smoothing.h"

#include "core/base/error.h"
#include "core/image/pairwise_kernel.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// What tells materials apart, in units of its sigma: shares of the three colours, and brightness.
Image materialFeatures(const Image& guide, const AlbedoSmoothingOptions& options)
{
    constexpr float dark = 0.05F; // the shares of what is much darker are noise
    const std::size_t count = guide.byteSize() / sizeof(float) / 3;
    std::vector<float> features;
    features.reserve(count * 4);
    for (std::size_t pixel = 0; pixel < count; ++pixel) {
        const float* color = guide.data() + pixel * 3;
        const float sum = std::max(0.0F, color[0] + color[1] + color[2]);
        for (int channel = 0; channel < 3; ++channel)
            features.push_back(color[channel] / (sum + dark) / options.chromaReach);
        features.push_back(std::log(sum + 2 * dark) / options.luminanceReach);
    }
    return Image(guide.resolution(), 4, std::move(features));
}

/// Every pixel as the mean of those it belongs with, itself among them.
Image averaged(const Image& picture, const PairwiseKernel& kernel)
{
    const std::size_t count = picture.byteSize() / sizeof(float) / 3;
    std::vector<float> weights(count, 1.0F);
    kernel.add(std::vector<float>(count, 1.0F), weights);
    std::vector<float> made(count * 3);
    std::vector<float> values(count);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        for (std::size_t pixel = 0; pixel < count; ++pixel)
            values[pixel] = picture.data()[pixel * 3 + channel];
        std::vector<float> sums = values;
        kernel.add(values, sums);
        for (std::size_t pixel = 0; pixel < count; ++pixel)
            made[pixel * 3 + channel] = sums[pixel] / weights[pixel];
    }
    return Image(picture.resolution(), 3, std::move(made));
}

} // namespace

Image smoothAlbedo(const Image& albedo, const Image& guide, const AlbedoSmoothingOptions& options)
{
    if (albedo.channels() != 3 || guide.channels() != 3 || albedo.resolution() != guide.resolution())
        throw Error(ErrorKind::Internal, "an albedo is evened out over a colour picture of its own size");
    const Image features = materialFeatures(guide, options);
    float sigma = std::max(1.0F, options.reach * static_cast<float>(std::max(guide.width(), guide.height())));
    int stride = strideFor(sigma, 6);
    Image even = averaged(albedo, PairwiseKernel(features, sigma, stride));
    while (stride > 1) { // pixels beside one another have looked at different ones; now they agree among themselves
        sigma = static_cast<float>(stride) * 0.75F;
        stride = strideFor(sigma, 3);
        even = averaged(even, PairwiseKernel(features, sigma, stride));
    }
    return even;
}

} // namespace unividx
