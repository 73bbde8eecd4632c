// Times the model's parts against plain LibTorch operators, in turns within one run, so that whatever else the machine
// does meets both. Prints processor seconds (all threads; robust against other work) and the ratio.
//
//   bench_model [repeats=5] [threads=1] [part...]     parts: attention block-mini block-small block-1.3b
//                                                   vae vae-published

#include "inference/dit/block.h"
#include "inference/nn/kernels/attention.h"
#include "inference/nn/kernels/kernel_table.h"
#include "inference/train/initial_weights.h"
#include "tests/bench/plain_vae.h"
#include "tests/inference/kernels_weights.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace unividx;

double processorSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double timed(const std::function<void()>& work)
{
    const double start = processorSeconds();
    work();
    return processorSeconds() - start;
}

/// The best of `repeats` each, taken in turns after one of each to warm up. Prints milliseconds, GFLOP/s and the ratio.
void compare(const std::string& name, double flops, int repeats, const std::function<void()>& plain,
             const std::function<void()>& fast)
{
    plain();
    fast();
    double plainBest = 1e30;
    double fastBest = 1e30;
    for (int run = 0; run < repeats; ++run) {
        plainBest = std::min(plainBest, timed(plain));
        fastBest = std::min(fastBest, timed(fast));
    }
    std::printf("%-34s plain %9.2f ms   ours %9.2f ms   ratio %.2f", name.c_str(), plainBest * 1e3, fastBest * 1e3,
                plainBest / fastBest);
    if (flops > 0)
        std::printf("   GFLOP/s: plain %.1f, ours %.1f", flops / plainBest * 1e-9, flops / fastBest * 1e-9);
    std::printf("\n");
    std::fflush(stdout);
}

void attentionCase(std::int64_t rows, std::int64_t keys, std::int64_t heads, std::int64_t dim, int repeats)
{
    const at::Tensor q = at::randn({1, rows, heads, dim});
    const at::Tensor k = at::randn({1, keys, heads, dim});
    const at::Tensor v = at::randn({1, keys, heads, dim});
    const double scale = 1.0 / std::sqrt(static_cast<double>(dim));
    compare(
        "attention " + std::to_string(rows) + "x" + std::to_string(keys) + ", " + std::to_string(heads) + "x" +
            std::to_string(dim),
        4.0 * static_cast<double>(rows * keys * heads * dim), repeats, [&] { kernels::plainAttention(q, k, v, scale); },
        [&] { kernels::fastAttention(q, k, v, scale); });
}

/// The published formulation, operator by operator.
struct PlainBlock {
    const DitBlock& block;

    at::Tensor layer(const GatedLinear& linear, const at::Tensor& x, ModalitySet active) const
    {
        const at::Tensor y = at::linear(x, linear.base.weight, linear.base.bias);
        for (std::int64_t row = 0; row < 4; ++row) {
            if (active[static_cast<std::size_t>(row)])
                y.select(1, row).add_((*linear.adapters[static_cast<std::size_t>(row)])(x.select(1, row)));
        }
        return y;
    }

    at::Tensor norm(const at::Tensor& x, const at::Tensor& weight) const
    {
        return x * at::rsqrt(x.square().mean(-1, true) + 1e-6) * weight;
    }

    at::Tensor operator()(at::Tensor x, const TextKeys& text, const BlockContext& c) const
    {
        const SelfAttention& s = block.selfAttention;
        const auto m = (c.modulation + block.modulation.unsqueeze(0)).unsqueeze(3).unbind(2);
        const auto modulated = [&](const at::Tensor& shift, const at::Tensor& scale) {
            return at::layer_norm(x, {x.size(-1)}, {}, {}, c.eps) * (scale + 1) + shift;
        };
        const auto heads = [&](const at::Tensor& t) { return t.unflatten(-1, {c.heads, -1}); };
        const at::Tensor z = modulated(m[0], m[1]);
        const at::Tensor q = applyRope(heads(norm(layer(s.q, z, c.attentionGates), s.normQ)), c.rope);
        const at::Tensor k = applyRope(heads(norm(layer(s.k, z, c.attentionGates), s.normK)), c.rope);
        const at::Tensor v = heads(layer(s.v, z, c.attentionGates));
        const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
        const at::Tensor mixed =
            kernels::plainAttention(q.flatten(1, 2), k.flatten(1, 2), v.flatten(1, 2), scale).reshape(x.sizes());
        x = x + m[2] * layer(s.o, mixed, c.attentionGates);
        const CrossAttention& cross = block.crossAttention;
        const at::Tensor asking = at::layer_norm(x, {x.size(-1)}, block.norm3Weight, block.norm3Bias, c.eps);
        const at::Tensor asked =
            kernels::plainAttention(
                heads(norm(at::linear(asking, cross.q.weight, cross.q.bias), cross.normQ)).flatten(0, 1),
                text.k.flatten(0, 1), text.v.flatten(0, 1), scale)
                .reshape(x.sizes());
        x = x + at::linear(asked, cross.o.weight, cross.o.bias);
        const ModalitySet all(0b1111);
        GatedLinear up = block.up;
        GatedLinear down = block.down;
        up.adapters.fill(block.up.adapters[3]); // the published rule: the last adapter on every row
        down.adapters.fill(block.down.adapters[3]);
        return x + m[5] * layer(down, at::gelu(layer(up, modulated(m[3], m[4]), all), "tanh"), all);
    }
};

