#include "inference/metrics/matte_errors.h"
#include "inference/metrics/picture_pair.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace unividx {

namespace {

constexpr int steps = 10;
constexpr double freeExcess = 0.15;

/// Finds regions of a grid by filling them.
class Regions {
public:
    Regions(int width, int height)
        : width_(static_cast<std::size_t>(width)), height_(static_cast<std::size_t>(height)), region_(width_ * height_)
    {
    }

    /// Whether each cell belongs to the largest 4-connected region of `inside`; of regions of one size, the first.
    std::vector<char> largest(const std::vector<char>& inside)
    {
        region_.assign(region_.size(), 0);
        int best = 0;
        std::size_t bestSize = 0;
        int count = 0;
        for (std::size_t start = 0; start < inside.size(); ++start) {
            if (!inside[start] || region_[start] != 0)
                continue;
            const std::size_t size = fill(inside, start, ++count);
            if (size > bestSize) {
                bestSize = size;
                best = count;
            }
        }
        std::vector<char> belongs(inside.size());
        for (std::size_t cell = 0; cell < inside.size(); ++cell)
            belongs[cell] = best != 0 && region_[cell] == best;
        return belongs;
    }

private:
    std::size_t fill(const std::vector<char>& inside, std::size_t start, int name)
    {
        std::size_t size = 0;
        region_[start] = name;
        open_.push_back(start);
        const auto visit = [&](bool exists, std::size_t cell) {
            if (exists && inside[cell] && region_[cell] == 0) {
                region_[cell] = name;
                open_.push_back(cell);
            }
        };
        while (!open_.empty()) {
            const std::size_t cell = open_.back();
            open_.pop_back();
            ++size;
            const std::size_t x = cell % width_;
            const std::size_t y = cell / width_;
            visit(x > 0, cell - 1);
            visit(x + 1 < width_, cell + 1);
            visit(y > 0, cell - width_);
            visit(y + 1 < height_, cell + width_);
        }
        return size;
    }

    std::size_t width_, height_;
    std::vector<int> region_; ///< 0 for cells of no region yet
    std::vector<std::size_t> open_;
};

double connectedness(double alpha, double level)
{
    const double excess = alpha - level;
    return excess >= freeExcess ? 1 - excess : 1;
}

} // namespace

double connectivityError(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 1);
    std::vector<float> lesser;
    forEachPixel(made, wanted, [&](const float* a, const float* b) { lesser.push_back(std::fmin(*a, *b)); });

    std::vector<double> level(lesser.size(), 1);
    std::vector<char> solid(lesser.size(), 1);
    Regions regions(made.width(), made.height());
    std::vector<char> inside(lesser.size());
    for (int step = 1; step <= steps; ++step) {
        // In float, as mattes are: 0.3 of a matte is at least the threshold 0.3.
        const auto threshold = static_cast<float>(0.1 * step);
        for (std::size_t pixel = 0; pixel < lesser.size(); ++pixel)
            inside[pixel] = lesser[pixel] >= threshold;
        const std::vector<char> belongs = regions.largest(inside);
        for (std::size_t pixel = 0; pixel < lesser.size(); ++pixel) {
            if (solid[pixel] && !belongs[pixel]) {
                solid[pixel] = 0;
                level[pixel] = 0.1 * (step - 1);
            }
        }
    }

    double sum = 0;
    std::size_t pixel = 0;
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        sum += std::abs(connectedness(*a, level[pixel]) - connectedness(*b, level[pixel]));
        ++pixel;
    });
    return sum;
}

} // namespace unividx
