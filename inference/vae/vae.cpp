#include "inference/vae/vae.h"

#include "core/base/error.h"

#include <array>

namespace unividx {

namespace {

constexpr std::array<double, 16> publishedMean{-0.7571, -0.7089, -0.9113, 0.1075,  -0.1745, 0.9653,  -0.1517, 1.5508,
                                               0.4134,  -0.0715, 0.5517,  -0.3632, -0.1922, -0.9497, 0.2503,  -0.2921};
constexpr std::array<double, 16> publishedDeviation{2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743,
                                                    3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160};

at::Tensor channelVector(const std::array<double, 16>& values)
{
    return at::tensor(at::ArrayRef<double>(values), at::kFloat);
}

/// [B, C, T, H, W] <-> [B, T, C, H, W]: the latter inside, so that frames are a batch of pictures.
at::Tensor swapped(const at::Tensor& x)
{
    return x.transpose(1, 2);
}

/// [16] -> [1, 16, 1, 1, 1], of the same type and on the same device as `like`.
at::Tensor alongChannels(const at::Tensor& values, const at::Tensor& like)
{
    return values.view({1, -1, 1, 1, 1}).to(like.options());
}

} // namespace

at::Tensor latentMean()
{
    return channelVector(publishedMean);
}

at::Tensor latentDeviation()
{
    return channelVector(publishedDeviation);
}

Vae::Vae(WeightSource& weights)
    : encoderIn_(takeCausalConv(weights, "encoder.conv1", 3, -1, {-1, 3, 3})),
      encoderOut_(takeCausalConv(weights, "conv1", 32, 32, {1, 1, 1})),
      decoderPre_(takeCausalConv(weights, "conv2", 16, 16, {1, 1, 1})),
      decoderIn_(takeCausalConv(weights, "decoder.conv1", 16, -1, {-1, 3, 3})),
      downsamples_(takeLayers(weights, "encoder.downsamples", false)),
      encoderMiddle_(takeLayers(weights, "encoder.middle", false)),
      decoderMiddle_(takeLayers(weights, "decoder.middle", true)),
      upsamples_(takeLayers(weights, "decoder.upsamples", true)), encoderHead_(takeHead(weights, "encoder.head", 32)),
      decoderHead_(takeHead(weights, "decoder.head", 3))
{
}

std::int64_t Vae::framesPerCell() const
{
    std::int64_t frames = 1;
    for (const VaeLayer& layer : downsamples_) {
        const auto* down = std::get_if<Downsample>(&layer);
        if (down && down->timeWeight.defined())
            frames *= 2;
    }
    return frames;
}

at::Tensor Vae::encodeChunk(const at::Tensor& frames, CausalCache& cache) const
{
    cache.rewind();
    at::Tensor x = encoderIn_(frames, cache);
    x = runLayers(downsamples_, x, cache);
    x = runLayers(encoderMiddle_, x, cache);
    return encoderOut_(encoderHead_(x, cache), cache);
}

at::Tensor Vae::decodeChunk(const at::Tensor& latents, CausalCache& cache) const
{
    cache.rewind();
    at::Tensor x = decoderIn_(decoderPre_(latents, cache), cache);
    x = runLayers(decoderMiddle_, x, cache);
    x = runLayers(upsamples_, x, cache);
    return decoderHead_(x, cache);
}

at::Tensor Vae::encode(const at::Tensor& video, const Pause& pause) const
{
    const at::Tensor frames = swapped(video.to(dtype()));
    const std::int64_t cell = framesPerCell();
    const std::int64_t usable = 1 + cell * ((frames.size(1) - 1) / cell);
    CausalCache cache;
    std::vector<at::Tensor> chunks;
    for (std::int64_t start = 0; start < usable; start += start == 0 ? 1 : cell) {
        chunks.push_back(encodeChunk(frames.narrow(1, start, start == 0 ? 1 : cell), cache).narrow(2, 0, 16));
        if (pause)
            pause();
    }
    const at::Tensor mean = swapped(at::cat(chunks, 1));
    return (mean - alongChannels(latentMean(), mean)) * alongChannels(1.0 / latentDeviation(), mean);
}

at::Tensor Vae::decode(const at::Tensor& latent, const Pause& pause) const
{
    const at::Tensor normalised = latent.to(dtype());
    const at::Tensor raw = swapped(normalised / alongChannels(1.0 / latentDeviation(), normalised) +
                                   alongChannels(latentMean(), normalised));
    CausalCache cache;
    std::vector<at::Tensor> chunks;
    for (std::int64_t t = 0; t < raw.size(1); ++t) {
        chunks.push_back(decodeChunk(raw.narrow(1, t, 1), cache));
        if (pause)
            pause();
    }
    return swapped(at::cat(chunks, 1));
}

std::pair<at::Tensor, at::Tensor> Vae::distribution(const at::Tensor& video) const
{
    CausalCache cache;
    const at::Tensor both = swapped(encodeChunk(swapped(video), cache));
    const at::Tensor deviation = alongChannels(latentDeviation(), both);
    return {(both.narrow(1, 0, 16) - alongChannels(latentMean(), both)) / deviation,
            both.narrow(1, 16, 16) - 2.0 * deviation.log()};
}

at::Tensor Vae::decodeWhole(const at::Tensor& latent) const
{
    CausalCache cache;
    return swapped(decodeChunk(
        swapped(latent * alongChannels(latentDeviation(), latent) + alongChannels(latentMean(), latent)), cache));
}

} // namespace unividx
