#pragma once

#include "core/comp/evaluate.h"
#include "core/comp/rows.h"

#include <cstddef>
#include <functional>
#include <vector>

/// Private to core/comp: the parts of the evaluator.
namespace unividx::detail {

/// The pictures a stack works on, as whole images.
struct CompState {
    Premultiplied picture;
    Image albedo;
    Image irradiance;
};

/// A piece of one row with all its layers, small enough to stay in the nearest cache while every step goes over it.
struct Tile {
    int x = 0;
    int y = 0;
    std::size_t count = 0;
    StraightRow color; ///< the picture, straight
    ColorRow albedo;   ///< these three only if the frame has them
    ColorRow irradiance;
    ColorRow normal;
    std::vector<float*> scratch; ///< rows of `count` that a step may write anything to

    ColorRow picture() const { return {color.red, color.green, color.blue, count}; }
    ColorRow scratchColor(std::size_t first) const
    {
        return {scratch[first], scratch[first + 1], scratch[first + 2], count};
    }
    /// The tile's place in an image of one channel; null for an empty image.
    const float* in(const Image& image) const { return image.empty() ? nullptr : image.row(y) + x; }
};

inline constexpr std::size_t scratchRows = 8;

/// Steps that need nothing but their own pixel, collected and then run together tile by tile: each pixel is read and
/// written once, whatever the number of steps.
class TileProgram {
public:
    using Step = std::function<void(Tile&)>;

    void add(Step step) { steps_.push_back(std::move(step)); }
    bool empty() const { return steps_.empty(); }

    /// Says that a step changes this layer, so that it has to be written, too.
    void changesAlbedo() { writesAlbedo_ = true; }
    void changesIrradiance() { writesIrradiance_ = true; }

    /// Runs all steps over the state and forgets them.
    void run(CompState& state, const Image& normal);

private:
    std::vector<Step> steps_;
    bool writesAlbedo_ = false;
    bool writesIrradiance_ = false;
};

} // namespace unividx::detail
