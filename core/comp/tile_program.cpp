#include "core/comp/tile_program.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <utility>

namespace unividx::detail {

namespace {

constexpr int tileWidth = 960; // 21 rows of it are 80 kB: the nearer caches hold them
constexpr int rowsAtOnce = 8;  // a thread's memory is got once for so many

void storeColor(const ColorRow& row, float* pixels)
{
    for (std::size_t i = 0; i < row.count; ++i, pixels += 3) {
        pixels[0] = row.red[i];
        pixels[1] = row.green[i];
        pixels[2] = row.blue[i];
    }
}

class TileMemory {
public:
    explicit TileMemory(std::size_t width) : values_((13 + scratchRows) * width), width_(width) {}

    Tile tile(int x, int y, std::size_t count)
    {
        const auto row = [&](std::size_t i) { return values_.data() + i * width_; };
        const auto color = [&](std::size_t i) { return ColorRow{row(i), row(i + 1), row(i + 2), count}; };
        Tile made;
        made.x = x;
        made.y = y;
        made.count = count;
        made.color = {row(0), row(1), row(2), row(3), count};
        made.albedo = color(4);
        made.irradiance = color(7);
        made.normal = color(10);
        for (std::size_t i = 0; i < scratchRows; ++i)
            made.scratch.push_back(row(13 + i));
        return made;
    }

private:
    std::vector<float> values_;
    std::size_t width_;
};

} // namespace

void TileProgram::run(CompState& state, const Image& normal)
{
    if (steps_.empty())
        return;
    const Resolution size = state.picture.resolution();
    const auto pixelCount = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    std::vector<float> picture(pixelCount * 4);
    std::vector<float> albedo(writesAlbedo_ ? pixelCount * 3 : 0);
    std::vector<float> irradiance(writesIrradiance_ ? pixelCount * 3 : 0);
    const int parts = (size.height + rowsAtOnce - 1) / rowsAtOnce;
    parallelFor(0, parts, [&](std::int64_t part) {
        TileMemory memory(static_cast<std::size_t>(std::min(tileWidth, size.width)));
        const int first = static_cast<int>(part) * rowsAtOnce;
        for (int y = first; y < std::min(size.height, first + rowsAtOnce); ++y) {
            for (int x = 0; x < size.width; x += tileWidth) {
                Tile tile = memory.tile(x, y, static_cast<std::size_t>(std::min(tileWidth, size.width - x)));
                const auto load = [&](const Image& image, const ColorRow& row) {
                    if (!image.empty())
                        loadColor(image.row(y) + x * 3, 3, row);
                };
                const PremultipliedRow in{tile.color.red, tile.color.green, tile.color.blue, tile.color.alpha,
                                          tile.count};
                loadRow(state.picture.image().row(y) + x * 4, in);
                unpremultiplyRow(in);
                load(state.albedo, tile.albedo);
                load(state.irradiance, tile.irradiance);
                load(normal, tile.normal);
                for (const Step& step : steps_)
                    step(tile);
                const std::size_t start = static_cast<std::size_t>(y) * size.width + x;
                storeRow(premultiplyRow(tile.color), picture.data() + start * 4);
                if (writesAlbedo_)
                    storeColor(tile.albedo, albedo.data() + start * 3);
                if (writesIrradiance_)
                    storeColor(tile.irradiance, irradiance.data() + start * 3);
            }
        }
    });
    state.picture = Premultiplied(Image(size, 4, std::move(picture)));
    if (writesAlbedo_)
        state.albedo = Image(size, 3, std::move(albedo));
    if (writesIrradiance_)
        state.irradiance = Image(size, 3, std::move(irradiance));
    *this = {};
}

} // namespace unividx::detail
