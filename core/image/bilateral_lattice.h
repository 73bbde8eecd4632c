#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace unividx {

/// Sums over all points of a set, weighted by a Gaussian of how far apart two points lie in five dimensions (position
/// and colour, as a rule). Time grows with the number of points alone, however wide the Gaussian is.
///
/// Features are in units of the Gaussian's standard deviation, between -200 and 200.
/// Source: Adams, Baek, Davis, "Fast High-Dimensional Filtering Using the Permutohedral Lattice", Eurographics 2010.
class BilateralLattice {
public:
    static constexpr int dimensions = 5;
    using Feature = std::array<float, dimensions>;

    /// Throws: Internal if a feature is out of range.
    explicit BilateralLattice(const std::vector<Feature>& features);

    /// For every point the weighted sum of `values` (one a point). Weights are about 1 for points in the same place and
    /// fall with their distance; the point itself is among them. The same values give the same bits on any number of
    /// threads.
    std::vector<float> filter(const std::vector<float>& values) const;

    std::size_t points() const { return points_; }

private:
    static constexpr int corners = dimensions + 1;

    std::vector<float> splat(const std::vector<float>& values) const;
    void blurAlong(int axis, const std::vector<float>& from, std::vector<float>& to) const;

    std::size_t points_;
    std::vector<std::int32_t> vertices_;  ///< the corners of each point's simplex
    std::vector<float> weights_;          ///< barycentric, one a corner
    std::vector<std::int32_t> neighbors_; ///< two a vertex and axis; vertex 0 is none and always zero
    std::size_t vertexCount_ = 1;
};

} // namespace unividx
