#include "inference/predictor/encoder.h"

#include <cstddef>
#include <cstdint>

namespace unividx {

namespace {

/// Blocks of one width: how many, the depthwise kernel, the first one's stride, the channels that come out.
struct BlockRow {
    std::int64_t count, kernel, stride, channels;
};

constexpr std::array<BlockRow, 7> rows{
    {{1, 3, 1, 16}, {2, 3, 2, 24}, {2, 5, 2, 40}, {3, 3, 2, 80}, {3, 5, 1, 112}, {4, 5, 2, 192}, {1, 3, 1, 320}}};
constexpr std::int64_t stemChannels = 32;
constexpr std::int64_t expansion = 6; ///< of a block's channels inside; the first block has none
constexpr std::array<std::size_t, 5> lastOfLevel{0, 2, 4, 10, 15};

} // namespace

PredictorEncoder::PredictorEncoder(WeightSource& weights, const std::string& prefix)
{
    stem_ = takeConvLayer(weights, prefix + "stem", 3, stemChannels, 3);
    stem_.stride = 2;
    std::int64_t channels = stemChannels;
    for (const BlockRow& row : rows) {
        for (std::int64_t number = 0; number < row.count; ++number) {
            const std::string name = prefix + "blocks." + std::to_string(blocks_.size()) + ".";
            Block block;
            std::int64_t inside = channels;
            if (!blocks_.empty()) {
                inside = expansion * channels;
                block.expand = takeConvLayer(weights, name + "expand", channels, inside, 1);
            }
            block.depthwise = takeConvLayer(weights, name + "depthwise", 1, inside, row.kernel);
            block.depthwise.groups = inside;
            block.depthwise.stride = number == 0 ? row.stride : 1;
            block.project = takeConvLayer(weights, name + "project", inside, row.channels, 1);
            blocks_.push_back(std::move(block));
            channels = row.channels;
        }
    }
}

at::Tensor PredictorEncoder::through(const Block& block, const at::Tensor& x)
{
    const at::Tensor wide = block.expand.weight.defined() ? reluUpTo6(block.expand(x)) : x;
    const at::Tensor y = block.project(reluUpTo6(block.depthwise(wide)));
    return y.sizes() == x.sizes() ? y + x : y;
}

FeatureLevels PredictorEncoder::operator()(const at::Tensor& pictures, const at::Tensor& beside) const
{
    at::Tensor x = stem_(pictures);
    x = reluUpTo6(beside.defined() ? x + beside : x);
    FeatureLevels features;
    std::size_t level = 0;
    for (std::size_t number = 0; number < blocks_.size(); ++number) {
        x = through(blocks_[number], x);
        if (number == lastOfLevel[level])
            features[level++] = x;
    }
    return features;
}

} // namespace unividx
