#include "inference/vae/vae.h"

#include <algorithm>

namespace unividx {

namespace {

/// Where tiles start on an axis of `length` cells: every stride, but not where the tile before already ends it.
std::vector<std::int64_t> tileStarts(std::int64_t length, std::int64_t size, std::int64_t stride)
{
    std::vector<std::int64_t> starts;
    for (std::int64_t start = 0; start < length; start += stride) {
        if (start - stride < 0 || start - stride + size < length)
            starts.push_back(start);
    }
    return starts;
}

at::Tensor ramp(std::int64_t length, bool firstAtBorder, bool lastAtBorder, std::int64_t border)
{
    at::Tensor weights = at::ones({length});
    const std::int64_t reach = std::min(border, length);
    const at::Tensor rise = at::arange(1, reach + 1, at::kFloat) / static_cast<double>(border);
    if (!firstAtBorder)
        weights.narrow(0, 0, reach).copy_(rise);
    if (!lastAtBorder)
        weights.narrow(0, length - reach, reach).copy_(rise.flip(0));
    return weights;
}

/// Runs `process` on every tile and blends. Positions are in cells of the input; one input cell becomes
/// `up` output cells, or `down` input cells one output cell.
template <typename Process>
at::Tensor blendTiles(const at::Tensor& input, const TileLayout& tiles, std::int64_t up, std::int64_t down,
                      Process&& process)
{
    const std::int64_t height = input.size(3);
    const std::int64_t width = input.size(4);
    const auto toOutput = [&](std::int64_t cells) { return cells * up / down; };
    at::Tensor sum;
    const at::Tensor weight = at::zeros({toOutput(height), toOutput(width)});
    for (const std::int64_t y : tileStarts(height, tiles.height, tiles.strideHeight)) {
        for (const std::int64_t x : tileStarts(width, tiles.width, tiles.strideWidth)) {
            const std::int64_t tall = std::min(tiles.height, height - y);
            const std::int64_t wide = std::min(tiles.width, width - x);
            const at::Tensor piece = process(input.narrow(3, y, tall).narrow(4, x, wide));
            if (!sum.defined())
                sum = at::zeros({piece.size(0), piece.size(1), piece.size(2), toOutput(height), toOutput(width)},
                                piece.options());
            const TileSides sides{y == 0, y + tiles.height >= height, x == 0, x + tiles.width >= width};
            const at::Tensor mask =
                tileMask(piece.size(3), piece.size(4), sides, toOutput(tiles.height - tiles.strideHeight),
                         toOutput(tiles.width - tiles.strideWidth));
            sum.narrow(3, toOutput(y), piece.size(3))
                .narrow(4, toOutput(x), piece.size(4))
                .add_(piece * mask.to(piece.options()));
            weight.narrow(0, toOutput(y), piece.size(3)).narrow(1, toOutput(x), piece.size(4)).add_(mask);
        }
    }
    return sum / weight.to(sum.options());
}

} // namespace

at::Tensor tileMask(std::int64_t height, std::int64_t width, const TileSides& atBorder, std::int64_t borderHeight,
                    std::int64_t borderWidth)
{
    const at::Tensor rows = ramp(height, atBorder.top, atBorder.bottom, borderHeight).unsqueeze(1);
    const at::Tensor columns = ramp(width, atBorder.left, atBorder.right, borderWidth).unsqueeze(0);
    return at::minimum(rows.expand({height, width}), columns.expand({height, width}));
}

at::Tensor decodeTiled(const Vae& vae, const at::Tensor& latent, const TileLayout& tiles, const Vae::Pause& pause)
{
    return blendTiles(latent, tiles, 8, 1, [&](const at::Tensor& tile) { return vae.decode(tile, pause); })
        .clamp_(-1, 1);
}

at::Tensor encodeTiled(const Vae& vae, const at::Tensor& video, const TileLayout& tiles, const Vae::Pause& pause)
{
    const TileLayout pixels{tiles.height * 8, tiles.width * 8, tiles.strideHeight * 8, tiles.strideWidth * 8};
    return blendTiles(video, pixels, 1, 8, [&](const at::Tensor& tile) { return vae.encode(tile, pause); });
}

} // namespace unividx
