#include "core/image/matte_field.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

/// From a pixel to its partner. Every pair is found from one of its ends only.
struct Step {
    int x = 0;
    int y = 0; ///< not negative
};

std::size_t countOf(Resolution size)
{
    return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

/// Calls `run(count, here, there)` for each row's pixels that have a partner: first indices and how many.
template <typename Run>
void eachRow(Resolution size, const Step& step, const Run& run)
{
    const int first = std::max(0, -step.x);
    const int count = std::min(size.width, size.width - step.x) - first;
    if (count <= 0)
        return;
    for (int y = 0; y + step.y < size.height; ++y) {
        const std::ptrdiff_t here = std::ptrdiff_t(y) * size.width + first;
        run(count, here, here + std::ptrdiff_t(step.y) * size.width + step.x);
    }
}

/// Steps within two sigma, every `stride` pixels.
std::vector<Step> stepsWithin(float sigma, int stride)
{
    const int reach = std::max(1, static_cast<int>(std::floor(2 * sigma / static_cast<float>(stride))));
    std::vector<Step> steps;
    for (int j = 0; j <= reach; ++j) {
        for (int i = j == 0 ? 1 : -reach; i <= reach; ++i)
            steps.push_back({i * stride, j * stride});
    }
    return steps;
}

/// A kernel over pairs of pixels, normalised so that every pixel's neighbours weigh about one in all.
class Kernel {
public:
    /// `scale`: of a squared difference of colour in the exponent; 0 for a kernel that does not look at colours.
    Kernel(const Image& guide, const std::vector<Step>& steps, float sigma, float scale) : size_(guide.resolution())
    {
        for (const Step& step : steps)
            addPairs(guide.data(), step, sigma, scale);
        std::vector<float> sums(countOf(size_), 0.0F);
        addMessages(std::vector<float>(countOf(size_), 1.0F), sums);
        factors_.resize(sums.size());
        for (std::size_t pixel = 0; pixel < factors_.size(); ++pixel)
            factors_[pixel] = 1.0F / std::sqrt(std::max(sums[pixel], 1e-9F));
    }

    /// Adds weight * (what the neighbours say on the mean) to `field`.
    void add(const std::vector<float>& opinions, float weight, std::vector<float>& field) const
    {
        std::vector<float> scaled(opinions.size());
        for (std::size_t pixel = 0; pixel < scaled.size(); ++pixel)
            scaled[pixel] = opinions[pixel] * factors_[pixel];
        std::vector<float> sums(opinions.size(), 0.0F);
        addMessages(scaled, sums);
        for (std::size_t pixel = 0; pixel < scaled.size(); ++pixel)
            field[pixel] += weight * sums[pixel] * factors_[pixel];
    }

private:
    struct Pairs {
        Step step;
        std::vector<float> weights; ///< of the pair that begins at a pixel; 0 where it has no partner
    };

    void addPairs(const float* colors, const Step& step, float sigma, float scale)
    {
        Pairs pairs{step, std::vector<float>(countOf(size_), 0.0F)};
        const float distance = static_cast<float>(step.x * step.x + step.y * step.y) / (2 * sigma * sigma);
        eachRow(size_, step, [&](int count, std::ptrdiff_t here, std::ptrdiff_t there) {
            for (int i = 0; i < count; ++i) {
                const float* a = colors + 3 * (here + i);
                const float* b = colors + 3 * (there + i);
                const float red = a[0] - b[0];
                const float green = a[1] - b[1];
                const float blue = a[2] - b[2];
                const float difference = scale * (red * red + green * green + blue * blue);
                pairs.weights[static_cast<std::size_t>(here + i)] = std::exp(-distance - difference);
            }
        });
        pairs_.push_back(std::move(pairs));
    }

    void addMessages(const std::vector<float>& values, std::vector<float>& sums) const
    {
        for (const Pairs& pairs : pairs_) {
            eachRow(size_, pairs.step, [&](int count, std::ptrdiff_t here, std::ptrdiff_t there) {
                const float* weights = pairs.weights.data() + here;
                // In two loops, as the runs of one row may overlap.
                for (int i = 0; i < count; ++i)
                    sums[static_cast<std::size_t>(here + i)] +=
                        weights[i] * values[static_cast<std::size_t>(there + i)];
                for (int i = 0; i < count; ++i)
                    sums[static_cast<std::size_t>(there + i)] +=
                        weights[i] * values[static_cast<std::size_t>(here + i)];
            });
        }
    }

    Resolution size_;
    std::vector<Pairs> pairs_;
    std::vector<float> factors_;
};

} // namespace

Image decidedMatte(const Image& matte, const Image& guide, const MatteFieldOptions& options)
{
    const Resolution size = matte.resolution();
    if (matte.channels() != 1 || guide.channels() != 3 || guide.resolution() != size)
        throw Error(ErrorKind::Internal, "a matte is decided by a colour picture of its own size");
    constexpr float certain = 1e-3F; // further from 0 and 1 than this there is doubt
    constexpr float sigmaSteps = 4;  // this many pixels a sigma are looked at; the others have much the same to say
    std::vector<float> own(countOf(size));
    for (std::size_t pixel = 0; pixel < own.size(); ++pixel) {
        const float share = std::clamp(matte.data()[pixel], certain, 1 - certain);
        own[pixel] = options.certainty * std::log(share / (1 - share));
    }
    const float sigma = std::max(1.0F, options.reach * static_cast<float>(std::max(size.width, size.height)));
    const int stride = std::max(1, static_cast<int>(std::lround(sigma / sigmaSteps)));
    const Kernel alike(guide, stepsWithin(sigma, stride), sigma, 1 / (2 * options.colorReach * options.colorReach));
    const Kernel near(guide, stepsWithin(options.smoothReach, 1), options.smoothReach, 0);

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
