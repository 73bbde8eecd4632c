#include "inference/people/steadied.h"

#include <torch/utils.h>

#include <algorithm>
#include <cstdint>

namespace unividx {

namespace {

constexpr std::int64_t reach = 3;  ///< frames to either side
constexpr std::int64_t around = 7; ///< pixels, side of the square that is compared
constexpr double alike = 0.03;     ///< of the full range: a difference that halves a frame's weight and more
constexpr double sharpest = 12;    ///< log odds beyond which a pixel is as certain as can be

} // namespace

at::Tensor steadied(const at::Tensor& logOdds, const at::Tensor& frames)
{
    const std::int64_t count = logOdds.size(0);
    const at::Tensor pictures =
        at::adaptive_avg_pool2d(frames.to(logOdds.device(), at::kFloat).div_(255), {logOdds.size(1), logOdds.size(2)});
    const at::Tensor bounded = logOdds.clamp(-sharpest, sharpest);
    at::Tensor sums = bounded.clone();
    at::Tensor weights = at::ones_like(bounded);
    for (std::int64_t apart = 1; apart <= std::min(reach, count - 1); ++apart) {
        const std::int64_t pairs = count - apart;
        const at::Tensor difference =
            (pictures.narrow(0, apart, pairs) - pictures.narrow(0, 0, pairs)).square().sum(1, true);
        const at::Tensor local =
            at::avg_pool2d(difference, around, 1, around / 2, false, false).squeeze(1) / (alike * alike);
        const at::Tensor weight = at::exp(-local);
        const auto add = [&](std::int64_t to, std::int64_t from) {
            sums.narrow(0, to, pairs).add_(weight * bounded.narrow(0, from, pairs));
            weights.narrow(0, to, pairs).add_(weight);
        };
        add(0, apart);
        add(apart, 0);
    }
    return sums / weights;
}

} // namespace unividx
