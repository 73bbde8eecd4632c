#include "inference/train/vae_fit.h"

#include "core/base/error.h"
#include "inference/train/converted_weights.h"
#include "inference/train/initial_weights.h"
#include "inference/vae/vae.h"

#include <cmath>

namespace unividx {

namespace {

constexpr std::int64_t latentChannels = 16;
constexpr double latentLogVariance = -4; ///< of the noise under which the decoder learns
constexpr std::int64_t constantChannels = 2;
constexpr double decoderConstant = 4;
constexpr double encoderConstant = 20; ///< large beside the components, so that the last norm hardly moves

/// [N, C, H, W] -> [N * H/2 * W/2, 4C]: each 2x2 block's pixels, row by row, channels inside.
at::Tensor blocks(const at::Tensor& x)
{
    return x.unfold(2, 2, 2).unfold(3, 2, 2).permute({0, 2, 3, 4, 5, 1}).flatten(3).flatten(0, 2);
}

/// Rows of `values` [M, K] back to [N, K, H, W].
at::Tensor asPictures(const at::Tensor& values, std::int64_t count, std::int64_t height, std::int64_t width)
{
    return values.view({count, height, width, -1}).permute({0, 3, 1, 2}).contiguous();
}

struct Components {
    at::Tensor mean;       ///< [D]
    at::Tensor directions; ///< [K, D], the widest first
    at::Tensor deviations; ///< [K]
};

Components principalComponents(const at::Tensor& rows, std::int64_t count)
{
    Components found;
    found.mean = rows.mean(0);
    const at::Tensor centred = rows - found.mean;
    const at::Tensor covariance = at::mm(centred.t(), centred).to(at::kDouble) / static_cast<double>(rows.size(0));
    const auto [values, vectors] = at::linalg_eigh(covariance);
    const std::int64_t all = values.size(0);
    found.directions = vectors.narrow(1, all - count, count).t().flip({0}).to(at::kFloat).contiguous();
    found.deviations = values.narrow(0, all - count, count).flip({0}).clamp_min(1e-8).sqrt().to(at::kFloat);
    return found;
}

/// Components of 2x2 blocks as the kernel [K, C, 3, 3] of a convolution of stride 2 padded right and below.
at::Tensor blockKernel(const at::Tensor& directions, std::int64_t channels)
{
    at::Tensor kernel = at::zeros({directions.size(0), channels, 3, 3});
    kernel.slice(2, 0, 2).slice(3, 0, 2).copy_(directions.view({-1, 2, 2, channels}).permute({0, 3, 1, 2}));
    return kernel;
}

/// Writes `values` into the first channels of a weight of zeros.
void place(TensorMap& weights, const std::string& name, const at::Tensor& values)
{
    at::Tensor weight = at::zeros_like(weights.at(name));
    at::Tensor corner = weight;
    for (std::int64_t axis = 0; axis < values.dim(); ++axis)
        corner = corner.narrow(axis, 0, values.size(axis));
    corner.copy_(values);
    weights[name] = weight;
}

/// Silences every residual branch, so that what remains is the path of shortcuts and samplings.
void keepShortcutsAlone(TensorMap& weights)
{
    for (auto& [name, tensor] : weights) {
        if (name.find(".residual.6.weight") != std::string::npos || name.find(".proj.weight") != std::string::npos)
            tensor = at::zeros_like(tensor);
        else if (name.find(".shortcut.weight") != std::string::npos)
            tensor = at::eye(tensor.size(0), tensor.size(1)).view(tensor.sizes()).clone();
    }
}

/// The convolution with its 3x3 window that comes nearest to `wanted` from `x` doubled in size.
/// x [N, C, H, W], wanted [N, K, 2H, 2W] -> kernel [K, C, 3, 3], bias [K]
std::pair<at::Tensor, at::Tensor> fitDoubling(const at::Tensor& x, const at::Tensor& wanted)
{
    const std::int64_t channels = x.size(1);
    const std::int64_t columns = channels * 9 + 1;
    at::Tensor products = at::zeros({columns, columns}, at::kDouble);
    at::Tensor moments = at::zeros({columns, wanted.size(1)}, at::kDouble);
    for (std::int64_t picture = 0; picture < x.size(0); ++picture) {
        const at::Tensor wide =
            at::upsample_nearest2d(x.narrow(0, picture, 1), at::IntArrayRef{2 * x.size(2), 2 * x.size(3)});
        const at::Tensor windows = at::im2col(wide, {3, 3}, {1, 1}, {1, 1}, {1, 1})[0].t();
        const at::Tensor rows = at::cat({windows, at::ones({windows.size(0), 1})}, 1);
        const at::Tensor targets = wanted[picture].flatten(1).t();
        products += at::mm(rows.t(), rows);
        moments += at::mm(rows.t(), targets);
    }
    // A trace of damping: windows of doubled pixels repeat themselves, so the products are singular.
    products += at::eye(columns, at::kDouble) * (products.trace() / static_cast<double>(columns) * 1e-5);
    const at::Tensor solution = at::linalg_solve(products, moments).to(at::kFloat); // [9C + 1, K]
    return {solution.narrow(0, 0, columns - 1).t().reshape({-1, channels, 3, 3}).contiguous(),
            solution[columns - 1].contiguous()};
}

at::Tensor doubled(const at::Tensor& x, const at::Tensor& kernel, const at::Tensor& bias)
{
    const at::Tensor wide = at::upsample_nearest2d(x, at::IntArrayRef{2 * x.size(2), 2 * x.size(3)});
    return at::conv2d(wide, kernel, bias, 1, 1);
}

/// What the encoder sees at half, quarter and eighth size.
struct Pyramid {
    at::Tensor half, quarter, latents;
};

Pyramid fitEncoder(TensorMap& weights, std::int64_t base, const at::Tensor& pictures)
{
    const std::int64_t count = pictures.size(0), height = pictures.size(2), width = pictures.size(3);
    at::Tensor in = at::zeros({3, 3, 3, 3, 3});
    for (std::int64_t channel = 0; channel < 3; ++channel)
        in[channel][channel][2][1][1] = 1.0F;
    place(weights, "encoder.conv1.weight", in);

    Pyramid pyramid;
    const auto fitLevel = [&](const std::string& name, const at::Tensor& x, std::int64_t channels) {
        const Components found = principalComponents(blocks(x), std::min(channels, 4 * x.size(1)));
        const at::Tensor offset = -at::mv(found.directions, found.mean);
        place(weights, name + ".weight", blockKernel(found.directions, x.size(1)));
        place(weights, name + ".bias", offset);
        return asPictures(at::addmm(offset, blocks(x), found.directions.t()), count, x.size(2) / 2, x.size(3) / 2);
    };
    pyramid.half = fitLevel("encoder.downsamples.2.resample.1", pictures, base);
    pyramid.quarter = fitLevel("encoder.downsamples.5.resample.1", pyramid.half, 2 * base);

    const Components last = principalComponents(blocks(pyramid.quarter), latentChannels);
    const at::Tensor root = last.deviations.sqrt();
    const at::Tensor scale = root / (root.square().mean().sqrt() * last.deviations);
    const at::Tensor directions = last.directions * scale.unsqueeze(1);
    const at::Tensor offset = -at::mv(directions, last.mean);
    pyramid.latents =
        asPictures(at::addmm(offset, blocks(pyramid.quarter), directions.t()), count, height / 8, width / 8);

    // Each component and its negative: silu(x) - silu(-x) is x, so the head's activation takes nothing away.
    const std::int64_t channels = 4 * base;
    const std::int64_t spare = channels - 2 * latentChannels;
    const std::string sampling = "encoder.downsamples.8.resample.1";
    place(weights, sampling + ".weight", blockKernel(at::cat({directions, -directions}, 0), pyramid.quarter.size(1)));
    weights[sampling + ".bias"] = at::cat({offset, -offset, at::full({spare}, encoderConstant)});
    for (const char* level : {"5", "8"}) {
        const std::string time = "encoder.downsamples." + std::string(level) + ".time_conv.weight";
        at::Tensor kernel = at::zeros_like(weights.at(time));
        kernel.select(2, 2).copy_(at::eye(kernel.size(0)).view({kernel.size(0), -1, 1, 1}));
        weights[time] = kernel;
    }

    const double square = (2 * pyramid.latents.square().sum(1).mean().item<double>() +
                           static_cast<double>(spare) * encoderConstant * encoderConstant) /
                          static_cast<double>(channels);
    const at::Tensor eye = at::eye(latentChannels) * std::sqrt(square);
    at::Tensor head = at::zeros({latentChannels, 2 * latentChannels, 3, 3, 3});
    head.select(4, 1).select(3, 1).select(2, 2).copy_(at::cat({eye, -eye}, 1));
    place(weights, "encoder.head.2.weight", head);

    const at::Tensor deviation = latentDeviation();
    place(weights, "conv1.weight", at::diag(deviation).view({latentChannels, latentChannels, 1, 1, 1}));
    weights["conv1.bias"] = at::cat({latentMean(), latentLogVariance + 2.0 * deviation.log()});
    return pyramid;
}

/// One upsampling of the decoder: the fitted features first, a constant in the last channels.
at::Tensor fitUpsampling(TensorMap& weights, const std::string& name, const at::Tensor& x, const at::Tensor& wanted,
                         double constant)
{
    const auto [kernel, bias] = fitDoubling(x, wanted);
    place(weights, name + ".weight", kernel);
    place(weights, name + ".bias", bias);
    weights[name + ".bias"].slice(0, -constantChannels).fill_(constant);
    return doubled(x, kernel, bias);
}

void fitDecoder(TensorMap& weights, std::int64_t base, const at::Tensor& pictures, const Pyramid& pyramid)
{
    const at::Tensor deviation = latentDeviation();
    place(weights, "conv2.weight", at::diag(1 / deviation).view({latentChannels, latentChannels, 1, 1, 1}));
    weights["conv2.bias"] = -latentMean() / deviation;
    at::Tensor in = at::zeros({latentChannels, latentChannels, 3, 3, 3});
    in.select(4, 1).select(3, 1).select(2, 2).copy_(at::eye(latentChannels));
    place(weights, "decoder.conv1.weight", in);
    weights["decoder.conv1.bias"].slice(0, -constantChannels).fill_(decoderConstant);

    const std::int64_t quarterChannels = std::min(pyramid.quarter.size(1), 2 * base - constantChannels);
    const at::Tensor quarter = fitUpsampling(weights, "decoder.upsamples.3.resample.1", pyramid.latents,
                                             pyramid.quarter.narrow(1, 0, quarterChannels), decoderConstant);
    const at::Tensor half =
        fitUpsampling(weights, "decoder.upsamples.7.resample.1", quarter, pyramid.half, decoderConstant);
    const double lastConstant = 2 * decoderConstant;
    const at::Tensor full = fitUpsampling(weights, "decoder.upsamples.11.resample.1", half,
                                          at::cat({pictures, -pictures}, 1), lastConstant);
    const double square = (full.square().sum(1).mean().item<double>() +
                           static_cast<double>(constantChannels) * lastConstant * lastConstant) /
                          static_cast<double>(base);
    const at::Tensor eye = at::eye(3) * std::sqrt(square);
    at::Tensor head = at::zeros({3, 6, 3, 3, 3});
    head.select(4, 1).select(3, 1).select(2, 2).copy_(at::cat({eye, -eye}, 1));
    place(weights, "decoder.head.2.weight", head);
}

} // namespace

TensorMap fittedVae(const VaeSizes& sizes, const at::Tensor& pictures, std::uint64_t seed)
{
    if (sizes.dim < 10)
        throw Error(ErrorKind::Usage, "a VAE of base " + std::to_string(sizes.dim) +
                                          " is too narrow to be fitted; 'vae_base' must be 10 or more");
    const at::NoGradGuard noGradients;
    VaeSizes withTime = sizes;
    withTime.timeTaps = 3;
    TensorMap weights = initialVae(withTime, seed);
    keepShortcutsAlone(weights);
    const Pyramid pyramid = fitEncoder(weights, sizes.dim, pictures);
    fitDecoder(weights, sizes.dim, pictures, pyramid);
    return sizes.timeTaps > 1 ? weights : pictureVae(weights);
}

} // namespace unividx