/// Four modalities of `tokens / 4` tokens and 4 x 512 text tokens, adapters of rank 32 on the three targets of R2AIN.
/// Text keys are made once outside, as when sampling; ours and the plain form both start from them.
void blockCase(const std::string& name, const testing_weights::DitSizes& sizes, std::int64_t heads, std::int64_t tokens,
               int repeats)
{
    WeightSource base = testing_weights::randomBase(sizes);
    WeightSource adapters = testing_weights::randomAdapters(sizes, intrinsicFamily);
    const DitBlock block = takeDitBlock(base, &adapters, intrinsicFamily, 0, sizes.dim);
    BlockContext context;
    context.modulation = 0.3 * at::randn({1, 4, 6, sizes.dim});
    context.rope = ropeTable(sizes.dim / heads, 2, 8, tokens / 64);
    context.attentionGates = ModalitySet(0b1110);
    context.heads = heads;
    const at::Tensor x = at::randn({1, 4, tokens / 4, sizes.dim});
    const TextKeys text = block.crossAttention.keys(at::randn({1, 4, 512, sizes.dim}), heads, context.eps);
    const double n = static_cast<double>(tokens);
    const double d = static_cast<double>(sizes.dim);
    const double flops =
        2.0 * n * d * (6.0 * d + 2.0 * static_cast<double>(sizes.feedForward)) + 4.0 * n * n * d + 4.0 * n * 512.0 * d;
    const PlainBlock plain{block};
    const at::Tensor a = plain(x, text, context);
    const at::Tensor b = block(x, text, context);
    std::printf("%-34s relative difference %.1e\n", name.c_str(), ((a - b).norm() / a.norm()).item<double>());
    compare(
        name, flops, repeats, [&] { plain(x, text, context); }, [&] { block(x, text, context); });
}

/// `latentFrames` latent cells of time at `height` x `width` pixels.
void decodeCase(const std::string& name, std::int64_t base, std::int64_t latentFrames, std::int64_t height,
                std::int64_t width, int repeats)
{
    const TensorMap weights = initialVae({base, 16}, 1);
    WeightSource source("random VAE", weights);
    const Vae vae(source);
    PlainVaeDecoder plain(weights);
    const at::Tensor latent = at::randn({1, 16, latentFrames, height / 8, width / 8});
    const at::Tensor a = plain(latent);
    const at::Tensor b = vae.decode(latent);
    std::printf("%-34s relative difference %.1e\n", name.c_str(), ((a - b).norm() / a.norm()).item<double>());
    compare(
        name, 0.0, repeats, [&] { plain(latent); }, [&] { vae.decode(latent); });
}

} // namespace

int main(int argc, char** argv)
{
    const c10::InferenceMode withoutGradients;
    const int repeats = argc > 1 ? std::atoi(argv[1]) : 5;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 1;
    const std::set<std::string> parts(argv + std::min(argc, 3), argv + argc);
    const auto wanted = [&](const char* part) { return parts.empty() || parts.count(part) > 0; };
    at::set_num_threads(threads);
    std::printf("%d thread(s), %s kernels\n", threads, kernels::kernelTable().name);
    if (wanted("attention")) {
        attentionCase(2048, 2048, 12, 128, repeats);
        attentionCase(2048, 512, 12, 128, repeats);
        attentionCase(2048, 2048, 8, 32, repeats);
        attentionCase(384, 384, 8, 32, repeats);
    }
    if (wanted("block-small"))
        blockCase("block mini, 384 tokens", {.dim = 256, .feedForward = 1024, .rank = 32}, 8, 384, repeats);
    if (wanted("block-mini"))
        blockCase("block mini, 2048 tokens", {.dim = 256, .feedForward = 1024, .rank = 32}, 8, 2048, repeats);
    if (wanted("block-1.3b")) {
        blockCase("block 1.3B, 2048 tokens", {.dim = 1536, .feedForward = 8960, .rank = 32}, 12, 2048, repeats);
        blockCase("block 1.3B, 4608 tokens", {.dim = 1536, .feedForward = 8960, .rank = 32}, 12, 4608, repeats);
    }
    if (wanted("vae")) {
        decodeCase("VAE decode base 16, 21 x 128 x 96", 16, 6, 96, 128, repeats);
        decodeCase("VAE decode base 16, 5 x 320 x 240", 16, 2, 240, 320, repeats);
    }
    if (wanted("vae-published"))
        decodeCase("VAE decode base 96, 5 x 320 x 240", 96, 2, 240, 320, repeats);
    return 0;
}
