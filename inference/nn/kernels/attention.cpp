#include "inference/nn/kernels/attention.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace unividx::kernels {

namespace {

/// Runs `work(task)` for every task below `count`, on ATen's threads, each taking the next one when it is free: the
/// tasks are of unequal cost, and on a shared machine so are the threads. `worker()` makes what one thread keeps
/// between its tasks; `work(kept, task)` must not throw.
template <typename Worker, typename Work>
void forEachTask(std::int64_t count, const Worker& worker, const Work& work)
{
    std::atomic<std::int64_t> next{0};
    const std::int64_t threads = std::min<std::int64_t>(count, at::get_num_threads());
    at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
        auto kept = worker();
        for (std::int64_t thread = begin; thread < end; ++thread) {
            for (std::int64_t task = next++; task < count; task = next++)
                work(kept, task);
        }
    });
}

/// Packed keys and values of the heads in work: 32 MiB.
constexpr std::int64_t packBudget = std::int64_t{8} << 20;

bool readable(const at::Tensor& x)
{
    return x.dim() == 4 && x.device().is_cpu() && x.scalar_type() == at::kFloat && x.stride(3) == 1 &&
           !(at::GradMode::is_enabled() && x.requires_grad());
}

/// One head of one batch row: where its first token's channels lie.
const float* head(const at::Tensor& x, std::int64_t batch, std::int64_t index)
{
    return x.data_ptr<float>() + batch * x.stride(0) + index * x.stride(2);
}

} // namespace

bool usableAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v)
{
    return readable(q) && readable(k) && readable(v) && q.numel() > 0 && k.numel() > 0;
}

at::Tensor fastAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale,
                         const KernelTable& table)
{
    TORCH_CHECK(usableAttention(q, k, v), "fastAttention: float32 [B, N, H, D] with contiguous channels expected");
    TORCH_CHECK(q.size(0) == k.size(0) && k.sizes() == v.sizes() && q.size(2) == k.size(2) && q.size(3) == k.size(3),
                "fastAttention: shapes do not fit: q ", q.sizes(), ", k ", k.sizes(), ", v ", v.sizes());
    const std::int64_t rows = q.size(1);
    const std::int64_t keys = k.size(1);
    const std::int64_t heads = q.size(2);
    const std::int64_t headDim = q.size(3);
    const auto roundUp = [&](std::int64_t n) {
        return (n + table.panelWidth - 1) / table.panelWidth * table.panelWidth;
    };
    const std::int64_t paddedKeys = roundUp(keys);
    const std::int64_t keySize = paddedKeys * headDim;
    const std::int64_t headSize = keySize + paddedKeys * roundUp(headDim);
    const std::int64_t all = q.size(0) * heads;
    const std::int64_t group = std::clamp<std::int64_t>(packBudget / headSize, 1, all);
    const std::int64_t blocks = (rows + queryBlock - 1) / queryBlock;

    at::Tensor out = at::empty(q.sizes(), q.options());
    const at::Tensor packed = at::empty({group, headSize}, q.options());
    float* packs = packed.data_ptr<float>();
    float* results = out.data_ptr<float>();
    const auto nothing = [] { return 0; };
    const auto scratch = [&] { return std::vector<float>(static_cast<std::size_t>(table.attendScratch(headDim))); };

    for (std::int64_t first = 0; first < all; first += group) {
        const std::int64_t count = std::min(group, all - first);
        forEachTask(2 * count, nothing, [&](int, std::int64_t task) {
            const std::int64_t index = first + task / 2;
            float* to = packs + task / 2 * headSize;
            if (task % 2 == 0)
                table.packKeys(head(k, index / heads, index % heads), k.stride(1), keys, headDim, to);
            else
                table.packValues(head(v, index / heads, index % heads), v.stride(1), keys, headDim, paddedKeys,
                                 to + keySize);
        });
        forEachTask(count * blocks, scratch, [&](std::vector<float>& memory, std::int64_t task) {
            const std::int64_t index = first + task / blocks;
            const std::int64_t start = task % blocks * queryBlock;
            const float* pack = packs + task / blocks * headSize;
            const std::int64_t firstOut = (index / heads * rows + start) * heads + index % heads;
            table.attend(
                {.q = head(q, index / heads, index % heads) + start * q.stride(1),
                 .qStride = q.stride(1),
                 .out = results + firstOut * headDim,
                 .outStride = heads * headDim,
                 .count = std::min(queryBlock, rows - start),
                 .scale = static_cast<float>(scale)},
                {.keys = pack, .values = pack + keySize, .count = keys, .paddedCount = paddedKeys, .headDim = headDim},
                memory.data());
        });
    }
    return out;
}

at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale)
{
    const at::Tensor scores = at::matmul(q.transpose(1, 2) * scale, k.permute({0, 2, 3, 1}));
    return at::matmul(at::softmax(scores, -1), v.transpose(1, 2)).transpose(1, 2);
}

} // namespace unividx::kernels
