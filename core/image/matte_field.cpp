#include "core/image/matte_field.h"

#include "core/base/error.h"
#include "core/image/pairwise_kernel.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// What the neighbours say, normalised so that every pixel's neighbours weigh about one in all.
class Opinions {
public:
    Opinions(const Image& features, float sigma, int stride) : kernel_(features, sigma, stride)
    {
        const std::size_t count =
            static_cast<std::size_t>(features.width()) * static_cast<std::size_t>(features.height());
        factors_.assign(count, 0.0F);
        kernel_.add(std::vector<float>(count, 1.0F), factors_);
        for (float& factor : factors_)
            factor = 1.0F / std::sqrt(std::max(factor, 1e-9F));
    }

    /// Adds weight * (what the neighbours say on the mean) to `field`.
    void add(const std::vector<float>& opinions, float weight, std::vector<float>& field) const
    {
        std::vector<float> scaled(opinions.size());
        for (std::size_t pixel = 0; pixel < scaled.size(); ++pixel)
            scaled[pixel] = opinions[pixel] * factors_[pixel];
        std::vector<float> sums(opinions.size(), 0.0F);
        kernel_.add(scaled, sums);
        for (std::size_t pixel = 0; pixel < scaled.size(); ++pixel)
            field[pixel] += weight * sums[pixel] * factors_[pixel];
    }

private:
    PairwiseKernel kernel_;
    std::vector<float> factors_;
};

/// The picture's colours in units of `sigma`.
Image colorsIn(const Image& guide, float sigma)
{
    std::vector<float> colors(guide.data(), guide.data() + guide.byteSize() / sizeof(float));
    for (float& value : colors)
        value /= sigma;
    return Image(guide.resolution(), 3, std::move(colors));
}

} // namespace

Image decidedMatte(const Image& matte, const Image& guide, const MatteFieldOptions& options)
{
    const Resolution size = matte.resolution();
    if (matte.channels() != 1 || guide.channels() != 3 || guide.resolution() != size)
        throw Error(ErrorKind::Internal, "a matte is decided by a colour picture of its own size");
    constexpr float certain = 1e-3F; // further from 0 and 1 than this there is doubt
    std::vector<float> own(matte.byteSize() / sizeof(float));
    for (std::size_t pixel = 0; pixel < own.size(); ++pixel) {
        const float share = std::clamp(matte.data()[pixel], certain, 1 - certain);
        own[pixel] = options.certainty * std::log(share / (1 - share));
    }
    const float sigma = std::max(1.0F, options.reach * static_cast<float>(std::max(size.width, size.height)));
    const Opinions alike(colorsIn(guide, options.colorReach), sigma, strideFor(sigma, 4));
    const Opinions near(Image(size, 1, std::vector<float>(own.size())), options.smoothReach, 1);

    std::vector<float> field = own;
    std::vector<float> opinions(own.size()); // 2 * probability - 1
    for (int round = 0; round <= options.rounds; ++round) {
        for (std::size_t pixel = 0; pixel < opinions.size(); ++pixel)
            opinions[pixel] = std::tanh(field[pixel] / 2);
        if (round == options.rounds)
            break;
        field = own;
        alike.add(opinions, options.colorWeight, field);
        near.add(opinions, options.smoothWeight, field);
    }
    for (float& opinion : opinions)
        opinion = (opinion + 1) / 2;
    return Image(size, 1, std::move(opinions));
}

} // namespace unividx
