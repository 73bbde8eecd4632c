#include "core/image/bilateral_lattice.h"

#include "core/base/error.h"
#include "tests/core/image/painted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

std::vector<BilateralLattice::Feature> randomFeatures(std::size_t count, float spread)
{
    std::mt19937 random(5);
    std::uniform_real_distribution<float> place(-spread, spread);
    std::vector<BilateralLattice::Feature> features(count);
    for (auto& feature : features)
        std::generate(feature.begin(), feature.end(), [&] { return place(random); });
    return features;
}

double squaredDistance(const BilateralLattice::Feature& a, const BilateralLattice::Feature& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - b[i], 2);
    return sum;
}

TEST(BilateralLattice, MeansAreThoseOfAGaussian)
{
    const auto features = randomFeatures(1500, 1.5F);
    std::vector<float> values;
    for (const auto& feature : features)
        values.push_back(feature[0] > 0 ? 1.0F : 0.0F);
    const BilateralLattice lattice(features);
    const std::vector<float> sums = lattice.filter(values);
    const std::vector<float> counts = lattice.filter(std::vector<float>(values.size(), 1.0F));
    double error = 0;
    for (std::size_t i = 0; i < features.size(); ++i) {
        double sum = 0;
        double count = 0;
        for (std::size_t j = 0; j < features.size(); ++j) {
            const double weight = std::exp(-0.5 * squaredDistance(features[i], features[j]));
            sum += weight * values[j];
            count += weight;
        }
        error += std::abs(sums[i] / counts[i] - sum / count) / static_cast<double>(features.size());
    }
    // Measured 0.024: the lattice blurs only over corners that are there. A constant half is off by 0.29.
    EXPECT_LT(error, 0.04);
}

TEST(BilateralLattice, PointsFarApartDoNotMix)
{
    const BilateralLattice lattice({{0, 0, 0, 0, 0}, {0, 0, 20, 0, 0}});
    const std::vector<float> sums = lattice.filter({1.0F, 0.0F});
    EXPECT_GT(sums[0], 0.1F);
    EXPECT_EQ(sums[1], 0.0F);
}

TEST(BilateralLattice, AConstantIsTheSameShareEverywhere)
{
    const auto features = randomFeatures(500, 4.0F);
    const BilateralLattice lattice(features);
    const std::vector<float> counts = lattice.filter(std::vector<float>(features.size(), 1.0F));
    const std::vector<float> thirds = lattice.filter(std::vector<float>(features.size(), 0.25F));
    for (std::size_t i = 0; i < counts.size(); ++i)
        ASSERT_NEAR(thirds[i] / counts[i], 0.25F, 1e-5F); // rounding of a few hundred sums
}

TEST(BilateralLattice, AnyNumberOfThreadsGivesTheSameBits)
{
    const auto features = randomFeatures(2000, 6.0F);
    const std::vector<float> values(features.size(), 0.3F);
    const auto filtered = [&] { return BilateralLattice(features).filter(values); };
    EXPECT_EQ(onThreads(1, filtered), onThreads(5, filtered));
}

TEST(BilateralLattice, FeaturesOutOfRangeAndOtherCountsAreBugs)
{
    EXPECT_THROW(BilateralLattice({{0, 0, 0, 0, 1e4F}}), Error);
    EXPECT_THROW(BilateralLattice({{0, 0, 0, 0, std::nanf("")}}), Error);
    EXPECT_THROW(BilateralLattice({{0, 0, 0, 0, 0}}).filter({1.0F, 2.0F}), Error);
}

} // namespace
} // namespace unividx
