#include "inference/train/predictor_weights.h"

#include "inference/predictor/known_layers.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/utils.h>

#include <array>
#include <cmath>
#include <string>

namespace unividx {

namespace {

constexpr std::int64_t packedPlanes = 4 * (layerPlanes + layerCount);
constexpr std::int64_t detailChannels = 16;
constexpr std::int64_t bottomChannels = 160;

class ConvBuilder {
public:
    explicit ConvBuilder(std::uint64_t seed) : generator_(at::detail::createCPUGenerator(seed)) {}

    /// `gain` 1.41 keeps the variance through a ReLU. Source: He et al., ICCV 2015
    void conv(const std::string& name, std::int64_t out, std::int64_t in, std::int64_t kernel, double gain)
    {
        const double deviation = gain / std::sqrt(static_cast<double>(in * kernel * kernel));
        tensors[name + ".weight"] =
            at::randn({out, in, kernel, kernel}, generator_, at::TensorOptions().dtype(at::kFloat)) * deviation;
        tensors[name + ".bias"] = at::zeros({out});
    }

    /// The norm behind it makes the gain irrelevant, so a plain one is taken.
    void normedConv(const std::string& name, std::int64_t out, std::int64_t in, std::int64_t kernel)
    {
        conv(name, out, in, kernel, 1);
        tensors.erase(name + ".bias");
        tensors[name + ".scale"] = at::ones({out});
        tensors[name + ".shift"] = at::zeros({out});
        tensors[name + ".mean"] = at::zeros({out});
        tensors[name + ".variance"] = at::ones({out});
    }

    TensorMap tensors;

private:
    at::Generator generator_;
};

constexpr double reluGain = 1.41;

/// The head's bias: what rendered scenes show on average, so that the first hundreds of steps need not find that out.
at::Tensor firstAnswer()
{
    constexpr std::array<float, layerPlanes> planes{
        -0.6F, -0.6F, -0.6F,                      // rgb, before the sigmoid
        -0.4F, -0.4F, -0.4F,                      // albedo
        -0.6F, -0.6F, -0.6F,                      // irradiance
        0,     0.15F, 0.6F,                       // normals face the camera and, a little, the sky
        -2,                                       // alpha
        -0.6F, -0.6F, -0.6F, -0.6F, -0.6F, -0.6F, // foreground, background
        0,                                        // depth
    };
    constexpr float scale = -1.5F;
    at::Tensor bias = at::full({4 * layerPlanes + layerCount}, scale);
    for (std::size_t plane = 0; plane < planes.size(); ++plane)
        bias.narrow(0, 4 * static_cast<std::int64_t>(plane), 4).fill_(planes[plane]); // a pixel's four quarters
    return bias;
}

} // namespace

TensorMap initialPredictor(const TensorMap& encoder, std::uint64_t seed)
{
    struct Level {
        const char* name;
        std::int64_t skip, first, second;
    };
    constexpr std::array<Level, 4> levels{
        {{"16", 112, 128, 128}, {"8", 40, 96, 96}, {"4", 24, 64, 64}, {"2", 16 + detailChannels, 40, 48}}};
    ConvBuilder builder(seed);
    builder.conv("encoder.known", 32, packedPlanes, 1, 0);
    builder.conv("detail", detailChannels, packedPlanes, 1, 2 * reluGain); // most of its input is zero
    builder.normedConv("decoder.32", bottomChannels, 320, 1);
    builder.conv("global", bottomChannels, bottomChannels, 1, 0.5);
    std::int64_t channels = bottomChannels;
    for (const Level& level : levels) {
        const std::string name = std::string("decoder.") + level.name;
        builder.normedConv(name + "a", level.first, channels + level.skip, 3);
        builder.normedConv(name + "b", level.second, level.first, 3);
        channels = level.second;
    }
    builder.conv("head", 4 * layerPlanes + layerCount, channels, 1, 0.3);
    builder.tensors["head.bias"] = firstAnswer();
    builder.tensors["time16.weight"] = at::zeros({levels[0].second, 2 * levels[0].second, 3, 3});
    builder.tensors["time8.weight"] = at::zeros({levels[1].second, 2 * levels[1].second, 3, 3});
    for (const auto& [name, tensor] : encoder)
        builder.tensors["encoder." + name] = tensor;
    return builder.tensors;
}

TensorMap randomEncoder(std::uint64_t seed)
{
    struct Row {
        std::int64_t count, kernel, channels;
    };
    constexpr std::array<Row, 7> rows{
        {{1, 3, 16}, {2, 3, 24}, {2, 5, 40}, {3, 3, 80}, {3, 5, 112}, {4, 5, 192}, {1, 3, 320}}};
    ConvBuilder builder(seed);
    builder.conv("stem", 32, 3, 3, reluGain);
    std::int64_t channels = 32;
    int block = 0;
    for (const Row& row : rows) {
        for (std::int64_t number = 0; number < row.count; ++number, ++block) {
            const std::string name = "blocks." + std::to_string(block) + ".";
            const std::int64_t inside = block == 0 ? channels : 6 * channels;
            if (block > 0)
                builder.conv(name + "expand", inside, channels, 1, reluGain);
            builder.conv(name + "depthwise", inside, 1, row.kernel, reluGain);
            builder.conv(name + "project", row.channels, inside, 1, 1);
            channels = row.channels;
        }
    }
    return builder.tensors;
}

} // namespace unividx
